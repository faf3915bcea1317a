import { summaryOf } from "../../data/event-document.ts";
import type { FoundEvent } from "../../data/events.ts";
import { Pressable } from "./pressable.tsx";
import styles from "./event-table.module.css";

// The last part of a name; two of them where one alone could be of several things.
const SHARED = new Set(["ip", "port", "name", "path", "domain", "original", "executable"]);
const labelOf = (name: string): string => {
  const parts = name.split(".");
  return parts.slice(SHARED.has(parts.at(-1) ?? "") ? -2 : -1).join(".");
};

/** An event in the few fields that tell it; in their place the line, where none of them is there. */
export function Told({ event, without }: { readonly event: FoundEvent; readonly without: readonly string[] }) {
  const told = summaryOf(event.event).filter(({ name }) => !without.includes(name));
  if (told.length === 0) return <Pressable field="event.original" value={event.line.slice(0, 300)} event={event} />;
  return told.map(({ name, values }) => (
    <span key={name} className={styles.told}><span className={styles.name}>{labelOf(name)}</span>{values.slice(0, 2).map((value) => <Pressable key={value} field={name} value={value} event={event} />)}</span>
  ));
}
