// What it turned out to be, and its end.
import { Select, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FormDialog } from "../../components/form-dialog.tsx";
import { textOf } from "../../components/form.ts";
import { useCloseIncident, useQualifyIncident, useReopenIncident } from "../../data/incidents.ts";
import type { DialogProps } from "./dialog-props.ts";

const VERDICTS = ["true_positive", "benign_positive", "false_positive"] as const;
type Verdict = (typeof VERDICTS)[number];

const VerdictSelect = ({ chosen }: { readonly chosen: Verdict | null }) => {
  const { t } = useTranslation("incident");
  return <Select name="verdict" label={t("qualify.verdict")} defaultValue={chosen ?? "true_positive"} allowDeselect={false} data={VERDICTS.map((value) => ({ value, label: t(`verdict.${value}`, { ns: "shell" }) }))} />;
};

export function QualifyDialog({ incident, close }: DialogProps) {
  const { t } = useTranslation("incident");
  const qualify = useQualifyIncident({ tenant: incident.tenant, incident: incident.id });
  return (
    <FormDialog title={t("menu.qualify")} verb={t("qualify.verb")} close={close} run={(form) => qualify.mutateAsync({ verdict: textOf(form, "verdict") as Verdict, words: textOf(form, "words") })}>
      <VerdictSelect chosen={incident.verdict} />
      <Textarea name="words" label={t("qualify.words")} required minLength={3} autosize minRows={3} data-autofocus />
    </FormDialog>
  );
}

export function CloseDialog({ incident, close }: DialogProps) {
  const { t } = useTranslation("incident");
  const end = useCloseIncident({ tenant: incident.tenant, incident: incident.id });
  const run = (form: FormData): Promise<unknown> => {
    const lessons = textOf(form, "lessons").trim();
    return end.mutateAsync({ reason: textOf(form, "reason"), ...(incident.verdict === null ? { verdict: textOf(form, "verdict") as Verdict } : {}), ...(lessons === "" ? {} : { lessons }) });
  };
  return (
    <FormDialog title={t("menu.close")} verb={t("close.verb")} run={run} close={close}>
      {incident.verdict === null && <VerdictSelect chosen={null} />}
      <Textarea name="reason" label={t("close.reason")} required minLength={3} autosize minRows={2} data-autofocus />
      <Textarea name="lessons" label={t(incident.needsLessons ? "close.lessons" : "close.lessonsOptional")} defaultValue={incident.lessons ?? ""} required={incident.needsLessons} autosize minRows={3} />
    </FormDialog>
  );
}

export function ReopenDialog({ incident, close }: DialogProps) {
  const { t } = useTranslation("incident");
  const reopen = useReopenIncident({ tenant: incident.tenant, incident: incident.id });
  return (
    <FormDialog title={t("menu.reopen")} verb={t("reopen.verb")} close={close} run={(form) => reopen.mutateAsync(textOf(form, "reason"))}>
      <Textarea name="reason" label={t("reason.why", { ns: "shell" })} required minLength={3} autosize minRows={2} data-autofocus />
    </FormDialog>
  );
}
