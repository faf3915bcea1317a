// Organisations, as the provider makes and keeps them.
import { z } from "zod";
import { Reason, Time } from "./shared.ts";

const Id = z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, "use lower-case letters, digits and hyphens, as in paris-dc1");
const Name = z.string().trim().min(1).max(200);
const RetentionDays = z.int().min(1).max(3660);

export const TenantDetail = z
  .object({
    id: z.string(),
    name: z.string(),
    origin: z.enum(["configuration", "api"]).describe("configuration: changed there, with a restart"),
    retentionDays: z.int(),
    since: Time,
    removedAt: Time.nullable().describe("since when it is archived; null: at work"),
  })
  .meta({ id: "TenantDetail" });
export type TenantDetail = z.infer<typeof TenantDetail>;
export const RemovedTenantList = z.object({ organisations: z.array(TenantDetail), next: z.string().nullable().describe("for `after`; null: these were the last") });
export const RemovedTenantQuery = z.strictObject({ after: z.string().max(63).optional(), limit: z.coerce.number().int().min(1).max(500).default(100) });

export const CreateTenant = z.strictObject({ id: Id, name: Name, retentionDays: RetentionDays.default(183).describe("how long events stay searchable; PDIS asks for six months") });
export const RenameTenant = z.strictObject({ name: Name });
export const ArchiveTenant = z.strictObject({ reason: Reason });
export const RemovedTenantPath = z.strictObject({ removed: z.string().min(1).max(63) });
