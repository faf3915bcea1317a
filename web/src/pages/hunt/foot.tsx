// The keys of the page, how long it took, and taking away what was found.
import { useEffect, useState } from "react";
import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Key } from "../../components/badges.tsx";
import { valuesAt } from "../../data/event-document.ts";
import { exportAddress, type FoundEvent } from "../../data/events.ts";
import { may, useMe } from "../../data/me.ts";
import { numberText } from "../../format/time.ts";
import { useHunt } from "./hunt-context.ts";
import { rowsAsCsv } from "./rows-as-csv.ts";
import styles from "./hunt.module.css";

type Props = { readonly events: readonly FoundEvent[]; readonly ms: number | undefined; readonly total: number };

export function Foot({ events, ms, total }: Props) {
  const { t } = useTranslation("hunt");
  const painted = usePainted(events);
  return (
    <footer className={styles.foot}>
      <span><Key>/</Key>{t("foot.query")}</span><span><Key>j</Key><Key>k</Key>{t("foot.rows")}</span><span><Key>↵</Key>{t("foot.open")}</span><span><Key>+</Key><Key>−</Key>{t("foot.filter")}</span><span><Key>p</Key>{t("foot.pivot")}</span>
      <span className={styles.footSide}>{ms !== undefined && t("foot.figures", { query: numberText(ms / 1000, 2), painted: numberText((ms + painted) / 1000, 2) })} · {t("foot.shown", { count: total, shown: numberText(events.length), total: numberText(total) })}<TakeAway events={events} /></span>
    </footer>
  );
}

function TakeAway({ events }: { readonly events: readonly FoundEvent[] }) {
  const { t } = useTranslation("hunt");
  const me = useMe();
  const { tenant, asked, columns } = useHunt();
  const fields = ["@timestamp", ...columns.filter((name) => name !== "*")];
  const [said, setSaid] = useState("");
  const copy = async (text: string): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setSaid(t("take.copied", { count: events.length, shown: numberText(events.length) }));
  };
  const wide = columns.includes("*") ? [...fields, "event.action", "process.command_line", "source.ip", "destination.ip", "message"] : fields;
  return (
    <>
      <span aria-live="polite" className="hidden-text">{said}</span>
      <Menu position="top-end">
        <Menu.Target><Button variant="subtle" size="compact-xs" leftSection={<IconDownload size={14} aria-hidden />}>{t("take.title")}</Button></Menu.Target>
        <Menu.Dropdown>
          <Menu.Item disabled={events.length === 0} onClick={() => void copy(rowsAsCsv(wide, events.map(({ time, event }) => wide.map((name) => (name === "@timestamp" ? [time] : valuesAt(event, name))))))}>{t("take.copyCsv")}</Menu.Item>
          <Menu.Item disabled={events.length === 0} onClick={() => void copy(JSON.stringify(events.map(({ event }) => event), null, 2))}>{t("take.copyJson")}</Menu.Item>
          {may(me, "event:export", tenant) && <Menu.Item component="a" href={exportAddress(tenant, asked, "csv", wide)} download>{t("take.csv")}</Menu.Item>}
          {may(me, "event:export", tenant) && <Menu.Item component="a" href={exportAddress(tenant, asked, "ndjson", [])} download>{t("take.ndjson")}</Menu.Item>}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** From an answer to the frame that shows it, in milliseconds. */
function usePainted(events: readonly FoundEvent[]): number {
  const [took, setTook] = useState<{ readonly of: readonly FoundEvent[]; readonly ms: number }>();
  useEffect(() => {
    const began = performance.now();
    const frame = requestAnimationFrame(() => requestAnimationFrame(() => setTook({ of: events, ms: performance.now() - began })));
    return () => cancelAnimationFrame(frame);
  }, [events]);
  return took?.of === events ? took.ms : 0;
}
