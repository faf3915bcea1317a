// A file of assets, put in whole or not at all; a dry run works out the same and writes the difference alone.
import { createHash } from "node:crypto";
import { setImmediate as breathe } from "node:timers/promises";
import type { ImportMapping } from "../../contract/cmdb-import.ts";
import { DomainError, type Caller } from "../../core/index.ts";
import { record, type State, type TenantDb, withTenant } from "../../store/index.ts";
import { BY_HAND } from "../assets/asset.ts";
import { insertChanges } from "../assets/repo.ts";
import { lockInventory, raiseVersion } from "../repo.ts";
import { settingsIn } from "../settings.ts";
import type { AskedImport, AssetImport } from "./asset-import.ts";
import { changeRows, settleChunks } from "./difference.ts";
import { compileMapping, type RefusedRow, type Row } from "./mapping.ts";
import { namesIn, type Plan, planImport } from "./plan.ts";
import { readFile } from "./read-file.ts";
import { deletePlanned, insertImport, selectCandidates, selectKnown } from "./repo.ts";
import { unknownNames } from "./unknown-names.ts";

export type ImportDeps = { readonly state: State; readonly newId: () => string };

/** Imports a file, or works out what it would change. */
export async function importAssets({ state, newId }: ImportDeps, caller: Caller, tenant: string, asked: AskedImport): Promise<AssetImport> {
  const { source, bytes, mapping } = asked;
  if (source === BY_HAND) throw new DomainError("invalid", `"${BY_HAND}" is what people enter: give the source another name.`);
  const file = await readMapped(bytes, mapping);
  return withTenant(state, tenant, async (db) => {
    await lockInventory(db);
    const { known, kind } = await selectKnown(db, source);
    if (kind !== undefined && kind !== asked.sourceKind) throw new DomainError("conflict", `The source ${source} is of the kind ${kind}: give a source of another kind another name.`);
    const fresh = file.rows.filter(({ key }) => !known.has(key));
    const candidates = await selectCandidates(db, source, { serials: [...new Set(fresh.flatMap(({ values }) => values.serial?.toLowerCase() ?? []))], names: [...new Set(fresh.flatMap(({ values }) => namesIn(values)))] });
    const plan = planImport({ ...file, known, candidates });
    const { precedence, maxStaleShare } = await settingsIn(db);
    const refusal = shrinkRefusal(plan, [...known.values()].filter(({ staleSince }) => staleSince === null).length, maxStaleShare);
    if (refusal !== null && !asked.allowShrink && !asked.dryRun) throw new DomainError("conflict", refusal);
    const settled = await settleChunks(db, { plan, asked, precedence, newId, now: caller.now });
    const counts = { ...countsOf(plan), withheld: settled.withheld, conflicts: settled.conflicts.length, ...(await unknownNames(db, file.rows)) };
    const done: AssetImport = {
      id: asked.id, source, sourceKind: asked.sourceKind, state: asked.dryRun ? "planned" : "applied", fileName: asked.fileName, fileDigest: createHash("sha256").update(bytes).digest("hex"),
      askedBy: caller.who, askedAt: caller.now, reading: { ...file.reading, unusedColumns: file.unused }, mapping, counts, refusal: asked.allowShrink ? null : refusal,
    };
    await keep(db, caller, done, changeRows(done, plan, settled));
    return done;
  });
}

/** Reads and maps all rows before any lock is taken. */
async function readMapped(bytes: Uint8Array, mapping: ImportMapping) {
  const { reading, records, refused: unread } = await readFile(bytes, mapping);
  const { map, unused } = compileMapping(mapping, reading);
  const rows: Row[] = [];
  const refused: RefusedRow[] = unread.map((one) => ({ ...one, key: undefined }));
  for (const [i, one] of records.entries()) {
    const mapped = map(one);
    if ("values" in mapped) rows.push(mapped);
    else refused.push(mapped);
    if (i % 1_000 === 999) await breathe();
  }
  return { reading, unused, rows, refused };
}

async function keep(db: TenantDb, caller: Caller, done: AssetImport, rows: ReturnType<typeof changeRows>): Promise<void> {
  const { id, source, state, fileName, fileDigest, counts } = done;
  await deletePlanned(db, source);
  await insertImport(db, done);
  await insertChanges(db, rows);
  if (state === "applied" && counts.added + counts.changed + counts.revived + counts.stale > 0) await raiseVersion(db);
  await record(db, caller, { action: `asset-import.${state}`, subject: source, details: { import: id, fileName, fileDigest, counts } });
}

function shrinkRefusal({ absent }: Plan, before: number, most: number): string | null {
  if (before === 0 || absent.length / before <= most) return null;
  return `Of the ${before} assets that this source named, ${absent.length} are not in the file: more than ${Math.round(most * 100)} %. If the file is whole and this is meant, allow it to shrink the inventory (allowShrink).`;
}

function countsOf({ planned, unchanged, duplicates, refused, absent }: Plan) {
  const of = (kind: string): number => planned.filter((one) => one.kind === kind).length;
  return { rows: planned.length + unchanged + duplicates.length + refused.length, added: of("added"), changed: of("changed"), revived: of("revived"), unchanged, duplicates: duplicates.length, refused: refused.length, stale: absent.length };
}
