// What happened with one host, account or address, from first to last: its events and what rules found in them.
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { SeverityShape } from "../../components/severity.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import { useDetections, useSomeEvents, type FoundEvent } from "../../data/events.ts";
import { numberText } from "../../format/time.ts";
import { termOf } from "./asked.ts";
import { BesidePanel } from "./beside.tsx";
import { byEvent, severityOf } from "./marks.ts";
import { Told } from "./told.tsx";
import styles from "./beside.module.css";

const HOUR_MS = 3_600_000;
const SHOWN = 300;

type Props = { readonly tenant: string; readonly of: string; readonly around: string; readonly close: () => void };

export function EntityTimeline({ tenant, of, around, close }: Props) {
  const { t } = useTranslation("hunt");
  const field = of.slice(0, of.indexOf("|"));
  const value = of.slice(of.indexOf("|") + 1);
  const asked = useMemo(() => {
    const at = Date.parse(around);
    return { query: termOf(field, value), since: new Date(at - HOUR_MS).toISOString(), until: new Date(at + HOUR_MS).toISOString() };
  }, [field, value, around]);
  const found = useSomeEvents(tenant, asked, SHOWN);
  const detections = useDetections(tenant, asked);
  const detected = useMemo(() => byEvent(detections.data?.detections ?? []), [detections.data]);
  const events = found.data?.events.toReversed() ?? [];
  return (
    <BesidePanel title={<Value value={value} longest={80} />} label={t("timeline.label", { name: value })} close={close} note={<><code>{field}</code> · {t("timeline.around")} <Time at={new Date((Date.parse(asked.since) + Date.parse(asked.until)) / 2)} seconds /></>}>
      {found.isPending && <Loading rows={10} />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && events.length === 0 && <Empty title={t("timeline.none")} />}
      {found.data?.next !== undefined && found.data.next !== null && <p role="status">{t("timeline.cut", { count: SHOWN, shown: numberText(SHOWN) })}</p>}
      <ol className={styles.times}>{events.map((event) => <Moment key={event.id} event={event} detections={detected.get(event.id) ?? []} isHere={event.time === around} without={[field]} />)}</ol>
    </BesidePanel>
  );
}

type MomentProps = { readonly event: FoundEvent; readonly detections: Parameters<typeof severityOf>[0]; readonly isHere: boolean; readonly without: readonly string[] };

const Moment = ({ event, detections, isHere, without }: MomentProps) => (
  <li data-found={detections.length > 0} data-here={isHere}>
    {detections.length > 0 && <span className={styles.sign}><SeverityShape severity={severityOf(detections)} /></span>}
    <div className={styles.when}><Time at={event.time} seconds arrivedAt={event.arrived} /><span>{event.technology}</span>{detections.map(({ id, rule }) => <strong key={id}>{rule.title}</strong>)}</div>
    <div className={styles.what}><Told event={event} without={without} /></div>
  </li>
);
