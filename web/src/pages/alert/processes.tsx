// The processes around it, one row each: who started it, what it started, and what stands out.
import { useMemo, useState } from "react";
import { Button, CopyButton } from "@mantine/core";
import { IconBinaryTree, IconCopy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Loading } from "../../components/states.tsx";
import { SeverityShape } from "../../components/severity.tsx";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import type { AlertEvents, AlertPage } from "../../data/alerts.ts";
import { valuesAt } from "../../data/event-document.ts";
import { useDetections, useSomeEvents, type Detection } from "../../data/events.ts";
import { byEvent, severityOf } from "../hunt/marks.ts";
import { treeOf, type Process } from "../hunt/tree-of.ts";
import { matchedValues } from "../../components/alert/event-fields.ts";
import styles from "./timeline.module.css";

const BEFORE_MS = 3_600_000;
const AFTER_MS = 1_800_000;
const EVENTS = 1_000;
const SHOWN = 60;

type Row = { readonly process: Process; readonly depth: number; readonly isRelated: boolean };

/** The rows of a tree, from its root down; related are those on the way to the alert's process, and its children. */
function rowsOf(root: Process, wanted: string): Row[] {
  const rows: Row[] = [];
  const holds = (process: Process, depth = 0): boolean => depth < 40 && (process.events.includes(wanted) || process.children.some((child) => holds(child, depth + 1)));
  const walk = (process: Process, depth: number, isBelow: boolean): void => {
    const isHere = process.events.includes(wanted);
    rows.push({ process, depth, isRelated: isBelow || holds(process) });
    if (depth < 40 && rows.length < 2_000) for (const child of process.children) walk(child, depth + 1, isBelow || isHere);
  };
  walk(root, 0, false);
  return rows;
}

export function AlertProcesses({ page, events }: { readonly page: AlertPage; readonly events: AlertEvents["events"] }) {
  const { t } = useTranslation("alert");
  const [isAll, setAll] = useState(false);
  const self = events.find(({ event }) => valuesAt(event, "process.pid").length + valuesAt(event, "process.entity_id").length > 0);
  const [host] = self === undefined ? [] : valuesAt(self.event, "host.name");
  const at = Date.parse(self?.time ?? page.lastTime);
  const range = useMemo(() => ({ since: new Date(at - BEFORE_MS).toISOString(), until: new Date(at + AFTER_MS).toISOString() }), [at]);
  const found = useSomeEvents(page.tenant, { query: `host.name: "${(host ?? "").replaceAll("\\", "\\\\").replaceAll("\"", "\\\"")}" and (process.pid: * or process.entity_id: *)`, ...range }, EVENTS, host !== undefined);
  const detections = useDetections(page.tenant, range);
  const detected = useMemo(() => byEvent(detections.data?.detections ?? []), [detections.data]);
  const tree = useMemo(() => (found.data === undefined || self === undefined ? undefined : treeOf([...found.data.events.filter(({ id }) => id !== self.id), self], self.id)), [found.data, self]);
  if (self === undefined || host === undefined) return null;
  const rows = tree === undefined ? [] : rowsOf(tree, self.id);
  const shown = (isAll ? rows : rows.filter(({ isRelated }) => isRelated)).slice(0, SHOWN);
  const matched = matchedValues(page.detectionList);
  const text = shown.map(({ process, depth }) => `${"  ".repeat(depth)}${process.name}  ${process.command ?? ""}`).join("\n");
  return (
    <section className={styles.section} aria-label={t("tree.title")}>
      <div className={styles.head}>
        <h2>{t("tree.title")}</h2>
        {tree !== undefined && <span className={styles.muted}>{t("tree.sum", { shown: shown.length, total: rows.length })}{found.data?.next !== null && ` ${t("timeline.cut", { count: EVENTS })}`}</span>}
        <span className={styles.side}>
          {rows.some(({ isRelated }) => !isRelated) && <Button leftSection={<IconBinaryTree size={16} stroke={1.75} aria-hidden />} aria-pressed={isAll} onClick={() => setAll((was) => !was)}>{t(isAll ? "tree.fewer" : "tree.siblings")}</Button>}
          <CopyButton value={text}>{({ copied, copy }) => <Button leftSection={<IconCopy size={16} stroke={1.75} aria-hidden />} onClick={copy}>{t(copied ? "copied" : "tree.copy")}</Button>}</CopyButton>
        </span>
      </div>
      {found.isPending && <Loading rows={4} />}
      {tree !== undefined && (
        <div className={styles.scroll}>
          <table className={styles.tree}>
            <thead className="hidden-text"><tr><th scope="col">{t("timeline.time")}</th><th scope="col">{t("tree.process")}</th><th scope="col">{t("tree.command")}</th><th scope="col">{t("timeline.found")}</th></tr></thead>
            <tbody>{shown.map(({ process, depth }) => <ProcessRow key={process.key} process={process} depth={depth} isHere={process.events.includes(self.id)} detected={detected} matched={matched} />)}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

type RowProps = { readonly process: Process; readonly depth: number; readonly isHere: boolean; readonly detected: ReadonlyMap<string, readonly Detection[]>; readonly matched: ReadonlySet<string> };

function ProcessRow({ process, depth, isHere, detected, matched }: RowProps) {
  const { t } = useTranslation("alert");
  const found = [...new Map(process.events.flatMap((id) => detected.get(id) ?? []).map((one) => [one.rule.key, one])).values()];
  return (
    <tr data-here={isHere} {...(isHere ? { "aria-current": "true" as const } : {})}>
      <td>{process.event === undefined ? <span className={styles.muted}>{t("tree.before")}</span> : <Time at={process.event.time} seconds />}</td>
      <td><span className={styles.node} style={{ marginLeft: Math.min(depth, 12) * 16 }}><Value value={process.name} longest={60} /></span></td>
      <td>{process.command !== undefined && <Value value={process.command} longest={120} isMatch={matched.has(process.command)} />}</td>
      <td>{found.length > 0 && <span className={styles.why}><SeverityShape severity={severityOf(found)} />{isHere ? t("timeline.this") : found.map(({ rule }) => rule.title).join(", ")}</span>}</td>
    </tr>
  );
}
