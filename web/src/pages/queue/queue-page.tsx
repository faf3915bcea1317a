// The queue: all that waits to be judged, over all organisations or in one. The client sees theirs as "Alerts".
import { lazy, Suspense, useMemo, useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCrumbs } from "../../components/crumbs.tsx";
import { DoneBar } from "../../components/triage/done-bar.tsx";
import type { FormName } from "../../components/triage/desk.tsx";
import { useTriage } from "../../components/triage/use-triage.ts";
import { alertQuery, beginOf, namesMatching, patchRows, readQueue, useQueue, type AlertPage, type AlertRow } from "../../data/alerts.ts";
import { api } from "../../data/client.ts";
import { may, seatOf, useMe } from "../../data/me.ts";
import { useScope } from "../../data/scope.ts";
import { useChangeView, useView } from "../../data/search.ts";
import type { Room } from "./columns.tsx";
import { filterOf, fits, stageOf } from "./filter.ts";
import { QueueFoot } from "./queue-foot.tsx";
import { QueueHead } from "./queue-head.tsx";
import { QueueList } from "./queue-list.tsx";
import { useCursor } from "./use-cursor.ts";
import { useFresh } from "./use-fresh.ts";
import { usePrefetch } from "./use-prefetch.ts";
import { useQueueKeys } from "./use-queue-keys.ts";
import { useSelection } from "./use-selection.ts";
import { useAtMost } from "../../components/use-at-most.ts";
import styles from "./queue.module.css";

const BulkBar = lazy(async () => ({ default: (await import("./bulk-bar.tsx")).BulkBar }));
const Flyout = lazy(async () => ({ default: (await import("./flyout.tsx")).Flyout }));

function useRoom(isOpen: boolean): Room {
  const isPhone = useAtMost(640);
  const isNarrow = useAtMost(1279);
  if (isPhone) return "phone";
  return isOpen ? (isNarrow ? "narrow" : "beside") : isNarrow ? "beside" : "wide";
}

/** How many open ones the window of time leaves out: nothing is hidden in silence. */
function useOlder(scope: string | undefined, filter: ReturnType<typeof filterOf>): number | undefined {
  const stage = filter.stage ?? "open";
  const { hours, ...whole } = filter;
  const all = useQuery({ queryKey: ["alert", scope ?? "all", "older", filter], queryFn: ({ signal }) => readQueue(scope, { ...whole, until: beginOf(hours ?? 0) }, {}, { limit: 1, signal }), enabled: hours !== undefined && stage !== "closed" && stage !== "all", staleTime: 60_000 });
  return stage === "all" ? undefined : all.data?.counts[stage];
}

export function QueuePage() {
  const { t } = useTranslation("queue");
  const me = useMe();
  const scope = useScope();
  const view = useView();
  const change = useChangeView();
  const navigate = useNavigate();
  const client = useQueryClient();
  const isProvider = seatOf(me) === "provider";
  const viewText = JSON.stringify(view);
  // The filter is the same thing as long as the address says the same: rows are asked for by it.
  const filter = useMemo(() => filterOf(JSON.parse(viewText) as typeof view), [viewText]);
  const queue = useQueue(scope, filter);
  const rows = useMemo(() => queue.data?.pages.flatMap(({ alerts }) => alerts) ?? [], [queue.data]);
  const counts = queue.data?.pages[0]?.counts;
  const stage = stageOf(view);
  const total = stage === "all" || counts === undefined ? rows.length : counts[stage];
  const cursor = useCursor(rows);
  const selection = useSelection(rows);
  const triage = useTriage();
  const [form, setForm] = useState<FormName>();
  const fresh = useFresh(scope, filter, rows);
  const room = useRoom(cursor.isOpen);
  const isTriage = may(me, "alert:triage");
  useCrumbs([{ text: t(isProvider ? "title" : "alerts") }]);
  usePrefetch(cursor, rows);
  const makeException = (row: AlertRow): void => void navigate({ to: "/alerts/$tenant/$alert", params: { tenant: row.tenant, alert: row.ref }, search: { ...view, at: undefined, open: undefined, tab: "investigation", exception: "new" } });
  const openForm = (next: FormName): void => {
    if (selection.rows.length === 0) cursor.open();
    else if (next === "escalate" && selection.rows.length > 1) return;
    setForm(next);
  };
  const judgeAlike = async (page: AlertPage): Promise<void> => {
    const row = await api.post("/v1/tenants/{tenant}/alerts/{alert}/judge-alike", { path: { tenant: page.tenant, alert: page.id } });
    patchRows(client, [row]);
    await client.invalidateQueries({ queryKey: ["alert", page.tenant] });
    cursor.move(1);
  };
  useQueueKeys({ cursor, selection, triage, openForm, showFresh: fresh.show, makeException, isWatched: (row) => client.getQueryData<AlertPage>(alertQuery(row).queryKey)?.attention.isWatched ?? false });
  const older = useOlder(scope, filter);
  const isFlyout = cursor.isOpen && cursor.name !== undefined;
  return (
    <div className={styles.page} data-room={room} data-open={isFlyout}>
      <div className={styles.list}>
        <QueueHead title={t(isProvider ? "title" : "alerts")} counts={counts} room={room} isFlyout={isFlyout} fresh={fresh} scope={scope} older={older} isProvider={isProvider} total={total} />
        <QueueList queue={queue} rows={rows} total={total} room={room} cursor={cursor} selection={isTriage ? selection : undefined} isDimmed={(row) => fresh.gone.has(row.id) || !fits(row, filter, me)} changeSort={(sort) => change({ sort, at: undefined })} sort={filter.sort ?? "worst"} />
        <div>
          {selection.rows.length > 0 && <Suspense><BulkBar selection={selection} total={total} selectMatching={async () => selection.add(await namesMatching(scope, filter))} triage={triage} form={form} setForm={setForm} /></Suspense>}
          <DoneBar triage={triage} />
          <QueueFoot isTriage={isTriage} shown={rows.length} took={undefined} isShort={isFlyout && room === "narrow"} />
        </div>
      </div>
      {isFlyout && <Suspense fallback={<div />}><Flyout name={cursor.name} row={cursor.row} place={{ index: cursor.index, total }} triage={triage} form={selection.rows.length > 0 ? undefined : form} setForm={setForm} move={(by) => void cursor.move(by)} close={cursor.close} judged={() => void cursor.move(1)} judgeAlike={judgeAlike} makeException={() => cursor.row !== undefined && makeException(cursor.row)} /></Suspense>}
    </div>
  );
}
