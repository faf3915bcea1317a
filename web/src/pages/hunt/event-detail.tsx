// An event opened: what found it, what can be seen from here, all its fields, the line as it arrived.
import { useState } from "react";
import { Button, TextInput } from "@mantine/core";
import { IconBinaryTree2, IconCopy, IconRoute } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { SeverityBadge } from "../../components/severity.tsx";
import { Value } from "../../components/value.tsx";
import { entriesOf, valuesAt } from "../../data/event-document.ts";
import type { Detection, FoundEvent } from "../../data/events.ts";
import { useChangeView } from "../../data/search.ts";
import { utcText } from "../../format/time.ts";
import { Pressable } from "./pressable.tsx";
import styles from "./event-detail.module.css";

type Props = { readonly event: FoundEvent; readonly detections: readonly Detection[] };

export function EventDetail({ event, detections }: Props) {
  const { t } = useTranslation("hunt");
  const change = useChangeView();
  const [search, setSearch] = useState("");
  const [host] = valuesAt(event.event, "host.name");
  const hasProcess = valuesAt(event.event, "process.pid").length + valuesAt(event.event, "process.entity_id").length > 0;
  const wanted = search.trim().toLowerCase();
  const entries = entriesOf(event.event).filter(({ name, values }) => wanted === "" || name.toLowerCase().includes(wanted) || values.some((value) => value.toLowerCase().includes(wanted)));
  return (
    <div className={styles.detail}>
      {detections.length > 0 && <ul className={styles.found}>{detections.map(({ id, rule, level }) => <li key={id}>{level !== null && <SeverityBadge severity={level} />}<strong>{rule.title}</strong></li>)}</ul>}
      <p className={styles.meta}>{t("row.meta", { technology: event.technology, source: event.source, collector: event.collector })} · {t("row.times", { time: utcText(new Date(event.time)), arrived: utcText(new Date(event.arrived)) })}</p>
      <div className={styles.verbs}>
        {host !== undefined && <Button leftSection={<IconRoute size={15} aria-hidden />} onClick={() => change({ beside: "timeline", of: `host.name|${host}`, around: event.time })}>{t("menu.timeline", { name: host })}</Button>}
        {host !== undefined && hasProcess && <Button leftSection={<IconBinaryTree2 size={15} aria-hidden />} onClick={() => change({ beside: "tree", of: event.id, around: event.time })}>{t("menu.tree")}</Button>}
        <Button leftSection={<IconCopy size={15} aria-hidden />} onClick={() => void navigator.clipboard.writeText(JSON.stringify(event.event, null, 2))}>{t("row.copyJson")}</Button>
        <Button leftSection={<IconCopy size={15} aria-hidden />} onClick={() => void navigator.clipboard.writeText(event.line)}>{t("row.copyLine")}</Button>
        <TextInput className={styles.search} aria-label={t("row.search")} placeholder={t("row.search")} value={search} onChange={(changed) => setSearch(changed.currentTarget.value)} />
      </div>
      <dl className={styles.fields}>{entries.map(({ name, values }) => <div key={name}><dt>{name}</dt><dd>{values.map((value, at) => <Pressable key={at} field={name} value={value} event={event} longest={400} />)}</dd></div>)}</dl>
      <h3>{t("row.line")}</h3>
      <div className={styles.line}><Value value={event.line} longest={2_000} /></div>
    </div>
  );
}
