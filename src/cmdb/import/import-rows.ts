// Rows of assets, whatever they were read from: compared with what their source said before, and put in, in one transaction.
import { DomainError, type Caller } from "../../core/index.ts";
import { record, type State, type TenantDb, withTenant } from "../../store/index.ts";
import { insertChanges } from "../assets/repo.ts";
import { lockInventory, raiseVersion } from "../repo.ts";
import { settingsIn } from "../settings.ts";
import { type AlsoTold, type AskedRows, type AssetImport, type MappedRows, NOTHING_REGISTERED } from "./asset-import.ts";
import { changeRows, settleChunks } from "./difference.ts";
import { namesIn, type Known, type Plan, planImport } from "./plan.ts";
import { deletePlanned, insertImport, selectCandidates, selectKnown } from "./repo.ts";
import { unknownNames } from "./unknown-names.ts";

export type ImportDeps = { readonly state: State; readonly newId: () => string };

/** Puts rows in, or works out what they would change. A part in which nothing changed leaves no trace. */
export function importRows({ state, newId }: ImportDeps, caller: Caller, tenant: string, asked: AskedRows, file: MappedRows): Promise<{ readonly done: AssetImport; readonly isKept: boolean }> {
  return withTenant(state, tenant, async (db) => {
    await lockInventory(db);
    const { plan, before } = await planned(db, asked, file);
    const settings = await settingsIn(db);
    const refusal = shrinkRefusal(plan, before, asked.maxStaleShare ?? settings.maxStaleShare, asked.part);
    const isShrinking = refusal !== null && !asked.allowShrink;
    if (isShrinking && !asked.dryRun && asked.onShrink === "refuse") throw new DomainError("conflict", refusal);
    const dryRun = asked.dryRun || isShrinking;
    const settled = await settleChunks(db, { plan, asked: { ...asked, dryRun }, weighing: settings, newId, now: caller.now });
    const also: AlsoTold = (await asked.also?.(db, dryRun)) ?? { told: [], registered: NOTHING_REGISTERED };
    const counts = { ...countsOf(plan), withheld: settled.withheld, conflicts: settled.conflicts.length, registered: also.registered, ...(await unknownNames(db, file.rows)) };
    const done: AssetImport = {
      id: asked.id, source: asked.source, sourceKind: asked.sourceKind, state: dryRun ? "planned" : "applied", fileName: asked.fileName, fileDigest: asked.fileDigest,
      askedBy: caller.who, askedAt: caller.now, reading: { ...file.reading, unusedColumns: file.unused }, mapping: asked.mapping, counts, refusal: isShrinking ? refusal : null,
    };
    const rows = changeRows(done, plan, { ...settled, also: also.told });
    // Of what changed since it was read: that nothing did is no import.
    const isKept = asked.part === "all" || dryRun || rows.length > 0;
    if (isKept) await keep(db, caller, done, rows);
    return { done, isKept };
  });
}

async function planned(db: TenantDb, { source, sourceKind, part, gone }: AskedRows, file: MappedRows): Promise<{ readonly plan: Plan; readonly before: number }> {
  const { known, kind } = await selectKnown(db, source);
  if (kind !== undefined && kind !== sourceKind) throw new DomainError("conflict", `The source ${source} is of the kind ${kind}: give a source of another kind another name.`);
  const fresh = file.rows.filter(({ key }) => !known.has(key));
  const candidates = await selectCandidates(db, source, { serials: [...new Set(fresh.flatMap(({ values }) => values.serial?.toLowerCase() ?? []))], names: [...new Set(fresh.flatMap(({ values }) => namesIn(values)))] });
  const kept = part === "all" ? [] : keysBut(known, new Set(gone));
  return { plan: planImport({ ...file, known, candidates, kept }), before: [...known.values()].filter(({ staleSince }) => staleSince === null).length };
}

const keysBut = (known: ReadonlyMap<string, Known>, gone: ReadonlySet<string>): readonly string[] => [...known.keys()].filter((key) => !gone.has(key));

async function keep(db: TenantDb, caller: Caller, done: AssetImport, rows: ReturnType<typeof changeRows>): Promise<void> {
  const { id, source, state, fileName, fileDigest, counts } = done;
  await deletePlanned(db, source);
  await insertImport(db, done);
  await insertChanges(db, rows);
  if (state === "applied" && counts.added + counts.changed + counts.revived + counts.stale + counts.registered.added + counts.registered.changed > 0) await raiseVersion(db);
  await record(db, caller, { action: `asset-import.${state}`, subject: source, details: { import: id, fileName, fileDigest, counts } });
}

function shrinkRefusal({ absent }: Plan, before: number, most: number, part: AskedRows["part"]): string | null {
  if (before === 0 || absent.length / before <= most) return null;
  const how = part === "all" ? "are not in the file" : "were removed there";
  return `Of the ${before} assets that this source named, ${absent.length} ${how}: more than ${Math.round(most * 100)} %. If the file is whole and this is meant, allow it to shrink the inventory (allowShrink).`;
}

function countsOf({ planned: rows, unchanged, duplicates, refused, absent }: Plan) {
  const of = (kind: string): number => rows.filter((one) => one.kind === kind).length;
  return { rows: rows.length + unchanged + duplicates.length + refused.length, added: of("added"), changed: of("changed"), revived: of("revived"), unchanged, duplicates: duplicates.length, refused: refused.length, stale: absent.length };
}
