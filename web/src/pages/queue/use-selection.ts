// What verbs act on when it is not the cursor: rows that somebody ticked.
import { useState } from "react";
import type { AlertRow } from "../../data/alerts.ts";

export type Selection = {
  readonly rows: readonly AlertRow[];
  readonly isAll: boolean;
  readonly has: (row: AlertRow) => boolean;
  readonly toggle: (row: AlertRow) => void;
  readonly toggleAll: () => void;
  readonly add: (rows: readonly AlertRow[]) => void;
  readonly clear: () => void;
};

const NOTHING: ReadonlyMap<string, AlertRow> = new Map();

/** Ticked rows, by id; `loaded` are those that "all" means. */
export function useSelection(loaded: readonly AlertRow[]): Selection {
  const [chosen, setChosen] = useState(NOTHING);
  const change = (edit: (next: Map<string, AlertRow>) => void): void => setChosen((before) => {
    const next = new Map(before);
    edit(next);
    return next;
  });
  const isAll = loaded.length > 0 && loaded.every(({ id }) => chosen.has(id));
  return {
    rows: [...chosen.values()],
    isAll,
    has: ({ id }) => chosen.has(id),
    toggle: (row) => change((next) => void (next.delete(row.id) || next.set(row.id, row))),
    toggleAll: () => setChosen(isAll ? NOTHING : new Map(loaded.map((row) => [row.id, row]))),
    add: (rows) => change((next) => rows.forEach((row) => next.set(row.id, row))),
    clear: () => setChosen(NOTHING),
  };
}
