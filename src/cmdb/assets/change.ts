// Assets that people enter and change by hand. What they enter is a source of its own; it usually counts most.
import type { AssetValues as Given } from "../../contract/cmdb.ts";
import { DomainError, type Caller } from "../../core/index.ts";
import { record, type State, type TenantDb, withTenant } from "../../store/index.ts";
import { lockInventory, raiseVersion } from "../repo.ts";
import { settingsIn } from "../settings.ts";
import { type AssetValues, BY_HAND, type Claim, restate } from "./asset.ts";
import { claimsOf, insertChanges, selectTwins } from "./repo.ts";
import { type AssetDetail, detailOf } from "./show.ts";
import { namesOf, type Settled, settle, writeAssets } from "./store.ts";
import { normalValues } from "./values.ts";

/** Adds an asset. Refused if another has its serial number or FQDN: then that one is to be changed. */
export function createAsset(state: State, caller: Caller, tenant: string, { id, reason, values }: { readonly id: string; readonly reason?: string | undefined; readonly values: Given }): Promise<AssetDetail> {
  const claim: Claim = { ...unsaid(id, caller.now), values: checked(values) };
  return change(state, caller, tenant, async (db) => {
    const settled = settle({ id, before: [], after: [claim] }, BY_HAND, await settingsIn(db));
    const { serial } = settled.effective.values;
    const fqdns = namesOf(settled.effective).filter((name) => name.includes("."));
    const [twin] = await selectTwins(db, { serials: serial === undefined ? [] : [serial], fqdns, except: [id] });
    if (twin !== undefined) throw new DomainError("conflict", `${twin.name} (${twin.id}) has the same ${serial !== undefined && twin.serial?.toLowerCase() === serial.toLowerCase() ? "serial number" : "FQDN"}: change that asset instead.`);
    return { settled, action: "asset.created", kind: "added", reason };
  });
}

type Nulled = { readonly [Name in keyof Given]: Given[Name] | null };

/** Sets values by hand; null takes back what was said by hand, so that the next source counts. */
export function changeAsset(state: State, caller: Caller, tenant: string, { id, set, reason }: { readonly id: string; readonly set: Nulled; readonly reason?: string | undefined }): Promise<AssetDetail> {
  return change(state, caller, tenant, async (db) => {
    const settled = await restated(db, caller, id, set);
    if (settled.before.find(({ source }) => source === BY_HAND) === undefined && Object.values(set).every((value) => value === null)) throw new DomainError("conflict", "Nothing was said by hand of this asset: there is nothing to take back.");
    return { settled, action: "asset.changed", kind: "changed", reason };
  });
}

/** Takes an asset out of service. Nothing is deleted: it stays to be looked up, and an import that still names it does not bring it back. */
export function retireAsset(state: State, caller: Caller, tenant: string, { id, reason }: { readonly id: string; readonly reason: string }): Promise<AssetDetail> {
  return change(state, caller, tenant, async (db) => {
    const settled = await restated(db, caller, id, { lifecycle: "retired" });
    if (settled.changes["lifecycle"] === undefined) throw new DomainError("conflict", `${settled.effective.values.name} is retired already.`);
    return { settled, action: "asset.retired", kind: "retired", reason };
  });
}

type Change = { readonly settled: Settled; readonly action: string; readonly kind: "added" | "changed" | "retired"; readonly reason: string | undefined };

function change(state: State, caller: Caller, tenant: string, work: (db: TenantDb) => Promise<Change>): Promise<AssetDetail> {
  return withTenant(state, tenant, async (db) => {
    await lockInventory(db);
    const { settled, action, kind, reason } = await work(db);
    const { id, effective, changes } = settled;
    await writeAssets(db, [settled], BY_HAND, caller.now);
    const details = { changes, ...(reason === undefined ? {} : { reason }) };
    await insertChanges(db, [{ import_id: null, is_planned: false, at: caller.now, who: caller.who, source: BY_HAND, kind, asset_id: id, name: effective.values.name, line: null, details }]);
    await raiseVersion(db);
    await record(db, caller, { action, subject: id, reason, details: { name: effective.values.name, changes } });
    return detailOf(db, id, caller.now);
  });
}

async function restated(db: TenantDb, caller: Caller, id: string, set: Nulled): Promise<Settled> {
  const before = (await claimsOf(db, [id])).get(id);
  if (before === undefined) throw new DomainError("not_found", `There is no asset ${id} here.`);
  const own = before.find(({ source }) => source === BY_HAND) ?? unsaid(id, caller.now);
  const kept = Object.entries(own.values).filter(([field]) => !Object.hasOwn(set, field));
  const given = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== null)) as Given;
  const values = { ...Object.fromEntries(kept), ...checked(given) } as AssetValues;
  const after = [...before.filter(({ source }) => source !== BY_HAND), restate(own, values, caller.now)];
  return settle({ id, before, after }, BY_HAND, await settingsIn(db));
}

const unsaid = (id: string, now: Date): Claim => ({ source: BY_HAND, sourceKind: "manual", key: id, values: {}, changed: {}, givenAt: now, staleSince: null });

function checked(given: Given): AssetValues {
  const { values, wrong } = normalValues(given);
  if (wrong.length > 0) throw new DomainError("invalid", `${wrong.slice(0, 5).join("; ")}.`);
  return values;
}
