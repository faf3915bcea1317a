// A point in time in the person's zone; the browser brings its own picker, which everybody knows.
import { useId } from "react";
import styles from "./date-time-field.module.css";

type Props = { readonly name: string; readonly label: string; readonly isRequired?: boolean };

/** Gives `2026-11-25T10:42` to the form, in the person's zone. */
export function DateTimeField({ name, label, isRequired = false }: Props) {
  const id = useId();
  return <div className={styles.field}><label htmlFor={id}>{label}</label><input id={id} className={styles.input} type="datetime-local" name={name} required={isRequired} /></div>;
}
