// What is registered beside assets: teams, zones, networks, services, relations, maintenance windows, accounts of interest.
import { z } from "zod";
import { AssetRelation, Criticality, SINGLE_FIELDS, SourceKind } from "./cmdb.ts";
import { Reason, Time } from "./shared.ts";

const Id = z.string().min(1).max(64);
const Tenant = z.string().min(1).max(63);
const text = (most: number) => z.string().trim().min(1).max(most);
const orNull = (most: number) => text(most).nullable().default(null);
const KEPT = { id: z.string(), source: z.string(), changedAt: Time };
const next = z.string().nullable().describe("for `after`; null: these were the last");

export const RegisterQuery = z.strictObject({ after: Id.optional(), limit: z.coerce.number().int().min(1).max(1000).default(200) });
export const RegisterPath = z.strictObject({ tenant: Tenant, id: Id });
export const EndWithReason = z.strictObject({ reason: Reason });

export const SaveTeam = z.strictObject({ name: text(200), contact: orNull(320), email: z.email().max(254).nullable().default(null), phone: orNull(50), itsmName: orNull(200).describe("what the resolver group is called in the ITSM") });
export const Team = z.object({ ...KEPT, name: z.string(), contact: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable(), itsmName: z.string().nullable() }).meta({ id: "Team" });
export const TeamList = z.object({ teams: z.array(Team), next });

export const SaveZone = z.strictObject({ name: text(100), description: orNull(1000) });
export const Zone = z.object({ ...KEPT, name: z.string(), description: z.string().nullable() }).meta({ id: "Zone" });
export const ZoneList = z.object({ zones: z.array(Zone), next });

export const SaveNetwork = z.strictObject({ zone: Id.describe("id of a zone"), cidr: text(50).describe("10.1.0.0/16, 2001:db8::/32; ranges of two zones may overlap"), meaning: text(500), isInternal: z.boolean() });
export const Network = z.object({ ...KEPT, zone: z.string(), cidr: z.string(), meaning: z.string(), isInternal: z.boolean() }).meta({ id: "Network" });
export const NetworkList = z.object({ networks: z.array(Network), next });
export const NetworkQuery = RegisterQuery.extend({ zone: Id.optional() });

export const SaveService = z.strictObject({ name: text(200), description: orNull(2000), criticality: Criticality.default(2), team: orNull(200), contact: orNull(320) });
export const BusinessService = z.object({ ...KEPT, name: z.string(), description: z.string().nullable(), criticality: z.int(), team: z.string().nullable(), contact: z.string().nullable() }).meta({ id: "BusinessService" });
export const ServiceList = z.object({ services: z.array(BusinessService), next });

const RELATION_TYPES = ["runs_on", "depends_on", "part_of", "connects_to", "backed_up_by"] as const;
const End = z.strictObject({ asset: Id.nullable().default(null), service: Id.nullable().default(null) }).describe("one of both");
export const CreateRelation = z.strictObject({ type: z.enum(RELATION_TYPES), from: End, to: End });
export const RelationList = z.object({ relations: z.array(AssetRelation), next });
export const RelationQuery = RegisterQuery.extend({ asset: Id.optional(), service: Id.optional() });

export const CreateWindow = z.strictObject({
  title: text(200),
  startsAt: Time,
  endsAt: Time,
  assets: z.array(Id).max(1000).default([]).describe("ids"),
  services: z.array(text(200)).max(100).default([]).describe("names: all assets that carry one"),
  tags: z.array(text(100)).max(100).default([]),
  reason: Reason,
});
export const MaintenanceWindow = z
  .object({ ...KEPT, title: z.string(), startsAt: Time, endsAt: Time, assets: z.array(z.string()), services: z.array(z.string()), tags: z.array(z.string()), reason: z.string(), createdBy: z.string(), cancelledAt: Time.nullable() })
  .meta({ id: "MaintenanceWindow" });
export const WindowList = z.object({ windows: z.array(MaintenanceWindow).describe("in the order of their ends"), next });

export const SaveAccount = z.strictObject({
  name: text(256),
  forms: z.array(text(256)).max(20).default([]).describe("further ways in which logs write it: DOMAIN\\name, name@domain, a SID"),
  kind: z.enum(["privileged", "service"]),
  asset: Id.nullable().default(null).describe("id of the machine it belongs to, if it is a local one"),
  owner: orNull(320),
  note: orNull(2000),
});
export const AccountOfInterest = z
  .object({ ...KEPT, name: z.string(), forms: z.array(z.string()), kind: z.enum(["privileged", "service"]), asset: z.string().nullable(), owner: z.string().nullable(), note: z.string().nullable(), retiredAt: Time.nullable() })
  .meta({ id: "AccountOfInterest" });
export const AccountList = z.object({ accounts: z.array(AccountOfInterest), next });
export const AccountQuery = RegisterQuery.extend({ kind: z.enum(["privileged", "service"]).optional() });

export const CmdbSettings = z
  .strictObject({
    precedence: z.array(SourceKind).length(SourceKind.options.length).describe("the kind of source that counts most first"),
    maxStaleShare: z.number().min(0).max(1).describe("an import that would make a larger share of its source's assets stale is refused"),
    owners: z.partialRecord(z.enum(SINGLE_FIELDS), z.array(text(63)).min(1).max(20)).default({}).describe("field → names of the sources that count for it before all others, the first one most; what a person entered stays before them"),
  })
  .meta({ id: "CmdbSettings" });
