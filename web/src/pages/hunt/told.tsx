import { summaryOf } from "../../data/event-document.ts";
import type { FoundEvent } from "../../data/events.ts";
import { Pressable } from "./pressable.tsx";
import styles from "./event-table.module.css";

/** An event in the few fields that tell it; in their place the line, where none of them is there. */
export function Told({ event, without }: { readonly event: FoundEvent; readonly without: readonly string[] }) {
  const told = summaryOf(event.event).filter(({ name }) => !without.includes(name));
  if (told.length === 0) return <Pressable field="event.original" value={event.line.slice(0, 300)} event={event} />;
  return told.map(({ name, values }) => (
    <span key={name} className={styles.told}><span className={styles.name}>{name.split(".").at(-1)}</span>{values.slice(0, 2).map((value) => <Pressable key={value} field={name} value={value} event={event} />)}</span>
  ));
}
