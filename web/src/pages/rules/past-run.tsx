// The rule put to the past: how many alerts a day are to be reckoned with, and where they would come from.
import { useState } from "react";
import { Button, NumberInput, Progress } from "@mantine/core";
import { IconHistory } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Panel } from "../../components/panel.tsx";
import { Failed } from "../../components/states.tsx";
import { Value } from "../../components/value.tsx";
import { askPast, runQuery, type RetroRun } from "../../data/rule-draft.ts";
import { dayText, numberText } from "../../format/time.ts";
import styles from "./desk.module.css";

type Props = { readonly tenant: string; readonly path: string; readonly text: string; readonly canRun: boolean };

export function PastRun({ tenant, path, text, canRun }: Props) {
  const { t } = useTranslation("rules");
  const [days, setDays] = useState(30);
  const ask = useMutation({ mutationFn: () => askPast(tenant, text, path, days) });
  const run = useQuery({ ...runQuery(tenant, ask.data?.id ?? ""), enabled: ask.data !== undefined });
  return (
    <Panel title={t("past")} note={t("pastNote")}>
      <form className={styles.bar} onSubmit={(event) => { event.preventDefault(); ask.mutate(); }}>
        <NumberInput label={t("days")} value={days} onChange={(value) => setDays(Number(value) || 1)} min={1} max={365} w={96} />
        <Button type="submit" leftSection={<IconHistory size={16} aria-hidden />} loading={ask.isPending} disabled={!canRun}>{t("runPast")}</Button>
      </form>
      {ask.isError && <Failed error={ask.error} />}
      {run.isError && <Failed error={run.error} />}
      {run.data !== undefined && <Run run={run.data} />}
    </Panel>
  );
}

function Run({ run: { state, progress, result, error } }: { readonly run: RetroRun }) {
  const { t } = useTranslation("rules");
  if (state === "failed") return <p role="alert">{error}</p>;
  if (result === null) return <div className={styles.results}><p aria-live="polite">{t("scanned", { scanned: numberText(progress.scanned), matched: numberText(progress.matched) })}</p><Progress value={progress.total === null || progress.total === 0 ? 100 : (100 * progress.scanned) / progress.total} animated={progress.total === null} aria-label={t("past")} /></div>;
  const matched = result.days.reduce((sum, day) => sum + day.matched, 0);
  const most = Math.max(1, ...result.days.map((day) => day.matched));
  return (
    <div className={styles.results}>
      <p aria-live="polite"><strong>{t("forecast", { median: numberText(result.forecast.median, 1), maximum: numberText(result.forecast.maximum, 1) })}</strong> {t("foundInPast", { count: matched, number: numberText(matched) })}</p>
      {result.forecast.withoutNoisiest !== null && <p>{t("withoutNoisiest", { host: result.forecast.withoutNoisiest.host, median: numberText(result.forecast.withoutNoisiest.median, 1) })}</p>}
      {matched > 0 && (
        <table className={styles.days}>
          <caption className="hidden-text">{t("byDay")}</caption>
          <tbody>{result.days.filter((day) => day.matched > 0).map(({ day, matched: n }) => <tr key={day}><th scope="row">{dayText(new Date(`${day}T12:00:00Z`), new Date())}</th><td><span style={{ inlineSize: `${(100 * n) / most}%` }} /></td><td className="number">{numberText(n)}</td></tr>)}</tbody>
        </table>
      )}
      {result.hosts.length > 0 && <p>{t("hosts")} {result.hosts.slice(0, 5).map(({ host, matched: n }) => <span key={host} className={styles.host}>{host === null ? t("noHost") : <Value value={host} longest={40} />} {numberText(n)}</span>)}</p>}
    </div>
  );
}
