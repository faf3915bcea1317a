// Live updates: what a page hears while it is open.
import { z } from "zod";
import { Time } from "./shared.ts";

const Seq = z.coerce.number().int().min(0);

export const ChangesQuery = z.strictObject({ after: Seq.optional().describe("place in the chain behind which to begin, as the journal's entries have it; none: what changes from now on. Last-Event-ID counts more") });
export const ChangesHeaders = z.looseObject({ "last-event-id": Seq.optional().describe("sent by a browser that connects again: the last id that it heard") });

/** The data of a message: what changed. What it is now, the page asks for. */
export const Change = z.object({ seq: z.int().describe("place in the hash chain; the message's id, too"), action: z.string(), subject: z.string(), at: Time }).meta({ id: "Change" });
export type Change = z.infer<typeof Change>;

/** The same, heard of over several organisations. */
export const ChangeAmong = Change.extend({ tenant: z.string(), seq: z.int().describe("place in the tenant's hash chain; the message's id is a place over all tenants") }).meta({ id: "ChangeAmong" });
export type ChangeAmong = z.infer<typeof ChangeAmong>;

export const ChangesAmongQuery = z.strictObject({ after: Seq.optional().describe("id of the message that was heard last; none: what changes from now on. Last-Event-ID counts more") });

/** The data of a message of type `end` or `reset`, for people. */
export const ChangesNotice = z.object({ detail: z.string() });
