import { DomainError, type Caller } from "../../core/index.ts";
import { record, type State, type SystemDb, type TenantDb, withSystem, withTenant } from "../../store/index.ts";
import type { IndicatorList, Scope } from "./indicator-list.ts";
import { selectIndicators, selectList, selectLists, tellOfChange, withdrawIndicator, withdrawList } from "./repo.ts";

/** Does the work with the rights of whose lists they are. */
export const within = <T>(state: State, scope: Scope, work: (db: TenantDb | SystemDb) => Promise<T>): Promise<T> => (scope === null ? withSystem(state, work) : withTenant(state, scope, work));

/** Lists by id: an organisation sees its own, and of the provider's those that may be told (TLP CLEAR and GREEN). */
export const listIndicatorLists = (state: State, scope: Scope, page: { readonly withdrawn: boolean; readonly after: string | undefined; readonly limit: number }): Promise<readonly IndicatorList[]> =>
  within(state, scope, (db) => selectLists(db, page));

/** One list. */
export const indicatorList = (state: State, scope: Scope, id: string): Promise<IndicatorList> => within(state, scope, (db) => listIn(db, id));

async function listIn(db: TenantDb | SystemDb, id: string): Promise<IndicatorList> {
  const list = await selectList(db, id);
  if (list === undefined) throw new DomainError("not_found", `There is no list of indicators ${id}.`);
  return list;
}

/** The indicators of a list, by type and value. */
export const indicatorsOf = (state: State, scope: Scope, id: string, page: { readonly value: string | undefined; readonly after: readonly [string, string] | undefined; readonly limit: number }) =>
  within(state, scope, async (db) => {
    await listIn(db, id);
    return selectIndicators(db, id, page);
  });

/** Takes a list out of the matching, or one of its indicators; neither comes back by an import. */
export function withdrawIndicators(state: State, caller: Caller, scope: Scope, id: string, { reason, value }: { readonly reason: string; readonly value: string | undefined }): Promise<IndicatorList> {
  return within(state, scope, async (db) => {
    const list = await listIn(db, id);
    if (list.tenant !== scope) throw new DomainError("conflict", `The list ${list.name} is the provider's, for every organisation: only the provider may withdraw it.`);
    if (list.withdrawnAt !== null) throw new DomainError("conflict", `The list ${list.name} was withdrawn already.`);
    if (value === undefined) await withdrawList(db, id, caller.now);
    else if ((await withdrawIndicator(db, id, value, caller.now)) === 0) throw new DomainError("not_found", `The list ${list.name} has no indicator ${value} that is matched: give it as the list of indicators does.`);
    await record(db, caller, { action: value === undefined ? "indicator-list.withdrawn" : "indicator.withdrawn", subject: id, reason, details: { name: list.name, ...(value === undefined ? {} : { value }) } });
    await tellOfChange(db);
    return listIn(db, id);
  });
}
