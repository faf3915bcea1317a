// Packs of rules and their versions.
import { z } from "zod";
import { Time } from "./shared.ts";

const Refused = z
  .object({
    path: z.string(),
    line: z.int(),
    column: z.int(),
    title: z.string().nullable(),
    id: z.string().nullable(),
    reason: z.string(),
    hint: z.string().describe("what to do about it"),
  })
  .meta({ id: "RefusedRule" });

const PackVersion = z
  .object({
    pack: z.string(),
    version: z.int(),
    rulesetVersion: z.int().describe("the version of all rule sets that it came with"),
    digest: z.string().describe("SHA-256 over paths and contents"),
    importedAt: Time,
    importedBy: z.string(),
    source: z.string(),
    rules: z.int(),
    correlations: z.int(),
    filters: z.int(),
    refused: z.int().describe("documents that cannot be used; the version itself lists them"),
  })
  .meta({ id: "RulePackVersion" });

const Pack = z.object({ name: z.string(), origin: z.enum(["builtin", "imported"]), versions: z.int(), newest: PackVersion }).meta({ id: "RulePack" });
export const PackList = z.object({ packs: z.array(Pack) });
export const PackVersionList = z.object({ versions: z.array(PackVersion).describe("newest first") });

export const PackVersionDetail = z.object({ version: PackVersion, refused: z.array(Refused) });

export const PackDifference = z
  .object({ added: z.array(z.string()), removed: z.array(z.string()), changed: z.array(z.string()) })
  .meta({ id: "RulePackDifference" })
  .describe("paths of files; one that moved is removed and added");

export const PackImportFiles = z.strictObject({
  files: z.array(z.strictObject({ path: z.string().min(1).max(1024), text: z.string() })).min(1).max(50_000),
});
export const PackArchive = z.any().meta({ type: "string", format: "binary", description: "a zip archive, such as a release of SigmaHQ: its folders rules…, or all of it" });
export const PackImportQuery = z.strictObject({ source: z.string().max(200).default("").describe("name of the archive or folder, for people") });

export const PackImportReport = z
  .object({
    created: z.boolean().describe("false: the newest version has these very files already"),
    version: PackVersion,
    refused: z.array(Refused),
    others: z.int().describe("files that are no rules"),
    difference: PackDifference.describe("from the version before"),
  })
  .meta({ id: "RulePackImport" });
export type PackImportReport = z.infer<typeof PackImportReport>;

export const PackPath = z.strictObject({ pack: z.string().min(1).max(63) });
export const PackVersionPath = z.strictObject({ pack: z.string().min(1).max(63), version: z.coerce.number().int().positive() });
export const PackDifferenceQuery = z.strictObject({ from: z.coerce.number().int().positive(), to: z.coerce.number().int().positive() });
