// What a plan comes to: assets before and after, some thousands at a time, and the rows that tell of it.
import { setImmediate as breathe } from "node:timers/promises";
import type { TenantDb } from "../../store/index.ts";
import { type Claim, restate } from "../assets/asset.ts";
import { type ChangeRow, claimsOf } from "../assets/repo.ts";
import type { Weighing } from "../weighing.ts";
import { type Restated, type Settled, settle, writeAssets } from "../assets/store.ts";
import { addressConflicts, type AddressConflict, type Holder } from "./conflicts.ts";
import type { AskedImport, AssetImport, ToldOther } from "./asset-import.ts";
import type { Known, Plan, PlannedRow } from "./plan.ts";
import { selectHolders } from "./repo.ts";

/** What is told of one asset; the rest of what was worked out is let go. */
type Told = { readonly kind: ChangeRow["kind"]; readonly asset: string; readonly name: string; readonly line: number | null; readonly details: object };
export type Difference = { readonly told: readonly Told[]; readonly conflicts: readonly AddressConflict[]; readonly withheld: number };

type Work = { readonly plan: Plan; readonly asked: Pick<AskedImport, "source" | "sourceKind" | "dryRun">; readonly weighing: Weighing; readonly newId: () => string; readonly now: Date };

// Assets at once, with all that is said of them, in memory.
const CHUNK = 1_000;

/** Works out what the plan changes, and writes it unless this is a dry run. */
export async function settleChunks(db: TenantDb, work: Work): Promise<Difference> {
  const { plan, asked, weighing, now } = work;
  const steps: readonly (PlannedRow | Known)[] = [...plan.planned, ...plan.absent];
  const told: Told[] = [];
  const holders: Holder[] = [];
  let withheld = 0;
  for (let from = 0; from < steps.length; from += CHUNK) {
    const chunk = steps.slice(from, from + CHUNK);
    const before = await claimsOf(db, chunk.flatMap(({ asset }) => asset ?? []));
    const settled = chunk.map((step) => ({ step, done: settle(restatedBy(step, before, work), asked.source, weighing) }));
    if (!asked.dryRun) await writeAssets(db, settled.map(({ done }) => done), asked.source, now);
    for (const { step, done } of settled) {
      const one = tell(step, done, now);
      told.push(one);
      withheld += Object.keys(done.withheld).length;
      if (one.kind !== "stale" && done.effective.values.lifecycle !== "retired") for (const address of done.effective.values.addresses) holders.push({ asset: done.id, name: one.name, line: one.line, address });
    }
    await breathe();
  }
  // Who loses its addresses by this import conflicts with nobody: those are left out of the holders there were.
  const changed = new Set(told.map(({ asset }) => asset));
  const others = holders.length === 0 ? [] : (await selectHolders(db, [...new Set(holders.map(({ address }) => address.ip))])).filter(({ asset }) => !changed.has(asset));
  return { told, withheld, conflicts: addressConflicts(holders, others) };
}

function restatedBy(step: PlannedRow | Known, claims: ReadonlyMap<string, readonly Claim[]>, { asked: { source, sourceKind }, newId, now }: Work): Restated {
  const id = step.asset ?? newId();
  const before = claims.get(id) ?? [];
  const own = before.find((claim) => claim.source === source);
  const others = before.filter((claim) => claim !== own);
  if (!("row" in step)) return { id, before, after: own === undefined ? before : [...others, { ...own, staleSince: now }] };
  const { key, values } = step.row;
  const said: Claim = own === undefined ? { source, sourceKind, key, values, changed: {}, givenAt: now, staleSince: null } : { ...restate(own, values, now), key };
  return { id, before, after: [...others, said] };
}

function tell(step: PlannedRow | Known, { id, effective, changes, withheld }: Settled, now: Date): Told {
  const { name } = effective.values;
  const held = Object.keys(withheld).length === 0 ? {} : { withheld };
  if (!("row" in step)) return { kind: "stale", asset: id, name, line: null, details: { key: step.key, since: now.toISOString(), changes, ...held } };
  const { row, kind, joinedBy, keyBefore } = step;
  const said = kind === "added" ? { values: row.values } : { changes };
  return { kind, asset: id, name, line: row.line, details: { key: row.key, ...said, ...held, ...(joinedBy === undefined ? {} : { joinedBy }), ...(keyBefore === undefined ? {} : { keyBefore }) } };
}

/** The difference as it is kept, in the order in which people read it: what was refused, what conflicts, what changed. */
export function changeRows({ id, state, askedBy, askedAt, source }: AssetImport, { refused, duplicates }: Plan, { told, conflicts, also }: Difference & { readonly also: readonly ToldOther[] }): readonly ChangeRow[] {
  const all = { import_id: id, is_planned: state === "planned", at: askedAt, who: askedBy, source };
  return [
    ...[...refused, ...duplicates].toSorted((a, b) => a.line - b.line).map(({ line, key, reason }) => ({ ...all, kind: "refused" as const, asset_id: null, name: key ?? "", line, details: { reason } })),
    ...conflicts.map(({ holder, others }) => ({ ...all, kind: "conflict" as const, asset_id: holder.asset, name: holder.name, line: holder.line, details: { address: holder.address, with: others.map(({ asset, name, line, address }) => ({ asset, name, line, address })) } })),
    ...also.map(({ kind, name, details }) => ({ ...all, kind, asset_id: null, name, line: null, details })),
    ...told.map(({ kind, asset, name, line, details }) => ({ ...all, kind, asset_id: asset, name, line, details })),
  ];
}
