// What was done to it, by whom, and when; what is kept as evidence, by whom.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Entries } from "../../components/thread/entries.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import { alertThreadQuery } from "../../data/alerts.ts";
import type { TabProps } from "./tab-props.ts";
import styles from "./alert.module.css";

const SAID = new Set(["message", "call"]);

export function History({ page }: Pick<TabProps, "page">) {
  const { t } = useTranslation("alert");
  const found = useQuery(alertThreadQuery(page));
  return (
    <>
      <section className={styles.section}>
        <h2>{t("history.done")}</h2>
        {found.isPending && <Loading rows={6} />}
        {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
        {found.isSuccess && <Entries entries={found.data.entries.filter(({ type }) => !SAID.has(type))} label={t("history.done")} empty={t("history.nothing")} />}
      </section>
      <section className={styles.section}>
        <h2>{t("history.detections", { count: page.detections })}</h2>
        <ul className={styles.rows}>{page.detectionList.map((one) => <li key={one.id}><Time at={one.time} seconds arrivedAt={one.detectedAt} /><span>{one.rule.title}</span>{one.host !== null && <Value value={one.host} longest={60} />}<span className={styles.muted}>{t(`history.origin.${one.origin}`)} · {one.technology}</span></li>)}</ul>
      </section>
      {page.evidence.length > 0 && (
        <section className={styles.section}>
          <h2>{t("history.evidence", { count: page.evidence.length })}</h2>
          <ul className={styles.rows}>{page.evidence.map((one) => <li key={one.id}><Time at={one.time} seconds /><span className={styles.muted}>{one.technology} · {one.pinnedBy} · <Time at={one.pinnedAt} /></span><Value value={one.line} longest={200} /><span className={styles.muted}>{t("history.digest")} <Value value={one.digest} longest={24} /></span></li>)}</ul>
        </section>
      )}
    </>
  );
}
