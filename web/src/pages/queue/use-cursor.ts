// Where the keyboard is. It moves at once; the address follows when it rests, so that a view is a link.
import { useEffect, useMemo, useRef, useState } from "react";
import type { AlertName, AlertRow } from "../../data/alerts.ts";
import { useChangeView, useView, type View } from "../../data/search.ts";

const RESTS_MS = 250;

const read = (text: string | undefined): AlertName | undefined => {
  const at = text?.lastIndexOf("/") ?? -1;
  return text === undefined || at < 1 ? undefined : { tenant: text.slice(0, at), id: text.slice(at + 1) };
};

export type Cursor = {
  readonly name: AlertName | undefined;
  /** Among the loaded rows; -1: not there. */
  readonly index: number;
  readonly row: AlertRow | undefined;
  readonly isOpen: boolean;
  readonly move: (by: number) => AlertRow | undefined;
  readonly put: (row: AlertName) => void;
  readonly open: (row?: AlertName) => void;
  readonly close: () => void;
};

/** The cursor over these rows, and whether its flyout is open. */
export function useCursor(rows: readonly AlertRow[]): Cursor {
  const view = useView();
  const change = useChangeView();
  const [name, setName] = useState(() => read(view["at"]));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isOpen = view["open"] === "1";
  const places = useMemo(() => new Map(rows.map(({ id }, index) => [id, index])), [rows]);
  const index = name === undefined ? -1 : (places.get(name.id) ?? -1);
  // Back and forward name another one.
  const inAddress = view["at"];
  const written = useRef(inAddress);
  useEffect(() => {
    if (inAddress !== undefined && inAddress !== written.current) setName(read(inAddress));
  }, [inAddress]);
  const write = ({ tenant, id }: AlertName, more: View, replace: boolean): void => {
    written.current = `${tenant}/${id}`;
    change({ at: written.current, ...more }, { replace });
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const put = (next: AlertName): void => {
    setName({ tenant: next.tenant, id: next.id });
    clearTimeout(timer.current);
    timer.current = setTimeout(() => write(next, {}, true), RESTS_MS);
  };
  return {
    name, index, isOpen,
    row: rows[index],
    put,
    move: (by) => {
      const next = rows[index < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, index + by))];
      if (next !== undefined) put(next);
      return next;
    },
    open: (row) => {
      const next = row ?? name ?? rows[0];
      if (next === undefined) return;
      clearTimeout(timer.current);
      setName({ tenant: next.tenant, id: next.id });
      write(next, { open: "1" }, isOpen);
    },
    close: () => change({ open: undefined }, { replace: true }),
  };
}
