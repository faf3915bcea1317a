// Sources of the inventory that are read by themselves: the client's CMDB, or files that it puts somewhere.
import { z } from "zod";
import { CmdbFreshness, SourceKind } from "./cmdb.ts";
import { ImportMapping } from "./cmdb-import.ts";
import { Reason, Time } from "./shared.ts";

export const CMDB_SOURCE_KINDS = ["itop", "servicenow", "netbox", "glpi", "https", "sftp"] as const;
/** What a source can tell of. */
const CMDB_NOUNS = ["assets", "teams", "services", "networks", "windows"] as const;
export type CmdbNoun = (typeof CMDB_NOUNS)[number];

const Kind = z.enum(CMDB_SOURCE_KINDS);
const Name = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,62}$/, "small letters, digits, - _ and . (63 at most)");
const Secrets = z.record(z.string().min(1).max(50), z.string().min(1).max(20_000));
const Url = z.string().trim().min(8).max(1000).describe("https://host/…, or sftp://user@host:port/path/of/a/file.csv");

export const CmdbSourceSettings = z.strictObject({
  options: z.record(z.string().max(100), z.unknown()).default({}).describe("what this kind of source needs beside: docs/cmdb-sources.md"),
  reads: z.array(z.enum(CMDB_NOUNS)).min(1).max(CMDB_NOUNS.length).default(["assets"]).describe("windows are taken only where they are named: they keep alerts from people"),
  sourceKind: SourceKind.exclude(["manual"]).default("itsm").describe("how its values are weighed against those of others"),
  mapping: ImportMapping.nullable().default(null).describe("of its records to assets; what it does not name is as the product comes out of the box. Files need one"),
  zone: z.string().trim().min(1).max(100).nullable().default(null).describe("of addresses and networks for which it names none"),
  everyMinutes: z.int().min(5).max(7 * 1440).default(60).describe("how often it is asked what changed, or read as a whole where it cannot tell"),
  fullEveryHours: z.int().min(1).max(30 * 24).default(24).describe("how often all of it is read: what is gone is seen by that alone"),
  staleAfterHours: z.int().min(1).max(90 * 24).default(48).describe("what was not read for longer is marked wherever it is used"),
  maxStaleShare: z.number().min(0).max(1).nullable().default(null).describe("null: that of the CMDB's settings"),
  requestsPerMinute: z.int().min(6).max(6000).default(120),
  ca: z.string().max(100_000).nullable().default(null).describe("certificate authority of the other side in PEM, in place of the public ones"),
  usesProxy: z.boolean().default(false).describe("through the proxy that the configuration names"),
});
export type CmdbSourceSettings = z.infer<typeof CmdbSourceSettings>;

export const AddCmdbSource = z.strictObject({ name: Name, kind: Kind, url: Url, secrets: Secrets.default({}), settings: CmdbSourceSettings });
export const ChangeCmdbSource = z.strictObject({ url: Url.optional(), secrets: Secrets.optional().describe("all of them anew; without it they stay"), settings: CmdbSourceSettings.optional(), reason: Reason });
export const CmdbSourcePath = z.strictObject({ tenant: z.string().min(1).max(63), cmdbSource: z.string().min(1).max(64) });
export const CmdbReadPath = CmdbSourcePath.extend({ read: z.string().min(1).max(64) });
export const CmdbSourceReason = z.strictObject({ reason: Reason });

const Problem = z.object({ at: Time, problem: z.string(), words: z.string().describe("what the other side said, or what was seen"), todo: z.string() });

export const CmdbProbe = z.object({
  version: z.string().nullable(),
  account: z.string().nullable().describe("as whom we are known there"),
  skewSeconds: z.number().nullable().describe("how far its clock is ahead; null: it does not tell"),
  counts: z.partialRecord(z.enum(CMDB_NOUNS), z.int()).describe("what it has, before anything is read"),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), words: z.string() })),
}).meta({ id: "CmdbProbe" });
export type CmdbProbe = z.infer<typeof CmdbProbe>;

export const CmdbSource = z
  .object({
    id: z.string(), name: z.string(), kind: Kind, url: z.string(), state: z.enum(["off", "on", "paused"]), settings: CmdbSourceSettings, secretNames: z.array(z.string()),
    readAt: Time.nullable(), fullReadAt: Time.nullable(), nextReadAt: Time.nullable().describe("null: it is not on"), freshness: CmdbFreshness,
    problem: Problem.nullable(), failures: z.int(), probe: CmdbProbe.nullable(), probedAt: Time.nullable(),
    pausedBy: z.string().nullable(), pauseReason: z.string().nullable(),
    holds: z.object({ assets: z.int(), staleAssets: z.int(), others: z.int().describe("teams, services, networks, windows"), staleOthers: z.int(), unused: z.int().describe("of those: what became none of ours, each with its reason") }),
    madeAt: Time, madeBy: z.string(), changedAt: Time,
  })
  .meta({ id: "CmdbSource" });
export const CmdbSourceList = z.object({ sources: z.array(CmdbSource) });

export const AskCmdbRead = z.strictObject({
  mode: z.enum(["full", "changes"]).default("full"),
  dryRun: z.boolean().default(false).describe("works out and shows the difference, and writes nothing else"),
  allowShrink: z.boolean().default(false).describe("let more than the set share of its assets become stale, this once"),
});
export const CmdbRead = z
  .object({
    id: z.string(), mode: z.enum(["full", "changes"]), dryRun: z.boolean(), allowShrink: z.boolean(), state: z.enum(["queued", "running", "applied", "unchanged", "planned", "refused", "failed"]),
    askedBy: z.string(), askedAt: Time, startedAt: Time.nullable(), endedAt: Time.nullable(),
    counts: z.record(z.string(), z.int()).nullable().describe("what came, by noun"), notes: z.array(z.string()).describe("what could not be read, and what was left out"),
    import: z.string().nullable().describe("its difference: asset-imports/ID/rows"), problem: Problem.nullable(),
  })
  .meta({ id: "CmdbRead" });
export const CmdbReadList = z.object({ reads: z.array(CmdbRead), next: z.string().nullable() });
export const CmdbReadQuery = z.strictObject({ after: z.string().min(1).max(64).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) });

export const CmdbRecordList = z.object({
  records: z.array(z.object({ noun: z.enum(["team", "service", "network", "window"]), key: z.string(), id: z.string().nullable().describe("of ours; null: it became none"), words: z.string().nullable(), seenAt: Time, staleSince: Time.nullable() })),
  next: z.string().nullable(),
});
export const CmdbRecordQuery = z.strictObject({ after: z.string().min(1).max(500).optional(), limit: z.coerce.number().int().min(1).max(1000).default(100) });

export const CmdbSourceKindList = z.object({
  kinds: z.array(z.object({
    kind: Kind, product: z.string(), reads: z.array(z.enum(CMDB_NOUNS)), changes: z.enum(["id", "time", "none"]).describe("how what changed is found; none: all is read each time"),
    secrets: z.array(z.object({ name: z.string(), isNeeded: z.boolean() })), options: z.unknown().describe("as JSON Schema"), mapping: ImportMapping.nullable().describe("as the product comes out of the box"),
  })),
});
