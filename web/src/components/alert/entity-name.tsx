import { Value } from "../value.tsx";
import styles from "./entity-name.module.css";

const TAIL = 8;
const SHORT = 16;
const LONGEST = 120;

/** A name on one line; where it is too long its middle goes, since both ends tell most. */
export function EntityName({ value }: { readonly value: string }) {
  if (value === "") return null;
  const tail = value.length > SHORT ? value.slice(-TAIL) : "";
  return <span className={styles.name} title={value}><span className={styles.head}><Value value={value.slice(0, value.length - tail.length)} longest={LONGEST} /></span>{tail !== "" && <span className={styles.tail}><Value value={tail} /></span>}</span>;
}
