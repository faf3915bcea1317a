import type { AlertRow } from "../../data/alerts.ts";
import { Due } from "../due.tsx";
import styles from "./alert.module.css";

/** Whose turn it is and until when; `isLong` says what is to be done, too. */
export function Turn({ row: { turn, raisedAt }, isLong = false }: { readonly row: Pick<AlertRow, "turn" | "raisedAt">; readonly isLong?: boolean }) {
  if (turn === null) return null;
  if (turn.until === null) return <span className={styles.muted}>{turn.text}</span>;
  return <span className={styles.turn} title={turn.text}>{isLong && <span className={styles.muted}>{turn.text.split(/\s+(?:in|dans|late|en retard)\s+/u)[0]}</span>}<Due dueAt={turn.until} startedAt={raisedAt} /></span>;
}
