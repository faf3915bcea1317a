// What waits for whom.
import { z } from "zod";
import { Time } from "./shared.ts";

const Item = z.object({
  verb: z.enum(["qualify", "respond", "answer", "approve", "agree", "close", "take-up", "call", "do"]).describe("what is to be done"),
  subject: z.object({ kind: z.string(), id: z.string(), ref: z.string() }),
  title: z.string(),
  about: z.string().describe("the line below it"),
  severity: z.string().nullable(),
  team: z.string().nullable(),
  since: Time,
  dueAt: Time.nullable(),
  isLate: z.boolean(),
});

const Part = z.object({ count: z.int(), nearestDueAt: Time.nullable(), items: z.array(Item) });

export const WaitingQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(200).default(50).describe("of each part") });
export const Waiting = z
  .object({ client: Part.describe("on the client's security people"), provider: Part, teams: Part.describe("on the client's operational teams") })
  .meta({ id: "Waiting" });
