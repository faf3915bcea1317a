// What alerts like this one turned out to be, what differs this time, and the verdict of most in one click.
import { useState } from "react";
import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AlertPage } from "../../data/alerts.ts";
import { ApiProblem } from "../../data/client.ts";
import styles from "./alert.module.css";

const ORDER = ["false_positive", "benign_positive", "true_positive"] as const;

export function Similar({ alert, judgeAlike }: { readonly alert: AlertPage; readonly judgeAlike?: (() => Promise<unknown>) | undefined }) {
  const { t } = useTranslation("alert");
  const { sameRule, sameEntity, common, differsText, days, isPartial } = alert.similar;
  if (sameRule.total === 0) return <section className={styles.section}><h2>{t("similar.none", { days })}</h2></section>;
  return (
    <section className={styles.section} aria-label={t("similar.title")}>
      <div className={styles.line}>
        <h2><Link className={styles.link} to="/queue" search={{ org: alert.tenant, rule: alert.rule, stage: "all", seen: "all" }}>{t("similar.count", { count: sameRule.total, days })}</Link></h2>
        {sameEntity.total > 0 && <span className={styles.muted}>{t("similar.here", { count: sameEntity.total })}</span>}
        {isPartial && <span className={styles.muted}>{t("similar.partial")}</span>}
        {common !== null && alert.verdict === null && judgeAlike !== undefined && <Alike verdict={common.verdict} run={judgeAlike} />}
      </div>
      <div className={styles.verdicts} aria-hidden>
        {ORDER.map((verdict) => (sameRule.byVerdict[verdict] ?? 0) > 0 && <span key={verdict} data-verdict={verdict} style={{ flex: sameRule.byVerdict[verdict] }} />)}
        {sameRule.open > 0 && <span style={{ flex: sameRule.open }} />}
      </div>
      <div>
        {ORDER.map((verdict) => (sameRule.byVerdict[verdict] ?? 0) > 0 && <span key={verdict} className={styles.count} data-verdict={verdict}>{t(`similar.${verdict}`, { count: sameRule.byVerdict[verdict] })}</span>)}
        {sameRule.open > 0 && <span className={`${styles.count} ${styles.muted}`}>{t("similar.open", { count: sameRule.open })}</span>}
      </div>
      {differsText !== null && <p className={styles.differs}><IconAlertTriangle size={16} aria-hidden /><span>{differsText}</span></p>}
    </section>
  );
}

function Alike({ verdict, run }: { readonly verdict: string; readonly run: () => Promise<unknown> }) {
  const { t } = useTranslation("alert");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const judge = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    await run().catch((error: unknown) => setProblem(error instanceof ApiProblem ? error.problem.detail : t("state.unknown", { ns: "shell" })));
    setBusy(false);
  };
  return <span className={styles.side}><Button leftSection={<IconCheck size={16} aria-hidden />} loading={isBusy} onClick={() => void judge()}>{t(`similar.apply.${verdict}`)}</Button>{problem !== undefined && <span role="alert" className={styles.problem}> {problem}</span>}</span>;
}
