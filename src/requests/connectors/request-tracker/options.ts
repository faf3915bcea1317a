import { z } from "zod";

const Name = z.string().min(1).max(200);

/** What the settings of a connector to Request Tracker hold beside what all have. */
export const RequestTrackerOptions = z.strictObject({
  account: Name.describe("name of the user whose token it has; RT's API does not tell it"),
  keyField: Name.nullable().default(null).describe("custom field of tickets (one value of text) that holds our key; null: it stands in the subject alone"),
  assetField: Name.nullable().default(null).describe("custom field of tickets that holds the asset"),
  priorities: z.record(Name, z.int().min(0).max(10_000)).default({}).describe('name → number, as %PriorityAsString of RT has them: {"Low": 0, "Medium": 50, "High": 100}; without, priorities are numbers'),
  requestor: z.string().min(3).max(200).nullable().default(null).describe("who is told by mail of public replies: an address; null: the account"),
  dueDate: z.boolean().default(false).describe("whether the due date is sent"),
});
export type RequestTrackerOptions = z.infer<typeof RequestTrackerOptions>;
