// Two that are one, and one that is two.
import { useState } from "react";
import { Checkbox, Textarea, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { FormDialog } from "../../components/form-dialog.tsx";
import { textOf } from "../../components/form.ts";
import { useMergeIncidents, useSplitIncident } from "../../data/incidents.ts";
import { nameOfPart } from "./part-name.ts";
import type { DialogProps } from "./dialog-props.ts";

export function MergeDialog({ incident, close }: DialogProps) {
  const { t } = useTranslation("incident");
  const merge = useMergeIncidents({ tenant: incident.tenant, incident: incident.id });
  const run = (form: FormData): Promise<unknown> => merge.mutateAsync({ others: textOf(form, "others").split(/[\s,;]+/).filter((one) => one !== ""), reason: textOf(form, "reason") });
  return (
    <FormDialog title={t("menu.merge")} verb={t("merge.verb", { ref: incident.ref })} run={run} close={close}>
      <p>{t("merge.what", { ref: incident.ref })}</p>
      <TextInput name="others" label={t("merge.others")} required defaultValue={incident.alike.map(({ ref }) => ref).slice(0, 1).join("")} data-autofocus />
      {incident.alike.length > 0 && <p>{t("merge.alike")} {incident.alike.map(({ ref, title, why }) => `${ref} ${title} (${why})`).join("; ")}</p>}
      <Textarea name="reason" label={t("reason.why", { ns: "shell" })} required minLength={3} autosize minRows={2} />
    </FormDialog>
  );
}

export function SplitDialog({ incident, close }: DialogProps) {
  const { t } = useTranslation("incident");
  const navigate = useNavigate();
  const split = useSplitIncident({ tenant: incident.tenant, incident: incident.id });
  const [alerts, setAlerts] = useState<string[]>([]);
  const [parts, setParts] = useState<string[]>([]);
  const run = async (form: FormData): Promise<void> => {
    await split.mutateAsync({ title: textOf(form, "title"), reason: textOf(form, "reason"), alerts, parts: parts.map(Number) });
    await navigate({ to: "/incidents", search: ({ org }) => ({ org }) });
  };
  return (
    <FormDialog title={t("menu.split")} verb={t("split.verb")} run={run} close={close} isDisabled={alerts.length + parts.length === 0} isWide>
      <TextInput name="title" label={t("split.title")} required minLength={3} data-autofocus />
      <Checkbox.Group label={t("split.alerts")} value={alerts} onChange={setAlerts}>{incident.alerts.map(({ id, ref, title }) => <Checkbox key={id} value={id} label={`${ref} ${title}`} mt={4} />)}</Checkbox.Group>
      <Checkbox.Group label={t("split.parts")} value={parts} onChange={setParts}>{incident.parts.filter(({ removed }) => removed === null).map((part) => <Checkbox key={part.id} value={String(part.id)} label={`${t(`kind.${part.kind}`)}: ${nameOfPart(part)}`} mt={4} />)}</Checkbox.Group>
      <Textarea name="reason" label={t("reason.why", { ns: "shell" })} required minLength={3} autosize minRows={2} />
    </FormDialog>
  );
}
