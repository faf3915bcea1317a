import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { alertEventsQuery, alertThreadQuery, type AlertPage } from "../../data/alerts.ts";
import styles from "./alert.module.css";

export const TABS = ["summary", "investigation", "events", "similar", "thread", "history"] as const;
export type TabName = (typeof TABS)[number];

const SAID = new Set(["message", "call", "decision"]);

/** The tabs with what stands behind them. */
export function AlertTabs({ page, chosen }: { readonly page: AlertPage; readonly chosen: TabName }) {
  const { t } = useTranslation("alert");
  const events = useQuery(alertEventsQuery(page));
  const thread = useQuery(alertThreadQuery(page));
  const counts: Partial<Record<TabName, number | undefined>> = { events: events.data?.events.length, similar: page.similar.sameRule.total, thread: thread.data?.entries.filter(({ type }) => SAID.has(type)).length };
  return (
    <nav className={styles.tabs} aria-label={t("tabs")}>
      {TABS.map((name) => <Link key={name} to="." search={(before) => ({ ...before, tab: name })} className={styles.tab} data-on={name === chosen} {...(name === chosen ? { "aria-current": "page" as const } : {})}>{t(`tab.${name}`)}{counts[name] !== undefined && <span className="number">{counts[name]}</span>}</Link>)}
    </nav>
  );
}
