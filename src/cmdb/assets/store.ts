// Writing assets: whatever changes a claim comes through here, so that what counts always follows from what is said.
import type { TenantDb } from "../../store/index.ts";
import type { Weighing } from "../weighing.ts";
import type { Claim } from "./asset.ts";
import { digestOf } from "./digest.ts";
import { changesBetween, type Effective, merge, type ValueChange, withheldOf } from "./merge.ts";
import { deleteListsOf, insertRows, planAnew, upsertAssets, upsertClaims } from "./repo.ts";
import { hostName } from "./values.ts";

/** An asset with all that is said of it, before and after a change; `before` is empty for a new one. */
export type Restated = { readonly id: string; readonly before: readonly Claim[]; readonly after: readonly Claim[] };

/** What a change came to: which values count now that did not before, and which of the source's do not. */
export type Settled = Restated & {
  readonly effective: Effective;
  readonly changes: Readonly<Record<string, ValueChange>>;
  readonly withheld: ReturnType<typeof withheldOf>;
};

/** Works out what a change comes to. Pure: a dry run ends here. */
export function settle(restated: Restated, source: string, weighing: Weighing): Settled {
  const effective = merge(restated.after, weighing);
  const before = restated.before.length === 0 ? undefined : merge(restated.before, weighing);
  return { ...restated, effective, changes: changesBetween(before, effective), withheld: withheldOf(restated.after, source, weighing) };
}

const MANY = 500;

/** Writes what was worked out; `source` is whose claims are other ones now. */
export async function writeAssets(db: TenantDb, settled: readonly Settled[], source: string, now: Date): Promise<void> {
  const known = settled.filter(({ before }) => before.length > 0).map(({ id }) => id);
  await upsertAssets(db, settled.map((one) => assetRow(db.tenant, one, now)));
  if (settled.length > MANY) await planAnew(db);
  await upsertClaims(db, settled.flatMap(({ id, after }) => after.filter((claim) => claim.source === source).map((claim) => claimRow(db.tenant, id, claim))));
  await deleteListsOf(db, known);
  await insertRows(db, "asset_name", settled.flatMap(({ id, effective }) => namesOf(effective).map((name) => ({ tenant_id: db.tenant, asset_id: id, name, form: name.includes(".") ? "fqdn" : "host" }))));
  await insertRows(db, "asset_address", settled.flatMap(({ id, effective }) => effective.values.addresses.map(({ ip, zone, from, until }) => ({ tenant_id: db.tenant, asset_id: id, ip, zone, valid_from: from, valid_until: until }))));
  await insertRows(db, "asset_mac", settled.flatMap(({ id, effective }) => effective.values.macs.map((mac) => ({ tenant_id: db.tenant, asset_id: id, mac }))));
}

/** All that an asset may be called in a log: its host names, and its own name where that could be one. */
export function namesOf({ values }: Effective): readonly string[] {
  const own = hostName(values.name);
  return own === undefined || values.names.includes(own) ? values.names : [...values.names, own];
}

function assetRow(tenant: string, { id, before, after, effective: { values, staleSince } }: Settled, now: Date) {
  const { name, kind, serial = null, os = null, team = null, contact = null, criticality, environment = null, location = null, exposure = null, lifecycle, tags, services, externalIds } = values;
  const first = [...before, ...after].map(({ givenAt }) => givenAt.getTime());
  const search = [name, serial, os, location, ...values.names, ...externalIds].filter((text) => text !== null).join("\n").toLowerCase();
  return {
    tenant_id: tenant, id, name, kind, serial, os, team, contact, criticality, environment, location, exposure, lifecycle, tags, services, external_ids: externalIds, search,
    created_at: new Date(Math.min(...first)), changed_at: now, stale_since: staleSince,
  };
}

const claimRow = (tenant: string, id: string, claim: Claim) => ({
  tenant_id: tenant, asset_id: id, source: claim.source, source_kind: claim.sourceKind, key: claim.key, digest: digestOf(claim),
  values: claim.values, changed: claim.changed, given_at: claim.givenAt, stale_since: claim.staleSince,
});
