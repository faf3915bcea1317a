// Alerts of the same rule, the newest first, with what they turned out to be.
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Similar } from "../../components/alert/similar.tsx";
import { StatusText, VerdictBadge } from "../../components/badges.tsx";
import { Score } from "../../components/severity.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import { useAlertsOf } from "../../data/alerts.ts";
import type { TabProps } from "./tab-props.ts";
import styles from "./alert.module.css";

export function SimilarList({ page, judgeAlike }: TabProps) {
  const { t } = useTranslation("alert");
  const found = useAlertsOf(page.tenant, { rule: page.rule, stage: "all", sort: "newest" });
  return (
    <>
      <Similar alert={page} judgeAlike={judgeAlike} />
      <section className={styles.section} aria-label={t("similar.title")}>
        {found.isPending && <Loading rows={6} />}
        {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
        <ul className={styles.rows}>
          {found.data?.alerts.filter(({ id }) => id !== page.id).map((row) => (
            <li key={row.id}><Score severity={row.level} score={row.score} /><Link className={styles.link} to="/alerts/$tenant/$alert" params={{ tenant: row.tenant, alert: row.ref }}>{row.ref}</Link><Time at={row.lastTime} /><Value value={row.entity.name} longest={60} /><StatusText status={row.status} /><VerdictBadge verdict={row.verdict} /></li>
          ))}
        </ul>
      </section>
    </>
  );
}
