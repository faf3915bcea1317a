// Assets: what an organisation has, what its sources say of it, and how files of it are imported.
import { z } from "zod";
import { Reason, Time } from "./shared.ts";

const ASSET_KINDS = ["server", "workstation", "virtual_machine", "container", "cloud_resource", "network_device", "security_device", "storage", "mobile", "printer", "iot", "industrial", "application", "database", "other"] as const;
export const ENVIRONMENTS = ["production", "preproduction", "test", "development", "training", "recovery"] as const;
export const EXPOSURES = ["internet", "partner", "internal", "isolated"] as const;
const LIFECYCLES = ["planned", "in_service", "in_maintenance", "in_stock", "retired"] as const;
/** What kinds of sources tell of assets, in the order in which they count unless a tenant says otherwise. */
export const SOURCE_KINDS = ["manual", "itsm", "csv", "logs"] as const;

const AssetKind = z.enum(ASSET_KINDS);
const Environment = z.enum(ENVIRONMENTS);
const Exposure = z.enum(EXPOSURES);
const Lifecycle = z.enum(LIFECYCLES);
export const SourceKind = z.enum(SOURCE_KINDS);
export type SourceKind = z.infer<typeof SourceKind>;
export const Criticality = z.int().min(1).max(4).describe("1 low, 2 normal, 3 high, 4 critical");

const Id = z.string().min(1).max(64);
const Tenant = z.string().min(1).max(63);
const text = (most: number) => z.string().trim().min(1).max(most);
const Limit = z.coerce.number().int().min(1).max(1000).default(100);

const GivenAddress = z.strictObject({ ip: text(45), zone: text(100).nullable().default(null), from: Time.nullable().default(null), until: Time.nullable().default(null) });

const VALUES = {
  name: text(255),
  kind: AssetKind,
  serial: text(128),
  os: text(200),
  team: text(200).describe("name of the resolver group"),
  contact: text(320).describe("who answers for it"),
  criticality: Criticality,
  environment: Environment,
  location: text(200),
  exposure: Exposure,
  lifecycle: Lifecycle,
};
/** Of these the value of one source counts. */
export const SINGLE_FIELDS = Object.keys(VALUES) as readonly (keyof typeof VALUES)[];
const LISTS = {
  names: z.array(text(255)).max(200).describe("host names and FQDNs"),
  addresses: z.array(GivenAddress).max(500),
  macs: z.array(text(23)).max(200),
  tags: z.array(text(100)).max(100),
  services: z.array(text(200)).max(100).describe("names of the business services that it carries"),
  externalIds: z.array(text(200)).max(50).describe("what other systems know it by, as system:id"),
};

/** What one source says of an asset. */
export const AssetValues = z.strictObject({ ...VALUES, ...LISTS }).partial();
export type AssetValues = z.infer<typeof AssetValues>;

const nullable = <Shape extends Readonly<Record<string, z.ZodType>>>(shape: Shape) => Object.fromEntries(Object.entries(shape).map(([name, type]) => [name, type.nullable()])) as { [Name in keyof Shape]: z.ZodNullable<Shape[Name]> };

export const CreateAsset = z.strictObject({ ...z.strictObject({ ...VALUES, ...LISTS }).partial().shape, name: VALUES.name, reason: Reason.optional() });
export const ChangeAsset = z.strictObject({ set: z.strictObject(nullable({ ...VALUES, ...LISTS })).partial().describe("null: nothing is said by hand any more, and what the next source says counts"), reason: Reason.optional() });
export const RetireAsset = z.strictObject({ reason: Reason });

const Address = z.object({ ip: z.string(), zone: z.string().nullable(), from: Time.nullable(), until: Time.nullable() });
const SHOWN = {
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  serial: z.string().nullable(),
  os: z.string().nullable(),
  team: z.string().nullable(),
  contact: z.string().nullable(),
  criticality: z.int(),
  environment: z.string().nullable(),
  location: z.string().nullable(),
  exposure: z.string().nullable(),
  lifecycle: z.string(),
  tags: z.array(z.string()),
  services: z.array(z.string()),
  externalIds: z.array(z.string()),
  names: z.array(z.string()),
  addresses: z.array(Address),
  createdAt: Time,
  changedAt: Time,
  staleSince: Time.nullable().describe("no imported source names it any more since then"),
};
export const Asset = z.object(SHOWN).meta({ id: "Asset" });
export const AssetList = z.object({ assets: z.array(Asset), next: z.string().nullable().describe("for `after`; null: these were the last") });

const Origin = z.object({ source: z.string(), at: Time });
const Said = Origin.extend({ value: z.unknown() });
export const AssetRelation = z
  .object({ id: z.string(), type: z.string(), from: z.object({ asset: z.string().nullable(), service: z.string().nullable(), name: z.string() }), to: z.object({ asset: z.string().nullable(), service: z.string().nullable(), name: z.string() }), source: z.string(), changedAt: Time })
  .meta({ id: "AssetRelation" });

export const CmdbFreshness = z.object({
  readAt: Time.nullable().describe("when its source was last read; null: a person said it, or nobody"),
  isStale: z.boolean(),
  words: z.string().nullable().describe("as it is shown beside what is used: read 3 days ago, stale; entered 2 h ago; null: nobody said it"),
}).meta({ id: "CmdbFreshness" });

export const AssetDetail = z
  .object({
    ...SHOWN,
    macs: z.array(z.string()),
    values: z.record(z.string(), z.array(Said)).describe("field → what each source says of it, the one that counts first; of lists all count"),
    sources: z.array(z.object({ source: z.string(), kind: SourceKind, key: z.string(), givenAt: Time, staleSince: Time.nullable(), freshness: CmdbFreshness })),
    freshness: CmdbFreshness.describe("of the source that saw it last"),
    teamDetail: z.object({ id: z.string(), name: z.string(), contact: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable(), itsmName: z.string().nullable() }).nullable(),
    serviceDetails: z.array(z.object({ name: z.string(), id: z.string().nullable().describe("null: no such service is registered"), criticality: z.int().nullable() })),
    relations: z.array(AssetRelation),
  })
  .meta({ id: "AssetDetail" });

export const AssetQuery = z.strictObject({
  text: z.string().trim().min(1).max(200).optional().describe("in a name, serial number, OS, place or external id"),
  kind: AssetKind.optional(),
  criticality: z.coerce.number().int().min(1).max(4).optional(),
  environment: Environment.optional(),
  exposure: Exposure.optional(),
  lifecycle: Lifecycle.optional().describe("none: all but the retired"),
  team: text(200).optional(),
  service: text(200).optional(),
  tag: text(100).optional(),
  stale: z.enum(["true", "false"]).transform((word) => word === "true").optional(),
  address: text(50).optional().describe("an address, or a range as 10.0.0.0/8"),
  after: Id.optional(),
  limit: Limit,
});
export const AssetPath = z.strictObject({ tenant: Tenant, asset: Id });

export const AssetChange = z
  .object({
    seq: z.int(), at: Time, who: z.string(), source: z.string(), import: z.string().nullable(), kind: z.enum(["added", "changed", "stale", "revived", "retired", "refused", "conflict"]),
    asset: z.string().nullable(), name: z.string(), line: z.int().nullable(), details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "AssetChange" });
export const AssetChangeList = z.object({ changes: z.array(AssetChange), next: z.int().nullable() });
export const HistoryQuery = z.strictObject({ before: z.coerce.number().int().positive().optional(), limit: Limit });
