// What is new while somebody works: counted, never pushed in under the cursor; what changed is mended in place.
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { queueKey, readTop, type AlertRow, type QueueData, type QueueFilter } from "../../data/alerts.ts";
import { nounOf, useChanges, type LiveChange } from "../../data/live.ts";

// A burst of detections is one look, not fifty.
const WAIT_MS = 1_000;
const ALSO_EVERY_MS = 60_000;

export type Fresh = {
  readonly count: number;
  readonly critical: number;
  /** Ids of shown rows that are in the filter no more. */
  readonly gone: ReadonlySet<string>;
  readonly show: () => void;
};

const NONE: ReadonlySet<string> = new Set();

/** Looks at the top of the list when something changed, and keeps it until somebody wants to see it. */
export function useFresh(scope: string | undefined, filter: QueueFilter, rows: readonly AlertRow[]): Fresh {
  const client = useQueryClient();
  const [top, setTop] = useState<{ readonly data: QueueData; readonly of: string }>();
  const name = JSON.stringify([scope, filter]);
  const latest = useRef({ scope, filter, name });
  useEffect(() => {
    latest.current = { scope, filter, name };
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const look = useCallback(async () => {
    const asked = latest.current;
    const data = await readTop(asked.scope, asked.filter).catch(() => undefined);
    if (data === undefined || latest.current.name !== asked.name) return;
    setTop({ data, of: asked.name });
    mend(client.getQueryData<QueueData>(queueKey(asked.scope, asked.filter)), data, (mended) => client.setQueryData(queueKey(asked.scope, asked.filter), mended));
  }, [client]);
  useChanges(useCallback((change: LiveChange) => {
    if (nounOf(change.action) !== "alert" || (latest.current.scope !== undefined && change.tenant !== latest.current.scope) || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      void look();
    }, WAIT_MS);
  }, [look]));
  useEffect(() => {
    const every = setInterval(() => void look(), ALSO_EVERY_MS);
    return () => {
      clearInterval(every);
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, [look]);
  const current = top?.of === name ? top.data : undefined;
  const { news, gone } = useMemo(() => compared(current, rows), [current, rows]);
  return useMemo(() => ({
    count: news.length,
    critical: news.filter(({ level }) => level === "critical").length,
    gone,
    show: () => {
      if (current === undefined) return;
      client.setQueryData(queueKey(scope, filter), current);
      setTop(undefined);
    },
  }), [news, gone, current, client, scope, filter]);
}

const firstOf = (data: QueueData): readonly AlertRow[] => data.pages[0]?.alerts ?? [];

/** New ones, and shown ones that should be in this page but are not. */
function compared(top: QueueData | undefined, rows: readonly AlertRow[]): { readonly news: readonly AlertRow[]; readonly gone: ReadonlySet<string> } {
  if (top === undefined) return { news: [], gone: NONE };
  const first = firstOf(top);
  const shown = new Set(rows.map(({ id }) => id));
  const inTop = new Map(first.map(({ id }, at) => [id, at]));
  const last = rows.findLastIndex(({ id }) => inTop.has(id));
  const isAll = top.pages[0]?.next === null;
  return { news: first.filter(({ id }) => !shown.has(id)), gone: new Set(rows.slice(0, isAll ? rows.length : last + 1).filter(({ id }) => !inTop.has(id)).map(({ id }) => id)) };
}

/** Takes what changed into the rows that are shown, and the counts of the tabs. */
function mend(shown: QueueData | undefined, top: QueueData, set: (data: QueueData) => void): void {
  if (shown === undefined) return;
  const now = new Map(firstOf(top).map((row) => [row.id, row]));
  const counts = top.pages[0]?.counts;
  set({ ...shown, pages: shown.pages.map((page) => ({ ...page, counts: counts ?? page.counts, alerts: page.alerts.map((row) => now.get(row.id) ?? row) })) });
}
