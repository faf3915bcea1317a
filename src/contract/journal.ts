// Who did what: the journal that neither side can alter.
import { z } from "zod";
import { Time } from "./shared.ts";

const JournalEntry = z
  .object({
    id: z.int(),
    at: Time,
    who: z.string(),
    caller: z.string().describe("person:<id>, key:<id> or system"),
    side: z.enum(["provider", "client", "system"]),
    action: z.string(),
    subject: z.string(),
    reason: z.string().nullable(),
    details: z.record(z.string(), z.unknown()),
    seq: z.int().nullable().describe("place in the hash chain; null for some moments after it was written"),
    digest: z.string().nullable(),
  })
  .meta({ id: "JournalEntry" });
export const Journal = z.object({ entries: z.array(JournalEntry).describe("newest first") });
export const JournalQuery = z.strictObject({
  before: z.coerce.number().int().positive().optional().describe("id of the last entry of the page before"),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  who: z.string().min(1).max(300).optional(),
  action: z.string().min(1).max(100).optional().describe("with a * at its end: what it begins with"),
  since: Time.optional(),
  until: Time.optional(),
});
