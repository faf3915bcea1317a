// An incident that no alert opened: told on the phone, found by a hunt.
import { Select, Textarea, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { INCIDENT_CATEGORIES } from "../../components/categories.ts";
import { FormDialog } from "../../components/form-dialog.tsx";
import { textOf } from "../../components/form.ts";
import { api } from "../../data/client.ts";
import { nameOf, useMe } from "../../data/me.ts";
import { useAct } from "../../data/use-act.ts";

const ORIGINS = ["provider", "hunt", "external"] as const;
type Category = (typeof INCIDENT_CATEGORIES)[number];

export function OpenIncident({ tenant, close }: { readonly tenant: string; readonly close: () => void }) {
  const { t } = useTranslation("incidents");
  const me = useMe();
  const navigate = useNavigate();
  const open = useAct(tenant, ["incident", "waiting"], (form: FormData) => api.post("/v1/tenants/{tenant}/incidents", { path: { tenant }, body: { title: textOf(form, "title"), summary: textOf(form, "summary"), category: textOf(form, "category") as Category, severity: textOf(form, "severity"), origin: textOf(form, "origin") as (typeof ORIGINS)[number] } }));
  const run = async (form: FormData): Promise<void> => {
    const { ref } = await open.mutateAsync(form);
    await navigate({ to: "/incidents/$tenant/$incident", params: { tenant, incident: ref }, search: ({ org }) => ({ org }) });
  };
  return (
    <FormDialog title={t("open.title", { name: nameOf(me, tenant) })} verb={t("open.verb")} run={run} close={close}>
      <TextInput name="title" label={t("open.what")} required minLength={3} maxLength={300} data-autofocus />
      <Textarea name="summary" label={t("open.summary")} autosize minRows={3} maxRows={10} />
      <Select name="category" label={t("open.category")} defaultValue="other" allowDeselect={false} data={INCIDENT_CATEGORIES.map((value) => ({ value, label: t(`category.${value}`) }))} />
      <TextInput name="severity" label={t("open.severity")} description={t("open.severityWhat")} defaultValue="medium" required pattern="[a-z][a-z0-9-]{0,39}" />
      <Select name="origin" label={t("open.origin")} defaultValue="provider" allowDeselect={false} data={ORIGINS.map((value) => ({ value, label: t(`origin.${value}`) }))} />
    </FormDialog>
  );
}
