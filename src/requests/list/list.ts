import type { TenantDb } from "../../store/index.ts";
import type { Asker, Request } from "../request.ts";
import { ENDED, type RequestState, STATES } from "../states.ts";
import { countEnded, countOpen, type RequestsWanted, selectOpenOf, selectRequests } from "./repo.ts";

export type RequestView = "to-do" | "checking" | "done" | "open" | "all";
export type RequestQuestion = Omit<RequestsWanted, "states" | "order"> & { readonly view: RequestView; readonly state?: RequestState | undefined };

export type RequestCounts = {
  readonly toDo: number;
  readonly checking: number;
  /** At most `MOST_COUNTED`. */
  readonly done: number;
  readonly byState: Readonly<Record<string, number>>;
  readonly byTeam: readonly { readonly id: string | null; readonly name: string | null; readonly open: number; readonly late: number }[];
};

export type RequestListed = { readonly requests: readonly Request[]; readonly counts: RequestCounts };

const MOST_COUNTED = 10_000;

// What the team has to do, as the team sees it.
const TO_DO: readonly RequestState[] = ["sent", "acknowledged", "in_progress", "reopened"];
const CHECKING: readonly RequestState[] = ["claimed_done"];
const STATES_OF: Readonly<Record<RequestView, readonly RequestState[]>> = { "to-do": TO_DO, checking: CHECKING, done: [...ENDED], open: STATES.filter((state) => !ENDED.has(state)), all: STATES };

/** Requests that the asker may see: open ones due first, ended ones the newest first. Counts are of all that they may see. */
export async function listRequests(db: TenantDb, asker: Asker, { view, state, ...wanted }: RequestQuestion): Promise<RequestListed> {
  const states = state === undefined ? (view === "all" ? undefined : STATES_OF[view]) : STATES_OF[view].filter((one) => one === state);
  const requests = states?.length === 0 ? [] : await selectRequests(db, asker, { ...wanted, states, order: orderOf(view) });
  const [open, done] = [await countOpen(db, asker, asker.now), await countEnded(db, asker, MOST_COUNTED)];
  const sum = (of: readonly RequestState[]): number => open.filter((one) => of.includes(one.state)).reduce((total, one) => total + one.open, 0);
  const byState = Object.fromEntries(STATES_OF.open.map((one) => [one, sum([one])]));
  const byTeam = [...Map.groupBy(open, ({ team }) => team)].map(([id, rows]) => ({ id, name: rows[0]?.teamName ?? null, open: rows.reduce((total, row) => total + row.open, 0), late: rows.reduce((total, row) => total + row.late, 0) }));
  return { requests, counts: { toDo: sum(TO_DO), checking: sum(CHECKING), done, byState, byTeam: byTeam.toSorted((a, b) => b.late - a.late || b.open - a.open) } };
}

/** In which order a view comes. */
export const orderOf = (view: RequestView): RequestsWanted["order"] => (view === "all" ? "number" : view === "done" ? "ended" : "due");

/** What is still open of an incident: it cannot be closed meanwhile. */
export const openRequestsOf = (db: TenantDb, incident: string): Promise<readonly Request[]> => selectOpenOf(db, incident);
