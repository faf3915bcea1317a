// The past under this exception: one square an alert; hollow would have been hidden, filled is kept, a hidden true
// positive is red and named.
import { Button } from "@mantine/core";
import { IconAlertOctagon, IconArrowsMinimize } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { dayText } from "../../format/time.ts";
import { useNow } from "../../components/use-now.ts";
import type { Backtest } from "../../data/exception-draft.ts";
import styles from "./exception.module.css";

type Props = { readonly tenant: string; readonly test: Backtest | undefined; readonly isRunning: boolean; readonly isCurrent: boolean; readonly narrow: (condition: Readonly<Record<string, string>>) => void };

export function BacktestView({ tenant, test, isRunning, isCurrent, narrow }: Props) {
  const { t } = useTranslation("exception");
  const now = useNow(60_000);
  if (test === undefined) return <p role="status" className={styles.muted}>{isRunning ? t("running") : ""}</p>;
  const kept = test.alerts.total - test.alerts.hidden;
  return (
    <div className={styles.test} data-current={isCurrent} aria-busy={isRunning}>
      <div className={styles.line}><strong>{t("backtest")}</strong><span className={styles.legend}><i className={styles.square} data-hidden="true" aria-hidden />{t("hidden", { count: test.alerts.hidden })} <i className={styles.square} aria-hidden />{t("kept", { count: kept })}</span></div>
      <div className={styles.squares} aria-hidden>{columnsOf(test).map(({ day, squares }) => <div key={day} className={styles.day}>{squares.map((square) => <i key={square.id} className={styles.square} data-hidden={square.hidden} data-partly={square.partly} data-true={square.hidden && square.verdict === "true_positive"} title={`${square.ref} ${square.title} · ${dayText(new Date(square.time), now)}`} />)}</div>)}</div>
      <p role="status">{isRunning ? t("running") : test.sentence}</p>
      {test.truePositives.count > 0 && <p className={styles.bad}><IconAlertOctagon size={16} aria-hidden /><span>{t("truePositives", { count: test.truePositives.count })} {test.truePositives.named.map(({ id, ref, title }) => <Link key={id} className={styles.named} to="/alerts/$tenant/$alert" params={{ tenant, alert: ref }} title={title}>{ref}</Link>)}</span></p>}
      {test.unknownFields.map(({ field, instead }) => <p key={field} className={styles.problem}>{instead === null ? t("unknown", { field }) : t("unknownInstead", { field, instead })}</p>)}
      {test.partial !== null && <p className={styles.muted}>{test.partial}</p>}
      {test.narrower !== null && <div className={styles.narrower}><span>{test.narrower.sentence}</span><Button leftSection={<IconArrowsMinimize size={16} stroke={1.75} aria-hidden />} onClick={() => narrow(test.narrower!.condition)}>{t("narrow")}</Button></div>}
    </div>
  );
}

const COLUMNS = 45;

/** Squares by stretches of time, from the oldest to the newest. */
function columnsOf({ since, until, squares }: Backtest): { readonly day: number; readonly squares: readonly Backtest["squares"][number][] }[] {
  const [from, to] = [Date.parse(since), Date.parse(until)];
  const byColumn = Map.groupBy(squares, ({ time }) => Math.min(COLUMNS - 1, Math.max(0, Math.floor(((Date.parse(time) - from) / Math.max(1, to - from)) * COLUMNS))));
  return Array.from({ length: COLUMNS }, (_, day) => ({ day, squares: byColumn.get(day) ?? [] }));
}
