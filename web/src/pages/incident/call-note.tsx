import { Select, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { DateTimeField } from "../../components/date-time-field.tsx";
import { FormDialog } from "../../components/form-dialog.tsx";
import { textOf } from "../../components/form.ts";
import { useSay, type Incident } from "../../data/incidents.ts";
import { nameOf, useMe } from "../../data/me.ts";

const TYPES = ["call", "decision", "fact", "action"] as const;

/** What was said on the phone, or decided there, for those who read the incident later. */
export function CallNote({ incident: { tenant, id }, close }: { readonly incident: Incident; readonly close: () => void }) {
  const { t } = useTranslation(["incident", "thread"]);
  const me = useMe();
  const say = useSay({ tenant, incident: id });
  const run = (form: FormData): Promise<unknown> => {
    const at = textOf(form, "at");
    return say.mutateAsync({ type: textOf(form, "type") as (typeof TYPES)[number], text: textOf(form, "text"), visibility: textOf(form, "visibility") as "internal" | "shared", ...(at === "" ? {} : { eventTime: new Date(at).toISOString() }) });
  };
  return (
    <FormDialog title={t("call.title")} verb={t("call.verb")} run={run} close={close}>
      <Select name="type" label={t("call.type")} defaultValue="call" allowDeselect={false} data={TYPES.map((value) => ({ value, label: t(`type.${value}`, { ns: "thread" }) }))} />
      <Textarea name="text" label={t("call.text")} required autosize minRows={3} maxRows={12} data-autofocus />
      <DateTimeField name="at" label={t("call.at")} />
      <Select name="visibility" label={t("call.who")} defaultValue="shared" allowDeselect={false} data={[{ value: "shared", label: t("call.shared", { name: nameOf(me, tenant) }) }, { value: "internal", label: t("write.internal") }]} />
    </FormDialog>
  );
}
