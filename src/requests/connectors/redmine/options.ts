import { z } from "zod";

/** What the settings of a connector to Redmine hold beside what all have. */
export const RedmineOptions = z.strictObject({
  project: z.string().min(1).max(200).nullable().default(null).describe("null: a queue is a project, by its name; else: tickets go into this project, and a queue is a group or person in it to whom they are assigned"),
  tracker: z.string().min(1).max(100).nullable().default(null).describe("by its name; null: the first of the project"),
  keyField: z.int().min(1).nullable().default(null).describe("id of the custom field (text, used as a filter) that holds our key; null: it stands in the subject alone"),
  assetField: z.int().min(1).nullable().default(null).describe("id of the custom field (text) that holds the asset"),
  text: z.enum(["textile", "markdown"]).default("textile").describe("as Administration, Settings, General says"),
  dueDate: z.boolean().default(false).describe("whether the due date is sent; Redmine knows days, in UTC here"),
});
export type RedmineOptions = z.infer<typeof RedmineOptions>;
