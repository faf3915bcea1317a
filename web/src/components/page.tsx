// The head of a page: its one h1, what it is about, its tabs as links, its actions.
import type { ReactNode } from "react";
import { Link } from "@tanstack/react-router";
import styles from "./page.module.css";

type HeadProps = { readonly title: ReactNode; readonly note?: ReactNode; readonly tabs?: ReactNode; readonly side?: ReactNode };

/** Title, tabs and actions in one line, wrapping where it is narrow. */
export const PageHead = ({ title, note, tabs, side }: HeadProps) => (
  <header className={styles.head}>
    <h1>{title}</h1>
    {note !== undefined && <span className={styles.note}>{note}</span>}
    {tabs}
    {side !== undefined && <div className={styles.side}>{side}</div>}
  </header>
);

export type Tab = { readonly name: string; readonly text: string; readonly count?: number | string | undefined };

/** Tabs that are links: the chosen one stands in the address as `param`. */
export const TabLinks = ({ tabs, chosen, param = "tab", label }: { readonly tabs: readonly Tab[]; readonly chosen: string; readonly param?: string; readonly label: string }) => (
  <nav className={styles.tabs} aria-label={label}>
    {tabs.map(({ name, text, count }) => (
      <Link key={name} to="." search={(before) => ({ ...before, [param]: name })} className={styles.tab} data-on={name === chosen} {...(name === chosen ? { "aria-current": "page" as const } : {})}>
        {text}{count !== undefined && <span className="number">{count}</span>}
      </Link>
    ))}
  </nav>
);

/** The body of a full page: gutter 20, boxes 12 apart. */
export const PageBody = ({ children }: { readonly children: ReactNode }) => <div className={styles.body}>{children}</div>;
