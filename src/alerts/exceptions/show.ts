// Looking at exceptions.
import { DomainError } from "../../core/index.ts";
import { readTenant, type State, type TenantDb } from "../../store/index.ts";
import type { Exception } from "./exception.ts";
import { type Backtest, type ExceptionQuery, type ExceptionStep, findBacktest, findException, hiddenBy, selectExceptions, stepsOf } from "./repo.ts";

/** What it has hidden: the count is bounded. */
export type Hidden = { readonly count: number; readonly last: Date | null };
export type ListedException = Exception & { readonly hidden: Hidden };
export type ExceptionDetail = ListedException & { readonly steps: readonly ExceptionStep[]; readonly tested: Backtest | null };

export type ExceptionPage = Omit<ExceptionQuery, "after"> & { readonly after?: string | undefined };

/** A page of exceptions, the last one changed first; `after` is the last one of the page before. */
export function listExceptions(state: State, tenant: string, { after, ...query }: ExceptionPage): Promise<readonly ListedException[]> {
  return readTenant(state, tenant, async (db) => {
    const last = after === undefined ? undefined : await required(db, after);
    return withHidden(db, await selectExceptions(db, { ...query, after: last }));
  });
}

/** One exception, with every step that it took, and what its backtest said. */
export function showException(state: State, tenant: string, id: string): Promise<ExceptionDetail> {
  return readTenant(state, tenant, async (db) => {
    const found = await required(db, id);
    const [listed] = await withHidden(db, [found]);
    return { ...found, hidden: listed?.hidden ?? NONE, steps: await stepsOf(db, id), tested: found.backtest === null ? null : ((await findBacktest(db, found.backtest)) ?? null) };
  });
}

/** The exceptions in force or proposed that are about a rule: those that name it, and those that name none. */
export async function exceptionsFor(db: TenantDb, rule: string): Promise<readonly Exception[]> {
  const [own, all] = [await selectExceptions(db, { states: LIVE, rule, limit: MOST }), await selectExceptions(db, { states: LIVE, limit: MOST })];
  return [...own, ...all.filter(({ scope }) => scope.rule === null)];
}

const LIVE = ["proposed", "approved"] as const;
const MOST = 200;
const NONE: Hidden = { count: 0, last: null };

async function withHidden(db: TenantDb, exceptions: readonly Exception[]): Promise<readonly ListedException[]> {
  const hidden = await hiddenBy(db, exceptions.map(({ id }) => id));
  return exceptions.map((one) => ({ ...one, hidden: hidden.get(one.id) ?? NONE }));
}

async function required(db: TenantDb, id: string): Promise<Exception> {
  const found = await findException(db, id);
  if (found === undefined) throw new DomainError("not_found", `There is no exception ${id}.`);
  return found;
}
