// A box with a title: the unit of full pages.
import type { ReactNode } from "react";
import styles from "./panel.module.css";

type Props = { readonly title: ReactNode; readonly note?: ReactNode; readonly side?: ReactNode; readonly children: ReactNode; readonly isFlush?: boolean };

/** A card; `note` explains beside the title, `side` holds its actions, `isFlush` lets rows reach the edges. */
export const Panel = ({ title, note, side, children, isFlush = false }: Props) => (
  <section className={styles.panel}>
    <header className={styles.head}>
      <h2>{title}</h2>
      {note !== undefined && <span className={styles.note}>{note}</span>}
      {side !== undefined && <span className={styles.side}>{side}</span>}
    </header>
    <div className={isFlush ? undefined : styles.body}>{children}</div>
  </section>
);
