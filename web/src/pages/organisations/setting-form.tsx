// The form of a kind of setting, where there is one; the others are written as text.
import { useSettings, type SettingVersion } from "../../data/settings.ts";
import { languageNow } from "../../locales/index.ts";
import { ContactsForm } from "./forms/contacts.tsx";
import type { FormProps, Level } from "./forms/form-parts.tsx";
import { HolidaysForm } from "./forms/holidays.tsx";
import { ModeMatrixForm } from "./forms/mode-matrix.tsx";
import { NotificationsForm } from "./forms/notifications.tsx";
import { ObjectivesForm } from "./forms/objectives.tsx";
import { ServiceHoursForm } from "./forms/service-hours.tsx";

type Kind = SettingVersion["kind"];
type Document = SettingVersion["document"];

const FORMS = { "mode-matrix": ModeMatrixForm, "contacts": ContactsForm, "service-hours": ServiceHoursForm, "holidays": HolidaysForm, "objectives": ObjectivesForm, "notifications": NotificationsForm } as const;

export const hasForm = (kind: Kind): kind is keyof typeof FORMS => Object.hasOwn(FORMS, kind);

type Scale = { readonly levels?: readonly { readonly key: string; readonly name: { readonly en: string; readonly fr: string } }[] };
type People = { readonly people?: readonly { readonly key: string; readonly name: string }[] };

/** Severity levels and contacts of the organisation, which other settings name. */
export function useNamed(tenant: string): { readonly levels: readonly Level[]; readonly contacts: readonly Level[] } {
  const settings = useSettings(tenant).data?.settings ?? [];
  const documentOf = (kind: Kind): Document => settings.find((one) => one.kind === kind)?.inForce.document ?? {};
  const { levels = [] } = documentOf("severity-scale") as Scale;
  const { people = [] } = documentOf("contacts") as People;
  return { levels: levels.map(({ key, name }) => ({ key, name: name[languageNow()] })), contacts: people };
}

export function SettingForm({ tenant, kind, document, change }: { readonly tenant: string; readonly kind: keyof typeof FORMS; readonly document: Document; readonly change: (document: Document) => void }) {
  const named = useNamed(tenant);
  // The server keeps documents of one kind in that kind's shape; the form is chosen by the same name.
  const Form = FORMS[kind] as React.ComponentType<FormProps<never>>;
  return <Form document={document as never} change={change} {...named} />;
}
