// `a runs_on b`, `a depends_on b`: between assets and services, read from left to right.
import { DomainError } from "../../core/index.ts";
import { readTenant, type State, type TenantDb } from "../../store/index.ts";
import { registerOf } from "./register.ts";
import { idsThatExist, isRelated, type Page, type RelationRow, selectRelations } from "./repo.ts";

/** One of both is named. */
export type End = { readonly asset: string | null; readonly service: string | null };
export type GivenRelation = { readonly type: string; readonly from: End; readonly to: End };
export type Relation = { readonly id: string; readonly type: string; readonly from: End & { readonly name: string }; readonly to: End & { readonly name: string }; readonly source: string; readonly changedAt: Date };

export const relations = registerOf<GivenRelation, Relation>({
  table: "asset_relation", word: "relation", order: "id",
  titleOf: ({ type, from, to }) => `${from.asset ?? from.service} ${type} ${to.asset ?? to.service}`,
  columns: async (db, { type, from, to }) => {
    for (const end of [from, to]) await checkEnd(db, end);
    if (from.asset === to.asset && from.service === to.service) throw new DomainError("invalid", "Both ends are the same: nothing stands in a relation to itself.");
    const columns = { type, from_asset: from.asset, from_service: from.service, to_asset: to.asset, to_service: to.service };
    if (await isRelated(db, columns)) throw new DomainError("conflict", "This relation is there already.");
    return columns;
  },
  show: async (db, { id }) => named((await selectRelations(db, { id }, { limit: 1 }))[0]!),
});

async function checkEnd(db: TenantDb, { asset, service }: End): Promise<void> {
  if ((asset === null) === (service === null)) throw new DomainError("invalid", "Each end is an asset or a service: name one of both.");
  if (asset !== null && !(await idsThatExist(db, "asset", [asset])).has(asset)) throw new DomainError("not_found", `There is no asset ${asset} here.`);
  if (service !== null && !(await idsThatExist(db, "business_service", [service])).has(service)) throw new DomainError("not_found", `There is no service ${service} here.`);
}

type Which = { readonly asset?: string | undefined; readonly service?: string | undefined };
// Of one asset: a list for people, who page through more.
const OF_ONE: Page = { limit: 1000 };

/** Relations with the names of their ends. */
export const listRelations = (state: State, tenant: string, which: Which, page: Page): Promise<readonly Relation[]> => readTenant(state, tenant, async (db) => (await selectRelations(db, which, page)).map(named));

/** Those of one asset or service, within a transaction. */
export const relationsOf = async (db: TenantDb, which: Which): Promise<readonly Relation[]> => (await selectRelations(db, which, OF_ONE)).map(named);

const named = ({ id, type, from_asset, from_service, to_asset, to_service, from_name, to_name, source, changed_at: changedAt }: RelationRow): Relation => ({
  id, type, from: { asset: from_asset, service: from_service, name: from_name }, to: { asset: to_asset, service: to_service, name: to_name }, source, changedAt,
});
