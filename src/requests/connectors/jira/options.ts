import { z } from "zod";

const Word = z.string().trim().min(1).max(200);

/** What the settings of a connector to Jira hold beside what all have. */
export const JiraOptions = z
  .strictObject({
    flavour: z.enum(["cloud", "data-center"]).describe("cloud: REST API 3 with e-mail and API token; data-center: REST API 2 with a personal access token, or user and password"),
    user: z.string().min(1).max(200).optional().describe("the account's e-mail address (cloud), or its name where secret token is a password (data-center)"),
    project: z.string().regex(/^[A-Z][A-Z0-9_]{1,99}$/, "the key of a project, as SOC").describe("by its key"),
    issueType: Word.default("Task").describe("by its name; of a service project the request type says which"),
    service: z.strictObject({ deskId: z.string().regex(/^[\w-]{1,50}$/), requestTypeId: z.string().regex(/^\d{1,18}$/) }).nullable().default(null).describe("of Jira Service Management: tickets are requests of this desk and type; null: issues"),
    queue: z.union([z.literal("component"), z.string().regex(/^customfield_\d{1,18}$/)]).default("component").describe("what a queue is: a component of the project, or a field with one choice or group"),
    internalRole: Word.nullable().default(null).describe("project role that sees internal comments where there is no service desk; null: there are none"),
    resolution: Word.nullable().default("Done").describe("where the screen of a step asks for one; null: none is sent"),
    fields: z.record(z.string().regex(/^[a-z][\w]{1,99}$/), z.json()).default({}).describe("further fields of every new ticket, as the REST API takes them"),
    sendsDueDate: z.boolean().default(false).describe("whether the due date is sent; Jira knows days, in UTC here"),
    site: z.url({ protocol: /^https?$/ }).nullable().default(null).describe("where people open tickets, where that is not the address of the API"),
    filesThere: z.enum(["public", "internal"]).default("public").describe("as what files count that people add there: Jira does not say who sees one"),
  })
  .refine(({ flavour, user }) => flavour === "data-center" || user !== undefined, { path: ["user"], message: "the account's e-mail address, for cloud" });
export type JiraOptions = z.infer<typeof JiraOptions>;
