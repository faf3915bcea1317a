// Paste a line and see it read: raw, then understood. Nothing of it is kept.
import { useState } from "react";
import { Button, Select, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Panel } from "../../components/panel.tsx";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import { ApiProblem } from "../../data/client.ts";
import { entriesOf } from "../../data/event-document.ts";
import { readLines, type LinesRead, type Technology } from "../../data/sources.ts";
import { shareText } from "../../format/time.ts";
import styles from "./sources.module.css";

const LINES_AT_MOST = 50;

export function ReadLines({ tenant, technologies }: { readonly tenant: string; readonly technologies: readonly Technology[] }) {
  const { t } = useTranslation("sources");
  const [text, setText] = useState("");
  const [technology, setTechnology] = useState<string | null>(null);
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "").slice(0, LINES_AT_MOST);
  const read = useMutation({ mutationFn: () => readLines(tenant, lines, technology ?? undefined) });
  return (
    <Panel title={t("read.title")} note={t("read.note")}>
      <form className={styles.reading} onSubmit={(event) => { event.preventDefault(); if (lines.length > 0) read.mutate(); }}>
        <Textarea label={t("read.lines")} value={text} onChange={(event) => setText(event.currentTarget.value)} autosize minRows={3} maxRows={10} spellCheck={false} classNames={{ input: styles.mono ?? "" }} placeholder={t("read.example")} />
        <div className={styles.row}>
          <Select aria-label={t("column.technology")} placeholder={t("read.guess")} data={technologies.map(({ name, title }) => ({ value: name, label: title }))} value={technology} onChange={setTechnology} searchable clearable />
          <Button type="submit" variant="filled" disabled={lines.length === 0} loading={read.isPending}>{t("read.run", { count: Math.max(1, lines.length) })}</Button>
        </div>
      </form>
      {read.isError && <p role="alert" className={styles.problem}>{read.error instanceof ApiProblem ? read.error.problem.detail : t("state.unknown", { ns: "shell" })}</p>}
      {read.data !== undefined && <Understood read={read.data} />}
    </Panel>
  );
}

function Understood({ read: { lines, technology } }: { readonly read: LinesRead }) {
  const { t } = useTranslation("sources");
  const understood = lines.filter(({ reason }) => reason === null).length;
  return (
    <div className={styles.understood}>
      <p role="status"><strong>{t("read.result", { count: lines.length, some: understood })}</strong>{technology !== null && ` ${t("read.technology", { technology })}`}</p>
      <ol>{lines.map(({ reason, events }, at) => (
        <li key={at}>
          {reason !== null && <p className={styles.unread}>{t("read.not")} {reason}</p>}
          {events.map((event, place) => (
            <div key={place} className={styles.event}>
              <p>{event.technology} <span className={styles.confidence}>{shareText(event.confidence, 0)}</span>{event.time === null ? ` · ${t("read.noTime")}` : <> · <Time at={event.time} seconds /></>}{event.host !== null && <> · <Value value={event.host} /></>}</p>
              <dl>{entriesOf(event.fields).map(({ name, values }) => <div key={name}><dt>{name}</dt><dd><Value value={values.join(", ")} /></dd></div>)}</dl>
            </div>
          ))}
        </li>
      ))}</ol>
    </div>
  );
}
