// On whom it waits, which clocks stand, and since when the organisation is aware.
import { Select, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { DateTimeField } from "../../components/date-time-field.tsx";
import { FormDialog } from "../../components/form-dialog.tsx";
import { textOf } from "../../components/form.ts";
import { usePauseClocks, useResumeClocks, useSetAware, useSetWaiting } from "../../data/incidents.ts";
import type { DialogProps } from "./dialog-props.ts";

const WHO = ["nobody", "provider", "client", "team"] as const;
const timeOf = (form: FormData, name: string): string | undefined => (textOf(form, name) === "" ? undefined : new Date(textOf(form, name)).toISOString());

export function WaitingDialog({ incident, close }: DialogProps) {
  const { t } = useTranslation("incident");
  const set = useSetWaiting({ tenant: incident.tenant, incident: incident.id });
  const run = (form: FormData): Promise<unknown> => {
    const on = textOf(form, "on") as (typeof WHO)[number];
    const [team, reason, until] = [textOf(form, "team").trim(), textOf(form, "reason").trim(), timeOf(form, "until")];
    return set.mutateAsync({ on: on === "nobody" ? null : on, ...(on === "team" && team !== "" ? { team } : {}), ...(reason === "" ? {} : { reason }), ...(until === undefined || on === "nobody" ? {} : { until }) });
  };
  return (
    <FormDialog title={t("menu.waiting")} verb={t("waiting.verb")} run={run} close={close}>
      <Select name="on" label={t("turn.title")} defaultValue={incident.waits?.on ?? "client"} allowDeselect={false} data={WHO.map((value) => ({ value, label: t(`waiting.${value}`) }))} />
      <TextInput name="team" label={t("waiting.teamName")} defaultValue={incident.waits?.team ?? ""} />
      <Textarea name="reason" label={t("waiting.reason")} defaultValue={incident.waits?.reason ?? ""} autosize minRows={2} data-autofocus />
      <DateTimeField name="until" label={t("waiting.until")} />
    </FormDialog>
  );
}

export function PauseDialog({ incident, close }: DialogProps) {
  const { t } = useTranslation("incident");
  const pause = usePauseClocks({ tenant: incident.tenant, incident: incident.id });
  return (
    <FormDialog title={t("menu.pause")} verb={t("pause.verb")} close={close} run={(form) => pause.mutateAsync({ side: textOf(form, "side") as "client" | "provider", reason: textOf(form, "reason"), evidence: textOf(form, "evidence") })}>
      <Select name="side" label={t("pause.side")} defaultValue="client" allowDeselect={false} data={(["client", "provider"] as const).map((value) => ({ value, label: t(`pause.on.${value}`) }))} />
      <Textarea name="reason" label={t("pause.reason")} required minLength={3} autosize minRows={2} data-autofocus />
      <TextInput name="evidence" label={t("pause.evidence")} required />
    </FormDialog>
  );
}

export function ResumeDialog({ incident, close }: DialogProps) {
  const { t } = useTranslation("incident");
  const resume = useResumeClocks({ tenant: incident.tenant, incident: incident.id });
  return (
    <FormDialog title={t("menu.resume")} verb={t("resume.verb")} close={close} run={(form) => resume.mutateAsync(textOf(form, "reason"))}>
      <Textarea name="reason" label={t("reason.why", { ns: "shell" })} required minLength={3} autosize minRows={2} data-autofocus />
    </FormDialog>
  );
}

export function AwareDialog({ incident, close }: DialogProps) {
  const { t } = useTranslation("incident");
  const set = useSetAware({ tenant: incident.tenant, incident: incident.id });
  return (
    <FormDialog title={t("menu.aware")} verb={t("aware.verb")} close={close} run={(form) => set.mutateAsync({ at: timeOf(form, "at") ?? new Date().toISOString(), evidence: textOf(form, "evidence") })}>
      <p>{t("aware.what")}</p>
      <DateTimeField name="at" label={t("aware.at")} isRequired />
      <Textarea name="evidence" label={t("aware.evidence")} required minLength={3} autosize minRows={2} data-autofocus />
    </FormDialog>
  );
}
