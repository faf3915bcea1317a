// One detection: the rule, what it looked at, where to go on.
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { SeverityBadge } from "../../components/severity.tsx";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import type { Detection } from "../../data/events.ts";
import { useChangeView } from "../../data/search.ts";
import { termOf } from "./asked.ts";
import { BesidePanel } from "./beside.tsx";
import styles from "./event-detail.module.css";

const AROUND_MS = 1_800_000;

type Props = { readonly tenant: string; readonly detection: Detection; readonly close: () => void };

export function DetectionPanel({ tenant, detection: { rule, level, time, host, source, technology, fields, eventIds, origin }, close }: Props) {
  const { t } = useTranslation("hunt");
  const change = useChangeView();
  const around = { tab: undefined, detection: undefined, f: undefined, last: undefined, since: new Date(Date.parse(time) - AROUND_MS).toISOString(), until: new Date(Date.parse(time) + AROUND_MS).toISOString() };
  return (
    <BesidePanel title={rule.title} label={rule.title} close={close} note={<><Time at={time} seconds /> · {technology} · {source}</>}>
      <div className={styles.detail}>
        <div className={styles.verbs}>{level !== null && <SeverityBadge severity={level} />}{origin === "retro" && <span>{t("detection.retro")}</span>}{rule.tags.filter((tag) => /^attack\.t\d/.test(tag)).map((tag) => <code key={tag}>{tag.slice("attack.".length).toUpperCase()}</code>)}</div>
        <dl className={styles.fields}>{Object.entries(fields).map(([name, value]) => <div key={name}><dt>{name}</dt><dd><Value value={typeof value === "string" ? value : JSON.stringify(value)} isMatch /></dd></div>)}</dl>
        <p className={styles.meta}>{t("detection.events", { count: eventIds.length })}{host !== null && <> · <Value value={host} /></>}</p>
        <div className={styles.verbs}>
          <Button onClick={() => change({ ...around, q: host === null ? termOf("vigie.source", source) : termOf("host.name", host) })}>{t("detection.around")}</Button>
          <Button onClick={() => change({ rule: rule.key, detection: undefined })}>{t("detection.sameRule")}</Button>
          <Link to="/rules" search={{ org: tenant, rule: rule.key, q: rule.title }}>{t("detection.toRule")}</Link>
          <Link to="/queue" search={{ org: tenant, rule: rule.key, stage: "all" }}>{t("detection.alerts")}</Link>
        </div>
      </div>
    </BesidePanel>
  );
}
