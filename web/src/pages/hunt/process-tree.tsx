// The processes around one event on its host: who started it, what it started.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { SeverityShape } from "../../components/severity.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import { valuesAt } from "../../data/event-document.ts";
import { useAround, useDetections, useSomeEvents, type Detection } from "../../data/events.ts";
import { termOf } from "./asked.ts";
import { BesidePanel } from "./beside.tsx";
import { byEvent, severityOf } from "./marks.ts";
import { Pressable } from "./pressable.tsx";
import { treeOf, type Process } from "./tree-of.ts";
import styles from "./beside.module.css";

const BEFORE_MS = 3_600_000;
const AFTER_MS = 1_800_000;
const EVENTS = 1_000;
const LONGEST = 160;
// Deeper and wider than people read; a loop of starts makes thousands.
const DEEPEST = 16;
const WIDEST = 40;

type Props = { readonly tenant: string; readonly of: string; readonly around: string; readonly close: () => void };

export function ProcessTree({ tenant, of, around, close }: Props) {
  const { t } = useTranslation("hunt");
  const range = useMemo(() => ({ since: new Date(Date.parse(around) - BEFORE_MS).toISOString(), until: new Date(Date.parse(around) + AFTER_MS).toISOString() }), [around]);
  const self = useAround(tenant, of);
  const [host] = self.data === undefined ? [] : valuesAt(self.data.event.event, "host.name");
  const found = useSomeEvents(tenant, { query: host === undefined ? "" : `${termOf("host.name", host)} and (process.pid: * or process.entity_id: *)`, ...range }, EVENTS, host !== undefined);
  const detections = useDetections(tenant, range);
  const detected = useMemo(() => byEvent(detections.data?.detections ?? []), [detections.data]);
  const tree = useMemo(() => (found.data === undefined || self.data === undefined ? undefined : treeOf([...found.data.events.filter(({ id }) => id !== of), self.data.event], of)), [found.data, self.data, of]);
  const isOver = self.isSuccess && (host === undefined || found.isSuccess);
  return (
    <BesidePanel title={t("tree.title")} label={t("tree.title")} close={close} note={host === undefined ? "" : t("tree.note", { host })}>
      {self.isError && <Failed error={self.error} retry={() => void self.refetch()} />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {!isOver && !self.isError && !found.isError && <Loading rows={8} />}
      {isOver && tree === undefined && <Empty title={t("tree.none")} />}
      {found.data?.next !== undefined && found.data.next !== null && <p role="status">{t("tree.cut", { count: EVENTS })}</p>}
      {tree !== undefined && <ul className={styles.tree}><Branch process={tree} wanted={of} detected={detected} depth={0} /></ul>}
    </BesidePanel>
  );
}

type BranchProps = { readonly process: Process; readonly wanted: string; readonly detected: ReadonlyMap<string, readonly Detection[]>; readonly depth: number };

function Branch({ process, wanted, detected, depth }: BranchProps) {
  const { t } = useTranslation("hunt");
  const detections = [...new Map(process.events.flatMap((id) => detected.get(id) ?? []).map((one) => [one.rule.key, one])).values()];
  const shown = [...process.children].slice(0, WIDEST);
  const isHere = process.events.includes(wanted);
  return (
    <li>
      <div className={styles.node} data-here={isHere} data-guess={process.event === undefined} {...(isHere ? { "aria-current": "true" as const } : {})}>
        <div className={styles.nodeHead}>
          {detections.length > 0 && <SeverityShape severity={severityOf(detections)} />}
          <strong><Pressable field="process.name" value={process.name} event={process.event} longest={60} /></strong>
          {process.user !== undefined && <Pressable field="user.name" value={process.user} event={process.event} longest={40} />}
          {process.event === undefined ? <span>{t("tree.untold")}</span> : <Time at={process.event.time} seconds />}
        </div>
        {process.command !== undefined && <div className={styles.command}><Value value={process.command} longest={LONGEST} /></div>}
        {detections.map(({ id, rule }) => <div key={id}>{rule.title}</div>)}
      </div>
      {shown.length > 0 && depth < DEEPEST && <ul>{shown.map((child) => <Branch key={child.key} process={child} wanted={wanted} detected={detected} depth={depth + 1} />)}</ul>}
      {(process.children.length > WIDEST || (depth >= DEEPEST && shown.length > 0)) && <p>{t("tree.more", { count: process.children.length - (depth >= DEEPEST ? 0 : WIDEST) })}</p>}
    </li>
  );
}
