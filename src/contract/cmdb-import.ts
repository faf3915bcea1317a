// Files of assets: how one is read, what came or would come of it.
import { z } from "zod";
import { SourceKind } from "./cmdb.ts";
import { Time } from "./shared.ts";

/** What a column can tell of an asset. `zone`, `addressFrom` and `addressUntil` are those of all of the row's addresses. */
const IMPORT_FIELDS = [
  "name", "kind", "serial", "os", "team", "contact", "criticality", "environment", "location", "exposure", "lifecycle",
  "names", "addresses", "macs", "tags", "services", "externalIds", "zone", "addressFrom", "addressUntil",
] as const;
export type ImportField = (typeof IMPORT_FIELDS)[number];

const Column = z.union([
  z.string().min(1).max(200),
  z.strictObject({
    from: z.string().min(1).max(200).optional().describe("heading of the column; in JSON the path, as support_group.name"),
    constant: z.string().max(200).optional().describe("the same for every row"),
    values: z.record(z.string().max(200), z.string().max(200)).optional().describe("what is written → what is meant, whatever the case of letters; to nothing: no value"),
    otherwise: z.string().max(200).optional().describe("for what `values` does not have; without it such a row is refused where only some words are allowed"),
    separator: z.string().min(1).max(5).optional().describe("between the entries of a list; without it comma, semicolon, | and line ends"),
    prefix: z.string().max(50).optional().describe("put before each value: servicenow: for external ids"),
  }),
]);

export const ImportMapping = z
  .strictObject({
    format: z.enum(["csv", "json"]).default("csv"),
    encoding: z.enum(["utf-8", "windows-1252", "utf-16le", "utf-16be"]).optional().describe("without it, what the file's first bytes say"),
    delimiter: z.enum([",", ";", "\t", "|"]).optional().describe("without it, the one that the first line has most of"),
    records: z.string().min(1).max(200).optional().describe("JSON: path to the list of records, as result"),
    dateOrder: z.enum(["ymd", "dmy", "mdy"]).default("ymd"),
    timezoneOffset: z.string().regex(/^[+-]\d\d:\d\d$/).default("+00:00").describe("of times that name none"),
    key: z.string().min(1).max(200).describe("the column that the source itself knows an asset by"),
    columns: z.partialRecord(z.enum(IMPORT_FIELDS), Column),
  })
  .meta({ id: "ImportMapping" });
export type ImportMapping = z.infer<typeof ImportMapping>;

export const ImportAssets = z.strictObject({
  source: z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,62}$/).describe("name of the source, the same at each import of it"),
  sourceKind: SourceKind.exclude(["manual"]).default("csv"),
  fileName: z.string().trim().min(1).max(255),
  file: z.string().min(1).describe("the bytes of the file, base64"),
  mapping: ImportMapping,
  dryRun: z.boolean().default(false),
  allowShrink: z.boolean().default(false).describe("let more than the set share of the source's assets become stale"),
});

const Counts = z.object({
  rows: z.int().describe("= added + changed + revived + unchanged + duplicates + refused"),
  added: z.int(), changed: z.int(), revived: z.int(), unchanged: z.int(), duplicates: z.int(), refused: z.int(),
  stale: z.int().describe("assets that the source does not name any more"),
  withheld: z.int().describe("values that did not count, since a source of higher precedence gave others"),
  conflicts: z.int(),
  registered: z.object({ added: z.int(), changed: z.int(), unchanged: z.int(), withheld: z.int(), refused: z.int(), stale: z.int() }).describe("teams, services, networks and maintenance windows that came along"),
  unknownTeams: z.array(z.string()).describe("named by rows, but not registered; a hundred at most"),
  unknownServices: z.array(z.string()),
  unknownZones: z.array(z.string()),
});

export const AssetImport = z
  .object({
    id: z.string(), source: z.string(), sourceKind: SourceKind, state: z.enum(["planned", "applied"]), fileName: z.string(), fileDigest: z.string().describe("SHA-256"), askedBy: z.string(), askedAt: Time,
    reading: z.object({ format: z.string(), encoding: z.string(), delimiter: z.string().nullable(), columns: z.array(z.string()), unusedColumns: z.array(z.string()) }),
    counts: Counts,
    refusal: z.string().nullable().describe("of a dry run: why the import itself would be refused"),
  })
  .meta({ id: "AssetImport" });
export const AssetImportList = z.object({ imports: z.array(AssetImport), next: z.string().nullable() });
export const AssetImportPath = z.strictObject({ tenant: z.string().min(1).max(63), import: z.string().min(1).max(64) });
export const AssetImportQuery = z.strictObject({ after: z.string().min(1).max(64).optional(), limit: z.coerce.number().int().min(1).max(500).default(50) });
export const ImportRowQuery = z.strictObject({
  kind: z.enum(["added", "changed", "stale", "revived", "refused", "conflict"]).optional(),
  after: z.coerce.number().int().min(0).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
