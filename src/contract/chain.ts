// The digest chain: what makes tampering with stored events show.
import { z } from "zod";
import { Reason, Time } from "./shared.ts";

const n = z.int();

/** One link, as it is exported. A batch's digest is over the one before it and the ids of its events: docs/collection.md. */
export const ChainLink = z
  .object({ batch: n, firstSeq: n, lastSeq: n, rows: n, digest: z.string(), stored: Time, expired: Time.nullable().describe("when retention began to take its events") })
  .meta({ id: "ChainLink" });
export type ChainLink = z.infer<typeof ChainLink>;

export const VerifyStep = z.discriminatedUnion("type", [
  z.object({ type: z.literal("progress"), batches: n, of: n, events: n }),
  z.object({
    type: z.literal("result"),
    ok: z.boolean(),
    batches: n,
    events: n.describe("that were looked at"),
    expired: n.describe("batches that retention has taken, all or in part"),
    differing: n,
    differences: z
      .array(
        z.object({
          batch: n,
          problem: z.enum(["event_changed", "event_missing", "event_added", "batch_changed", "batch_unknown"]),
          say: z.string(),
          event: z.string().optional(),
        }),
      )
      .describe("the first hundred"),
  }),
  z.object({ type: z.literal("failed"), code: z.string(), message: z.string() }),
]);
export type VerifyStep = z.infer<typeof VerifyStep>;

export const RemovedTenantPath = z.strictObject({ id: z.string().min(1).max(63) });
export const Erase = z.strictObject({ reason: Reason });
export const Erasure = z
  .object({
    lines: n.describe("events and quarantined lines that were removed"),
    rows: z.record(z.string(), n).describe("rows of the database that were removed, by table"),
    bytesGoneInSeconds: n.describe("files with removed lines lie on the disk for so long"),
    kept: z.record(z.string(), n).describe("rows that stay, by table: the journal, which counts what was removed"),
    elsewhere: z.array(z.string()).describe("what else may hold some of it"),
  })
  .meta({ id: "Erasure" });
