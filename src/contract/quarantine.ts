// Lines that nobody could read, and lines of senders that nobody claimed.
import { z } from "zod";
import { Time } from "./shared.ts";

const n = z.int();
const LineText = z.string().describe("at most 2048 characters; bytes that are no text are U+FFFD");

const range = {
  since: Time.optional().describe("arrived from then on; none means all"),
  until: Time.optional().describe("arrived before; none means all"),
  source: z.string().min(1).max(300).optional(),
  reason: z.string().min(1).max(500).optional(),
  shape: z.string().min(1).max(500).optional().describe("what lines of one kind have in common"),
};

export const QuarantineGroupsQuery = z.strictObject({ ...range, limit: z.coerce.number().int().min(1).max(500).default(100) });
const QuarantineGroup = z
  .object({
    reason: z.string(),
    shape: z.string(),
    count: n,
    first: Time,
    last: Time,
    sources: z.array(z.object({ source: z.string(), count: n })),
    example: LineText,
  })
  .meta({ id: "QuarantineGroup" });
export const QuarantineGroups = z.object({ groups: z.array(QuarantineGroup).describe("those with most lines first"), complete: z.boolean().describe("false: time ran out, and counts are too small") });
export type QuarantineGroups = z.infer<typeof QuarantineGroups>;

export const QuarantineLinesQuery = z.strictObject({
  ...range,
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(200).optional().describe("`next` of the answer before"),
});
const QuarantinedLine = z
  .object({ id: z.string(), arrived: Time, source: z.string(), collector: z.string(), reason: z.string(), shape: z.string(), line: z.string(), raw: z.base64().describe("the line byte for byte") })
  .meta({ id: "QuarantinedLine" });
export const QuarantineLines = z.object({ lines: z.array(QuarantinedLine).describe("in the order of arrival"), next: z.string().nullable() });
export type QuarantineLines = z.infer<typeof QuarantineLines>;

export const Reparse = z.strictObject({ ...range, dryRun: z.boolean().default(false).describe("only look how many would be read now") });

/** Line by line in NDJSON: how far the work is, then its result; or that it failed on the way. */
const failed = z.object({ type: z.literal("failed"), code: z.string(), message: z.string() });

export const ReparseStep = z.discriminatedUnion("type", [
  z.object({ type: z.literal("progress"), looked: n, readable: n, handedIn: n }),
  z.object({
    type: z.literal("result"),
    dryRun: z.boolean(),
    looked: n,
    readable: n,
    handedIn: n.describe("lines that left the quarantine"),
    tooNew: n.describe("lines that are being stored just now: ask again"),
    groups: z.array(z.object({ source: z.string(), reason: z.string(), shape: z.string(), looked: n, readable: n })),
  }),
  failed,
]);
export type ReparseStep = z.infer<typeof ReparseStep>;

export const UnclaimedSender = z
  .object({
    id: z.string(),
    collector: z.string(),
    sender: z.string().describe("its address"),
    asset: z.string().describe("its host name where its lines tell one, else its address"),
    technology: z.string().nullable().describe("what its lines look like"),
    confidence: z.number(),
    lines: n,
    first: Time,
    last: Time,
    sample: LineText,
    configuration: z.string().describe("YAML to put under the `sources` of the tenant that it belongs to"),
  })
  .meta({ id: "UnclaimedSender" });
export const UnclaimedQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(1000).default(100) });
export const UnclaimedSenders = z.object({ senders: z.array(UnclaimedSender).describe("those that sent last first") });
export type UnclaimedSenders = z.infer<typeof UnclaimedSenders>;

export const AdoptStep = z.discriminatedUnion("type", [
  z.object({ type: z.literal("progress"), looked: n, adopted: n }),
  z.object({ type: z.literal("result"), looked: n, adopted: n, sources: z.array(z.object({ tenant: z.string(), source: z.string(), lines: n })) }),
  failed,
]);
export type AdoptStep = z.infer<typeof AdoptStep>;
