// An incident as a file, and the register of an organisation's incidents.
import { z } from "zod";
import { Incident, IncidentPath, IncidentRow, IncidentThread } from "./incidents.ts";
import { TenantPath, Time } from "./shared.ts";

export { IncidentPath };
export const MarkdownQuery = z.strictObject({ language: z.enum(["en", "fr"]).optional().describe("none: the organisation's") });

export const IncidentExport = z
  .object({
    vigie: z.literal("incident"), version: z.literal(1), exportedAt: Time, exportedBy: z.string(), side: z.enum(["provider", "client", "system"]).describe("who it was made for: what is internal to the other side is not in it"),
    incident: Incident.describe("its parts, also those that were taken out"),
    survivor: z.string().nullable().describe("reference of the one that it was merged into"),
    unlinked: z.array(z.object({ alert: z.string(), at: Time, by: z.string(), reason: z.string() })).describe("alerts that were linked and are no more"),
    thread: z.array(IncidentThread.shape.entries.element), isWhole: z.boolean().describe("false: the thread is longer than what is here"),
  })
  .meta({ id: "IncidentExport" });
export type IncidentExport = z.infer<typeof IncidentExport>;

export const RegisterQuery = z.strictObject({
  since: Time.optional().describe("opened since"), until: Time.optional().describe("opened before"),
  after: z.string().regex(/^\d{4}-\d{1,12}$/).optional().describe("year and number of the last one"), limit: z.coerce.number().int().min(1).max(200).default(100),
});
export const RegisterCsvQuery = RegisterQuery.omit({ after: true, limit: true });
export const RegisterPath = TenantPath;

/** One line of the register: PDIS IV.2.1.w and bb. */
export const RegisterLine = IncidentRow.pick({ ref: true, title: true, category: true, severity: true, tlp: true, stage: true, mode: true, origin: true, verdict: true, openedAt: true, closedAt: true })
  .extend({
    description: z.string(), impact: z.string(), risk: z.string(), openedBy: z.string(), occurredAt: Time.nullable().describe("when it happened"), detectedAt: Time.nullable(), notifiedAt: Time.nullable(), qualifiedAt: Time.nullable(), awareAt: Time.nullable(),
    closedReason: z.string().nullable(), mergedInto: z.string().nullable().describe("reference"), alerts: z.array(z.string()), rules: z.array(z.string()).describe("id and version"), sources: z.array(z.string()), collectors: z.array(z.string()), events: z.array(z.string()), isPartial: z.boolean().describe("not all detections were read: the incident's alerts have the rest"),
  })
  .meta({ id: "RegisterLine" });
export type RegisterLine = z.infer<typeof RegisterLine>;
export const Register = z.object({ incidents: z.array(RegisterLine), next: z.string().nullable() }).meta({ id: "IncidentRegister" });
