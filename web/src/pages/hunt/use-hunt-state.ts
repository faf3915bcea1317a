// What the address holds, as what is asked now. A range that ends now is two times from the moment of the search on.
import { useCallback, useMemo, useState } from "react";
import type { Asked } from "../../data/events.ts";
import { useChangeView, useView } from "../../data/search.ts";
import { columnsOf, filtersOf, queryOf, rangeOf, timesOf, USUAL_COLUMNS, writeFilters, type Filter, type Range } from "./asked.ts";
import { remember } from "./remember.ts";
import type { Hunt } from "./hunt-context.ts";

export type HuntState = Omit<Hunt, "press"> & { readonly query: string; readonly range: Range; readonly search: (query: string) => void; readonly choose: (range: Range) => void };

export function useHuntState(tenant: string): HuntState {
  const view = useView();
  const change = useChangeView();
  const [ranAt, setRanAt] = useState(() => Date.now());
  const query = view["q"] ?? "";
  const filters = useMemo(() => filtersOf({ f: view["f"] }), [view]);
  const { since, until, last, cols } = view;
  const range = useMemo(() => rangeOf({ since, until, last }), [since, until, last]);
  const asked = useMemo<Asked>(() => ({ query: queryOf(query, filters), ...timesOf(range, ranAt) }), [query, filters, range, ranAt]);
  const columns = useMemo(() => columnsOf({ cols }), [cols]);
  const search = useCallback((text: string) => {
    setRanAt(Date.now());
    remember(tenant, { q: text, f: view["f"] ?? "", ...("last" in range ? { last: range.last } : range) });
    change({ q: text.trim() === "" ? undefined : text, beside: undefined });
  }, [change, range, tenant, view]);
  const choose = (to: Range): void => {
    setRanAt(Date.now());
    change({ last: undefined, since: undefined, until: undefined, ...to });
  };
  const setFilters = (to: readonly Filter[]): void => change({ f: writeFilters(to) });
  const setColumns = (to: readonly string[]): void => change({ cols: to.length === 0 || to.join() === USUAL_COLUMNS.join() ? undefined : to.join(",") }, { replace: true });
  return { tenant, asked, filters, columns, setFilters, setColumns, query, range, search, choose };
}
