// What is said of an incident: title, words, kind, marking, mode; and how severe it is.
import { Select, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { INCIDENT_CATEGORIES } from "../../components/categories.ts";
import { FormDialog } from "../../components/form-dialog.tsx";
import { textOf } from "../../components/form.ts";
import { useChangeIncident, useSetSeverity } from "../../data/incidents.ts";
import type { DialogProps } from "./dialog-props.ts";

const TLP = ["clear", "green", "amber", "amber+strict", "red"] as const;
const PAP = ["clear", "green", "amber", "red"] as const;
const MODES = ["escalate", "handle"] as const;

export function ChangeDialog({ incident, close }: DialogProps) {
  const { t } = useTranslation(["incident", "incidents"]);
  const change = useChangeIncident({ tenant: incident.tenant, incident: incident.id });
  const run = async (form: FormData): Promise<void> => {
    const given = { title: textOf(form, "title"), summary: textOf(form, "summary"), impact: textOf(form, "impact"), risk: textOf(form, "risk"), category: textOf(form, "category"), tlp: textOf(form, "tlp"), pap: textOf(form, "pap"), mode: textOf(form, "mode") };
    const known: Readonly<Record<string, unknown>> = incident;
    const changed = Object.fromEntries(Object.entries(given).filter(([name, value]) => value !== known[name]));
    const reason = textOf(form, "reason").trim();
    if (Object.keys(changed).length > 0) await change.mutateAsync({ ...changed, ...(reason === "" ? {} : { reason }) });
  };
  return (
    <FormDialog title={t("menu.change")} verb={t("change.verb")} run={run} close={close} isWide>
      <TextInput name="title" label={t("change.title")} defaultValue={incident.title} required minLength={3} maxLength={300} data-autofocus />
      <Textarea name="summary" label={t("change.summary")} defaultValue={incident.summary} autosize minRows={2} maxRows={10} />
      <Textarea name="impact" label={t("change.impact")} defaultValue={incident.impact} autosize minRows={1} maxRows={8} />
      <Textarea name="risk" label={t("change.risk")} defaultValue={incident.risk} autosize minRows={1} maxRows={8} />
      <Select name="category" label={t("change.category")} defaultValue={incident.category} allowDeselect={false} data={INCIDENT_CATEGORIES.map((value) => ({ value, label: t(`category.${value}`, { ns: "incidents" }) }))} />
      <Select name="tlp" label={t("change.tlp")} defaultValue={incident.tlp} allowDeselect={false} data={TLP.map((value) => ({ value, label: value.toUpperCase() }))} />
      <Select name="pap" label={t("change.pap")} defaultValue={incident.pap} allowDeselect={false} data={PAP.map((value) => ({ value, label: value.toUpperCase() }))} />
      <Select name="mode" label={t("change.mode")} description={t("change.modeWhat")} defaultValue={incident.mode} allowDeselect={false} data={MODES.map((value) => ({ value, label: t(`mode.${value}`, { ns: "shell" }) }))} />
      <TextInput name="reason" label={t("reason.optional", { ns: "shell" })} />
    </FormDialog>
  );
}

export function SeverityDialog({ incident, close }: DialogProps) {
  const { t } = useTranslation(["incident", "incidents"]);
  const set = useSetSeverity({ tenant: incident.tenant, incident: incident.id });
  const reasons = Object.values(incident.severityReasons).filter((one) => one !== undefined);
  return (
    <FormDialog title={t("menu.severity")} verb={t("severity.verb")} close={close} run={(form) => set.mutateAsync({ severity: textOf(form, "severity"), reason: textOf(form, "reason") })}>
      {reasons.length > 0 && <p>{t("severity.rests")} {reasons.join("; ")}.</p>}
      <TextInput name="severity" label={t("severity.level")} description={t("severity.what")} defaultValue={incident.severity} required pattern="[a-z][a-z0-9-]{0,39}" data-autofocus />
      <Textarea name="reason" label={t("reason.why", { ns: "shell" })} required minLength={3} autosize minRows={2} />
    </FormDialog>
  );
}
