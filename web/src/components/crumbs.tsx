// Where one is, under the top bar's organisation: a page says it, the bar shows it.
import { useEffect, useSyncExternalStore } from "react";
import { Link } from "@tanstack/react-router";
import { IconChevronRight } from "@tabler/icons-react";
import styles from "./crumbs.module.css";

export type Crumb = { readonly text: string; readonly to?: string };

let crumbs: readonly Crumb[] = [];
const listeners = new Set<() => void>();

function show(next: readonly Crumb[]): void {
  crumbs = next;
  for (const listen of listeners) listen();
}

/** Says where the page is; also the title of the window. */
export function useCrumbs(next: readonly Crumb[]): void {
  const text = JSON.stringify(next);
  useEffect(() => {
    const shown = JSON.parse(text) as readonly Crumb[];
    show(shown);
    document.title = [...shown.map((crumb) => crumb.text).toReversed(), "Vigie"].join(" · ");
    return () => show([]);
  }, [text]);
}

export function Crumbs() {
  const shown = useSyncExternalStore((listen) => {
    listeners.add(listen);
    return () => listeners.delete(listen);
  }, () => crumbs);
  // A page's own title says it once already.
  if (shown.length < 2) return null;
  return (
    <ol className={styles.crumbs}>
      {shown.map(({ text, to }, at) => (
        <li key={at}>
          {at > 0 && <IconChevronRight size={14} aria-hidden />}
          {to === undefined ? <span aria-current="page">{text}</span> : <Link to={to}>{text}</Link>}
        </li>
      ))}
    </ol>
  );
}
