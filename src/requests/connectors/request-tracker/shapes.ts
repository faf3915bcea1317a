// What RT answers, as far as it is read. Fields that nobody asked for are let pass.
import { z } from "zod";
import { RemoteError } from "../../../outbound/index.ts";

// Numbers come as numbers in one place, and as texts in another.
const Id = z.union([z.string(), z.number()]).transform(String).pipe(z.string().regex(/^\d{1,18}$/));
const Time = z.iso.datetime().transform((text) => new Date(text));
const Text = z.string().nullish().transform((text) => text ?? "");
const Person = z.object({ id: z.string(), Name: z.string().optional() });

const Fields = z.array(z.object({ name: z.string(), values: z.array(z.unknown()).default([]) })).nullish().transform((fields) => fields ?? []);
// What may be done with it, each by a word.
const Linked = z.object({ _hyperlinks: z.array(z.object({ ref: z.string() })).default([]) });
const mayOf = (links: z.infer<typeof Linked>["_hyperlinks"]): ReadonlySet<string> => new Set(links.map(({ ref }) => ref));

export const TicketBody = Linked.extend({
  id: Id, Subject: Text, Status: z.string(), Priority: z.union([z.string(), z.number()]).transform(String), Created: Time.optional(),
  Queue: z.object({ id: Id, Name: z.string().optional() }), Owner: Person.optional(), CustomFields: Fields,
}).transform(({ _hyperlinks: links, ...ticket }) => ({ ...ticket, may: mayOf(links) }));
export type TicketBody = z.infer<typeof TicketBody>;

const listOf = <Item extends z.ZodType>(item: Item) => z.object({ count: z.int(), items: z.array(item) });

const Entry = z.object({ id: Id, Type: z.string(), Creator: Person, Created: Time, OldValue: Text, NewValue: Text });
/** What RT calls a transaction: anything that happened to a ticket. */
export type Entry = z.infer<typeof Entry>;
export const Entries = listOf(Entry);
export const Changed = listOf(z.object({ id: Id, ObjectId: Id }));

const Part = z.object({ id: Id, TransactionId: Id, ContentType: Text, Filename: Text, ContentLength: z.union([z.string(), z.number()]).nullish().transform((length) => (length === null || length === undefined || length === "" ? null : Number(length))) });
/** The fields of one, as RT is asked for them. */
export const PART = "TransactionId,ContentType,Filename,ContentLength";
/** Part of a message: what it says, or a file. */
export type Part = z.infer<typeof Part>;
export const Parts = listOf(Part);
export const Contents = listOf(z.object({ id: Id, Content: Text }));
export const OnePart = z.object({ id: Id, Content: Text });

export const Found = listOf(z.object({ id: Id, Subject: Text, CustomFields: Fields }));
export const Queues = listOf(z.object({ id: Id, Name: z.string() }));
export const QueueBody = Linked.extend({ id: Id, Name: z.string(), TicketCustomFields: z.array(z.object({ name: z.string() })).default([]) }).transform(({ _hyperlinks: links, ...queue }) => ({ ...queue, may: mayOf(links) }));
export const Made = z.object({ id: Id });
export const Version = z.object({ Version: z.string() });
export const User = z.object({ Name: z.string().optional(), EmailAddress: z.string().nullish(), Privileged: z.unknown() });
/** What it says to a change, in sentences. */
export const Sentences = z.array(z.unknown()).transform((all) => all.map(String));

/** What an answer holds, or an error that names what is missing of it. */
export function shaped<Shape>(shape: z.ZodType<Shape>, json: unknown, what: string, arrived: "no" | "maybe" = "no"): Shape {
  const read = shape.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new RemoteError({ problem: "garbage", words: `The answer about ${what} is not as RT's documents say: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`, arrived });
}
