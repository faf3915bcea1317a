// One event: when, what, through whom; opened, its telling fields with what the rule matched marked, then all and the line.
import { useState } from "react";
import { UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconPinFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { AlertEvents } from "../../data/alerts.ts";
import { Time } from "../time.tsx";
import { Value } from "../value.tsx";
import { fieldsOf, isTelling } from "./event-fields.ts";
import styles from "./alert.module.css";

export type AlertEvent = AlertEvents["events"][number];
type Props = { readonly event: AlertEvent; readonly matched: ReadonlySet<string>; readonly isFirst?: boolean };

const read = (event: Readonly<Record<string, unknown>>, name: string): string => fieldsOf({ event: event["event"] }).find((field) => field.name === name)?.value ?? "";

export function EventCard({ event, matched, isFirst = false }: Props) {
  const { t } = useTranslation("alert");
  const [isOpen, setOpen] = useState(isFirst);
  const Arrow = isOpen ? IconChevronDown : IconChevronRight;
  const [action, code] = [read(event.event, "event.action"), read(event.event, "event.code")];
  return (
    <div className={styles.event} data-open={isOpen}>
      <UnstyledButton className={styles.eventHead} aria-expanded={isOpen} onClick={() => setOpen((was) => !was)}>
        <Arrow size={14} aria-hidden /><Time at={event.time} seconds arrivedAt={event.arrived} />
        <strong><Value value={action === "" ? event.technology : action} longest={80} /></strong>
        {event.isPinned && <IconPinFilled size={13} aria-label={t("events.pinned")} role="img" />}
        <span className={`${styles.muted} ${styles.side}`}>{t("events.via", { technology: `${event.technology}${code === "" ? "" : ` ${code}`}`, collector: event.collector })}</span>
      </UnstyledButton>
      {isOpen && <Fields event={event} matched={matched} />}
    </div>
  );
}

function Fields({ event, matched }: Props) {
  const { t } = useTranslation("alert");
  const [isAll, setAll] = useState(false);
  const fields = fieldsOf(event.event);
  const told = fields.filter((field) => isTelling(field) || matched.has(field.value));
  const shown = isAll || told.length === 0 ? fields : told;
  return (
    <>
      <dl className={styles.fields}>
        {shown.map(({ name, value }) => [<dt key={name}>{name}</dt>, <dd key={`${name}=`}><Value value={value} isMatch={matched.has(value)} /></dd>])}
        {isAll && <dd className={styles.raw}><Value value={event.line} longest={2_000} /></dd>}
      </dl>
      <UnstyledButton className={styles.link} pl={8} aria-expanded={isAll} onClick={() => setAll((was) => !was)}>{isAll ? t("events.fewer") : t("events.all", { count: fields.length })}</UnstyledButton>
    </>
  );
}
