// One event in one line.
import { memo } from "react";
import { UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { SeverityShape } from "../../components/severity.tsx";
import { Time } from "../../components/time.tsx";
import { valuesAt } from "../../data/event-document.ts";
import type { Detection, FoundEvent } from "../../data/events.ts";
import { severityOf } from "./marks.ts";
import { Pressable } from "./pressable.tsx";
import { Told } from "./told.tsx";
import styles from "./event-table.module.css";

type Props = { readonly index: number; readonly rowIndex: number; readonly event: FoundEvent; readonly columns: readonly string[]; readonly detections: readonly Detection[]; readonly isCursor: boolean; readonly isOpen: boolean; readonly toggle: (id: string) => void; readonly height: number };

export const EventRow = memo(function EventRow({ index, rowIndex, event, columns, detections, isCursor, isOpen, toggle, height }: Props) {
  const { t } = useTranslation("hunt");
  const Arrow = isOpen ? IconChevronDown : IconChevronRight;
  return (
    <tr data-index={index} aria-rowindex={rowIndex} data-row={event.id} data-cursor={isCursor} style={{ height }} onClick={() => toggle(event.id)}>
      <td>
        <span className={styles.first}>
          <UnstyledButton data-open className={styles.toggle} aria-expanded={isOpen} aria-label={t(isOpen ? "row.close" : "row.open")} onClick={(clicked) => { clicked.stopPropagation(); toggle(event.id); }}><Arrow size={14} aria-hidden /></UnstyledButton>
          {detections.length > 0 && <SeverityShape severity={severityOf(detections)} />}
        </span>
      </td>
      <td className={styles.time}><Time at={event.time} seconds arrivedAt={event.arrived} /></td>
      {columns.map((name) => <td key={name}>{name === "*" ? <Told event={event} without={columns} /> : <Cell event={event} name={name} />}</td>)}
    </tr>
  );
});

const Cell = ({ event, name }: { readonly event: FoundEvent; readonly name: string }) => valuesAt(event.event, name).map((value, at) => <span key={at}>{at > 0 && ", "}<Pressable field={name} value={value} event={event} /></span>);
