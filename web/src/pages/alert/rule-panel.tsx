// The rule: what of it matched, how it is known, and what is kept from people for this client.
import { Button } from "@mantine/core";
import { IconCheck, IconFilterOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Key } from "../../components/badges.tsx";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import type { AlertPage } from "../../data/alerts.ts";
import { may, useMe } from "../../data/me.ts";
import { useView } from "../../data/search.ts";
import styles from "./alert.module.css";

const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

export function RulePanel({ page, makeException }: { readonly page: AlertPage; readonly makeException: (() => void) | undefined }) {
  const { t } = useTranslation("alert");
  const me = useMe();
  const view = useView();
  const { ruleDetail: rule, exceptions, tenant } = page;
  const fields = Object.entries(page.detectionList[0]?.fields ?? {});
  return (
    <>
      <section className={styles.section}>
        <div className={styles.titleLine}><h2>{t("rule.title")}</h2><code className={styles.muted}>{rule.pack} v{rule.version}</code>{may(me, "rule:read", tenant) && <Link className={`${styles.link} ${styles.side}`} to="/rules" search={{ org: tenant, rule: rule.key, q: rule.title }}>{t("rule.open")}</Link>}</div>
        <p>{rule.title}</p>
        <p className={styles.muted}>{[...page.techniques, rule.status, rule.author, rule.license].filter((word) => word !== null).join(" · ")}</p>
        {fields.length > 0 && <p className={styles.muted}>{t("rule.looked")}</p>}
        {fields.length > 0 && <div className={styles.fields}>{fields.map(([name, value]) => <div key={name}><IconCheck size={14} aria-hidden /><span><code>{name}</code> <Value value={textOf(value)} isMatch longest={160} /></span></div>)}</div>}
      </section>
      <section className={styles.section}>
        <div className={styles.titleLine}><h2>{t("exceptions.title")}</h2><span className={styles.muted}>{t("rule.exceptions", { count: exceptions.length })}</span>{makeException !== undefined && view["exception"] !== "new" && <span className={styles.side}><Button leftSection={<IconFilterOff size={16} stroke={1.75} aria-hidden />} rightSection={<Key>n</Key>} onClick={makeException}>{t("exceptions.new")}</Button></span>}</div>
        {exceptions.length > 0 && <ul className={styles.items}>{exceptions.map((one) => <li key={one.id}><span>{one.title}</span><span className={styles.muted}>{t(`exceptions.state.${one.state}`)}{!one.ofThisRule && ` · ${t("exceptions.all")}`}</span><span className={`${styles.muted} ${styles.side}`}>{t("exceptions.ends")} <Time at={one.expiresAt} /></span></li>)}</ul>}
      </section>
    </>
  );
}
