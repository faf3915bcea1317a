// A few rows in a box: a real table that grows with its rows; on a phone each row becomes a card with its heads.
import type { ReactNode } from "react";
import styles from "./plain-table.module.css";

export type PlainColumn<Row> = { readonly id: string; readonly header: string; readonly render: (row: Row) => ReactNode; readonly align?: "right" };

type Props<Row> = { readonly label: string; readonly columns: readonly PlainColumn<Row>[]; readonly rows: readonly Row[]; readonly idOf: (row: Row) => string };

/** For tens of rows; data-table.tsx is for thousands. */
export const PlainTable = <Row,>({ label, columns, rows, idOf }: Props<Row>) => (
  <table className={styles.table} aria-label={label}>
    <thead><tr>{columns.map(({ id, header, align }) => <th key={id} scope="col" data-align={align}>{header}</th>)}</tr></thead>
    <tbody>
      {rows.map((row) => (
        <tr key={idOf(row)}>
          {columns.map(({ id, header, render, align }) => <td key={id} data-column={id} data-head={header} data-align={align}>{render(row)}</td>)}
        </tr>
      ))}
    </tbody>
  </table>
);
