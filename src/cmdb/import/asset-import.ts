// An import: what was asked for, and what came or would come of it.
import type { SourceKind } from "../../contract/cmdb.ts";
import type { ImportMapping } from "../../contract/cmdb-import.ts";
import type { TenantDb } from "../../store/index.ts";
import type { RefusedRow, Row } from "./mapping.ts";
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

/** Rows to be put in, whatever they were read from. */
export type AskedRows = Omit<AskedImport, "bytes"> & {
  readonly fileDigest: string;
  /** all: what is not named is gone; changes: `gone` alone is. */
  readonly part: "all" | "changes";
  readonly gone: readonly string[];
  /** Null: that of the CMDB's settings. */
  readonly maxStaleShare: number | null;
  /** Where they would take too much away: refused, or worked out as in a dry run, so that people see what would go. */
  readonly onShrink: "refuse" | "plan";
  /** What comes along with the assets, written once they are, in the same transaction. */
  readonly also: ((db: TenantDb, dryRun: boolean) => Promise<AlsoTold>) | undefined;
};

export type MappedRows = { readonly reading: Reading; readonly unused: readonly string[]; readonly rows: readonly Row[]; readonly refused: readonly RefusedRow[] };

/** Of teams, services, networks and maintenance windows. */
export type Registered = { readonly added: number; readonly changed: number; readonly unchanged: number; readonly withheld: number; readonly refused: number; readonly stale: number };
export const NOTHING_REGISTERED: Registered = { added: 0, changed: 0, unchanged: 0, withheld: 0, refused: 0, stale: 0 };

/** What became of one of them: as rows of the difference have it. */
export type ToldOther = { readonly kind: "added" | "changed" | "stale" | "revived" | "refused" | "conflict"; readonly name: string; readonly details: object };
export type AlsoTold = { readonly told: readonly ToldOther[]; readonly registered: Registered };

export type ImportCounts = {
  /** = added + changed + revived + unchanged + duplicates + refused */
  readonly rows: number;
  readonly added: number; readonly changed: number; readonly revived: number; readonly unchanged: number; readonly duplicates: number; readonly refused: number;
  readonly stale: number; readonly withheld: number; readonly conflicts: number;
  readonly registered: Registered;
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
