import { IconFileCode } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { AlertPage } from "../../data/alerts.ts";
import { may, nameOf, useMe } from "../../data/me.ts";
import { Time } from "../time.tsx";
import styles from "./alert.module.css";

/** The rule, with what this client has of its own on it. */
export function RuleLine({ alert }: { readonly alert: AlertPage }) {
  const { t } = useTranslation("alert");
  const me = useMe();
  const { ruleDetail: rule, exceptions } = alert;
  const ends = exceptions[0]?.expiresAt;
  return (
    <section className={styles.section} aria-label={t("rule.title")}>
      <div className={styles.line}>
        <IconFileCode size={16} stroke={1.75} aria-hidden /><h2>{t("rule.title")}</h2><code className={`${styles.rule} ${styles.muted}`}>{rule.pack} v{rule.version}</code>
        {alert.techniques.map((technique) => <span key={technique} className={styles.chip}>{technique}</span>)}
        {may(me, "rule:read", alert.tenant) && <Link className={`${styles.link} ${styles.side}`} to="/rules" search={{ org: alert.tenant, rule: rule.key, q: rule.title }}>{t("rule.open")}</Link>}
      </div>
      <p className={styles.words}>{rule.title}{rule.author !== null && ` · ${rule.author}`}{rule.license !== null && ` · ${rule.license}`}</p>
      <p className={styles.muted}>{nameOf(me, alert.tenant)}: {t("rule.exceptions", { count: exceptions.length })}{ends !== undefined && <> {t("rule.firstEnds")} <Time at={ends} /></>}</p>
    </section>
  );
}
