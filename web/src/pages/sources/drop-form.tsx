// A new drop rule: what it takes, of which source, until when, and why.
import { useState } from "react";
import { Button, Select, Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../data/client.ts";
import { useDropRuleChange, useSourceHealth } from "../../data/sources.ts";
import styles from "./sources.module.css";

const DRAFT = `title: 
logsource:
  product: windows
detection:
  selection:
    EventID: 0
  condition: selection
`;
const SHORTEST = 3;

export function DropForm({ tenant, close }: { readonly tenant: string; readonly close: () => void }) {
  const { t } = useTranslation("sources");
  const health = useSourceHealth(tenant);
  const { save } = useDropRuleChange(tenant);
  const [rule, setRule] = useState(DRAFT);
  const [source, setSource] = useState<string | null>(null);
  const [until, setUntil] = useState("");
  const [reason, setReason] = useState("");
  const send = (): void => save.mutate({ source, rule, reason: reason.trim(), ...(until === "" ? {} : { until: new Date(until).toISOString() }) }, { onSuccess: close });
  return (
    <form className={styles.form} onSubmit={(event) => { event.preventDefault(); send(); }}>
      <Textarea label={t("drop.rule")} description={t("drop.ruleHow")} value={rule} onChange={(event) => setRule(event.currentTarget.value)} autosize minRows={8} maxRows={24} spellCheck={false} classNames={{ input: styles.mono ?? "" }} required />
      <div className={styles.fields}>
        <Select label={t("column.source")} placeholder={t("drop.allSources")} data={health.data?.sources.map((one) => one.source) ?? []} value={source} onChange={setSource} clearable />
        <TextInput type="datetime-local" label={t("drop.untilWhen")} description={t("drop.untilHow")} value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
      </div>
      <Textarea label={t("reason.why", { ns: "shell" })} value={reason} onChange={(event) => setReason(event.currentTarget.value)} autosize minRows={2} required />
      {save.isError && <p role="alert" className={styles.problem}>{save.error instanceof ApiProblem ? save.error.problem.detail : t("state.unknown", { ns: "shell" })}</p>}
      <div className={styles.row}><Button onClick={close}>{t("reason.cancel", { ns: "shell" })}</Button><Button type="submit" variant="filled" loading={save.isPending} disabled={reason.trim().length < SHORTEST}>{t("drop.save")}</Button></div>
    </form>
  );
}
