import { z } from "zod";

const Level = z.enum(["1", "2", "3"]);
const Field = z.string().regex(/^[a-z][a-z0-9_]{0,79}$/, "the name of a field");

/** What the settings of a connector to ServiceNow hold beside what all have. */
export const ServiceNowOptions = z
  .strictObject({
    table: z.enum(["incident", "sn_si_incident", "change_request", "sc_task"]).default("incident").describe("what a request becomes: an incident, a security incident, a change request or a catalogue task"),
    auth: z.enum(["basic", "oauth"]).default("basic").describe("basic: user and secret password; oauth: client credentials, clientId and secret clientSecret"),
    user: z.string().min(1).max(200).optional().describe("the account's user ID, for basic"),
    clientId: z.string().min(1).max(200).optional().describe("of the application registry, for oauth"),
    closeCode: z.string().min(1).max(200).nullable().optional().describe("value of Resolution code (close_code) when a ticket is resolved or closed by us; null: none is sent; usual: Solution provided for incidents, successful for change requests"),
    closeNotes: z.string().min(1).max(2000).nullable().default(null).describe("close_notes when a ticket is resolved or closed by us; null: what is said in the portal"),
    priorities: z.record(z.string().min(1).max(100), z.strictObject({ impact: Level, urgency: Level })).optional().describe("priority as it is shown there → impact and urgency from which it is computed; usual: those of a new instance, for incidents"),
    fields: z.record(Field, z.string().max(1000)).default({}).describe("further fields of every new record, by their values and not by what is shown: caller_id and others that refer to something as sys_id"),
    correlationDisplay: z.string().min(1).max(100).default("Vigie").describe("what stands in correlation_display"),
    linksAsset: z.boolean().default(false).describe("whether the configuration item of the asset's name is set, where there is exactly one"),
    sendsDueDate: z.boolean().default(false).describe("whether due_date is set"),
  })
  .refine(({ auth, user }) => auth !== "basic" || user !== undefined, { path: ["user"], message: "named for auth basic" })
  .refine(({ auth, clientId }) => auth !== "oauth" || clientId !== undefined, { path: ["clientId"], message: "named for auth oauth" });
export type ServiceNowOptions = z.infer<typeof ServiceNowOptions>;
export type TicketTable = ServiceNowOptions["table"];
