// An import: what was asked for, and what came or would come of it.
import type { SourceKind } from "../../contract/cmdb.ts";
import type { ImportMapping } from "../../contract/cmdb-import.ts";
import type { Reading } from "./read-file.ts";

export type AskedImport = {
  readonly id: string;
  readonly source: string;
  readonly sourceKind: SourceKind;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly mapping: ImportMapping;
  readonly dryRun: boolean;
  readonly allowShrink: boolean;
};

export type ImportCounts = {
  /** = added + changed + revived + unchanged + duplicates + refused */
  readonly rows: number;
  readonly added: number; readonly changed: number; readonly revived: number; readonly unchanged: number; readonly duplicates: number; readonly refused: number;
  readonly stale: number; readonly withheld: number; readonly conflicts: number;
  readonly unknownTeams: readonly string[]; readonly unknownServices: readonly string[]; readonly unknownZones: readonly string[];
};

export type AssetImport = {
  readonly id: string;
  readonly source: string;
  readonly sourceKind: SourceKind;
  readonly state: "planned" | "applied";
  readonly fileName: string;
  readonly fileDigest: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly reading: Reading & { readonly unusedColumns: readonly string[] };
  readonly mapping: ImportMapping;
  readonly counts: ImportCounts;
  /** Of a dry run: why the import itself would be refused. */
  readonly refusal: string | null;
};
