// The query with its chips and range, the histogram, facets, the events, and beside them what was followed.
import { lazy, useCallback, useMemo, useState } from "react";
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { valuesAt } from "../../data/event-document.ts";
import { useDetections, useEvents, useHistogram } from "../../data/events.ts";
import { ApiProblem } from "../../data/client.ts";
import { useChangeView, useView } from "../../data/search.ts";
import { zone } from "../../format/time.ts";
import { EventTable } from "./event-table.tsx";
import { Facets, type Detected } from "./facets.tsx";
import { FilterChips } from "./filter-chips.tsx";
import { Foot } from "./foot.tsx";
import { Histogram } from "./histogram.tsx";
import { HuntContext, useHunt, type Hunt, type Pressed } from "./hunt-context.ts";
import { byEvent, marksOf, severityOf } from "./marks.ts";
import { QueryBox } from "./query-box.tsx";
import { RangePicker } from "./range-picker.tsx";
import { Sum } from "./sum.tsx";
import { useActs } from "./use-acts.ts";
import { useHuntState } from "./use-hunt-state.ts";
import { useRowKeys } from "./use-row-keys.ts";
import { ValueMenu } from "./value-menu.tsx";
import { useAtMost } from "../../components/use-at-most.ts";
import styles from "./hunt.module.css";

const EntityTimeline = lazy(async () => ({ default: (await import("./entity-timeline.tsx")).EntityTimeline }));
const ProcessTree = lazy(async () => ({ default: (await import("./process-tree.tsx")).ProcessTree }));
const ON_PHONE = ["*"];

export function EventsTab({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("hunt");
  const { query, range, search, choose, ...state } = useHuntState(tenant);
  const { beside } = useView();
  const [pressed, setPressed] = useState<Pressed>();
  const [areFacets, setFacets] = useState(false);
  const isPhone = useAtMost(640);
  const found = useEvents(tenant, state.asked);
  const histogram = useHistogram(tenant, state.asked);
  const detections = useDetections(tenant, state.asked);
  const events = useMemo(() => found.data?.pages.flatMap(({ answer }) => answer.events) ?? [], [found.data]);
  const detected = useMemo(() => byEvent(detections.data?.detections ?? []), [detections.data]);
  const marks = useMemo(() => marksOf(events, detected, histogram.data ?? { bars: [], intervalMs: 1 }), [events, detected, histogram.data]);
  const hunt: Hunt = { ...state, press: setPressed };
  const act = useActs(hunt);
  const rows = useRowKeys({ events, act });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  const more = useCallback(() => { if (hasNextPage && !isFetchingNextPage) void fetchNextPage(); }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const worst = useCallback<Detected>((field, value) => {
    const list = events.flatMap((event) => (detected.has(event.id) && valuesAt(event.event, field).includes(value) ? (detected.get(event.id) ?? []) : []));
    return list.length === 0 ? undefined : severityOf(list);
  }, [events, detected]);
  // What is wrong with a query stands under it; anything else is a failure of the search.
  const problem = found.error instanceof ApiProblem && found.error.problem.code === "invalid" ? found.error.problem.detail : undefined;
  const marked = events.filter(({ id }) => detected.has(id));
  const total = histogram.data?.total ?? events.length;
  const [first] = found.data?.pages ?? [];
  return (
    <HuntContext value={hunt}>
      <div className={styles.under}>
        <QueryBox query={query} problem={problem} isSearching={found.isFetching && !found.isFetchingNextPage} search={search}><RangePicker range={range} times={state.asked} choose={choose} /></QueryBox>
        <div className={styles.line}><FilterChips />{isPhone && <Button aria-expanded={areFacets} onClick={() => setFacets((was) => !was)}>{t("facet.show")}</Button>}<span className={styles.zone}>{t("zone", { zone: zone().replaceAll("_", " ") })}</span></div>
      </div>
      <div className={styles.main} data-beside={beside !== undefined}>
        {(!isPhone || areFacets) && <Facets detected={worst} isReady={found.isSuccess && !found.isFetching} />}
        <div className={styles.middle}>
          <div>
            {histogram.data !== undefined && <Histogram answer={histogram.data} marks={marks} until={state.asked.until} zoom={(since, until) => choose({ since, until })} note={<Sum histogram={histogram.data} ms={first?.ms} marked={marked.length} worst={severityOf(marked.flatMap(({ id }) => detected.get(id) ?? []))} shown={events.length} isAll={!hasNextPage} />} />}
            {first !== undefined && <Notes notes={first.answer.notes} complete={first.answer.complete} />}
          </div>
          {found.isError && problem === undefined && <Failed error={found.error} retry={() => void found.refetch()} />}
          {found.isPending && <Loading rows={12} />}
          {found.isSuccess && events.length === 0 && (hasNextPage
            ? <div><Empty title={t("notYet")} action={<Button variant="filled" loading={isFetchingNextPage} onClick={more}>{t("further")}</Button>}>{t("notYetWhy")}</Empty></div>
            : <div><Empty title={t("nothing")} action={<Button onClick={() => choose({ last: "183d" })}>{t("nothingWider")}</Button>}>{t("nothingWhy")}</Empty></div>)}
          {events.length > 0 && <EventTable events={events} total={total} columns={isPhone ? ON_PHONE : state.columns} detected={detected} cursor={rows.cursor} open={rows.open} isFocused={rows.isFocused} toggle={rows.toggle} onEnd={more} />}
        </div>
        <Beside tenant={tenant} />
      </div>
      <Foot events={events} ms={first?.ms} total={total} />
      {pressed !== undefined && <ValueMenu pressed={pressed} total={total} columns={state.columns} act={act} close={() => setPressed(undefined)} />}
    </HuntContext>
  );
}

function Notes({ notes, complete }: { readonly notes: readonly string[]; readonly complete: boolean }) {
  const { t } = useTranslation("hunt");
  const all = [...(complete ? [] : [t("partial")]), ...notes];
  return all.length === 0 ? null : <p className={styles.notes} role="status">{all.join(" ")}</p>;
}

function Beside({ tenant }: { readonly tenant: string }) {
  const { beside, of, ...view } = useView();
  const { asked } = useHunt();
  const around = view["around"] === undefined || Number.isNaN(Date.parse(view["around"])) ? asked.until : view["around"];
  const change = useChangeView();
  const close = (): void => change({ beside: undefined, of: undefined, around: undefined });
  if (of === undefined) return null;
  if (beside === "timeline") return <EntityTimeline key={of} tenant={tenant} of={of} around={around} close={close} />;
  if (beside === "tree") return <ProcessTree key={of} tenant={tenant} of={of} around={around} close={close} />;
  return null;
}
