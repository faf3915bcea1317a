// A file of assets, put in whole or not at all; a dry run works out the same and writes the difference alone.
import { createHash } from "node:crypto";
import { setImmediate as breathe } from "node:timers/promises";
import type { ImportMapping } from "../../contract/cmdb-import.ts";
import { DomainError, type Caller } from "../../core/index.ts";
import { BY_HAND } from "../assets/asset.ts";
import type { AskedImport, AssetImport, MappedRows } from "./asset-import.ts";
import { type ImportDeps, importRows } from "./import-rows.ts";
import { compileMapping, type RefusedRow, type Row } from "./mapping.ts";
import { type ReadFile, readFile } from "./read-file.ts";

/** Imports a file, or works out what it would change. */
export async function importAssets(deps: ImportDeps, caller: Caller, tenant: string, asked: AskedImport): Promise<AssetImport> {
  const { source, bytes, mapping } = asked;
  if (source === BY_HAND) throw new DomainError("invalid", `"${BY_HAND}" is what people enter: give the source another name.`);
  const rows = await mapFile(await readFile(bytes, mapping), mapping);
  const { done } = await importRows(deps, caller, tenant, { ...asked, fileDigest: digestOf(bytes), part: "all", gone: [], maxStaleShare: null, onShrink: "refuse", also: undefined }, rows);
  return done;
}

/** SHA-256 in hexadecimal. */
export const digestOf = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/** Maps all records before any lock is taken. `known` are columns that records of an API may have; what they hold is taken as far as it goes. */
export async function mapFile({ reading, records, refused: unread }: ReadFile, mapping: ImportMapping, known: readonly string[] = []): Promise<MappedRows> {
  const { map, unused } = compileMapping(mapping, known.length === 0 ? reading : { ...reading, columns: [...new Set([...reading.columns, ...known])] }, known.length > 0);
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
