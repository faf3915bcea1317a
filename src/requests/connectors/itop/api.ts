// iTop's API as the connector asks it.
import { createHash } from "node:crypto";
import { z } from "zod";
import { type Itop, type ItopKey, type ItopObject, RemoteError } from "../../../outbound/index.ts";
import { shaped } from "../shaped.ts";
import { wordsOfHtml } from "../text/html.ts";
import type { ItopOptions, Person } from "./options.ts";

export type There = {
  readonly itop: Itop;
  readonly options: ItopOptions;
  readonly url: string;
  readonly now: () => Date;
  /** What attachments are never changes; their list comes with their content alone. */
  readonly files: Map<string, KnownFile>;
};

export type KnownFile = { readonly name: string; readonly type: string; readonly bytes: number };

/** A number of iTop's as it stands in a query; another's id leads nowhere. */
export function numberOf(id: string): number {
  if (!/^\d{1,15}$/.test(id)) throw new RemoteError({ problem: "not_found", words: `${id.slice(0, 40)} is no number of a ticket`, arrived: "no" });
  return Number(id);
}

/** How a person is pointed at. */
export const personKey = (person: Person): Readonly<Record<string, string>> => ("email" in person ? { email: person.email } : { name: person.name, first_name: person.firstName });

const Text = z.union([z.string(), z.number()]).nullish().transform((value) => (value === null || value === undefined ? "" : String(value)));
const Entry = z.object({ date: Text, user_login: Text, message: Text, message_html: Text });
const Log = z.union([z.object({ entries: z.array(Entry) }), z.literal("").transform(() => ({ entries: [] })), z.null().transform(() => ({ entries: [] }))]);

const TicketFields = z.object({
  id: Text, ref: Text, title: Text, status: Text, priority: Text, org_id: Text, team_id: Text, team_id_friendlyname: Text, agent_id: Text, agent_id_friendlyname: Text,
  last_update: Text, resolution_date: Text, solution: Text, public_log: Log, private_log: Log,
});
export type TicketFields = z.infer<typeof TicketFields> & { readonly key: string | null };

/** Reads a ticket; undefined: there is none, or none for us. An attribute that iTop does not know fails the whole call. */
export async function ticketAt({ itop, options }: There, id: string): Promise<TicketFields | undefined> {
  const key = numberOf(id);
  const { objects } = await itop.run({ operation: "core/get", class: options.class, key, output_fields: [...Object.keys(TicketFields.shape), ...(options.keyField === null ? [] : [options.keyField])].join(",") });
  const found = objects.find((one) => one.key === String(key));
  return found === undefined ? undefined : { ...shaped(TicketFields, found.fields, `core/get ${options.class}`, "no"), key: options.keyField === null ? null : shaped(Text, found.fields[options.keyField], options.keyField, "no") || null };
}

/** At most two that are found: none, one, or more than one. */
export async function firstTwo({ itop }: Pick<There, "itop">, name: string, key: ItopKey): Promise<readonly ItopObject[]> {
  return (await itop.run({ operation: "core/get", class: name, key, output_fields: "id,friendlyname", limit: 2, page: 1 })).objects;
}

export type LogEntry = { readonly id: string; readonly date: string; readonly author: string; readonly text: string };

/** Entries of a log, with ids of their own: iTop gives them none. Of what is alike to the second, the how-manieth it is. */
export function entriesOf(log: "public" | "private", json: unknown): readonly LogEntry[] {
  const { entries } = shaped(Log, json, `${log}_log`, "no");
  const alike = new Map<string, number>();
  return entries.map(({ date, user_login: author, message, message_html: html }) => {
    const text = html.trim() === "" ? message.trim() : wordsOfHtml(html);
    // Of letters and figures alone: how markup becomes text changes with versions.
    const print = createHash("sha256").update(JSON.stringify([log, author, date, bare(text)])).digest("hex").slice(0, 24);
    const count = (alike.get(print) ?? 0) + 1;
    alike.set(print, count);
    return { id: `${log}-${print}${count === 1 ? "" : `-${count}`}`, date, author, text };
  });
}

export const bare = (text: string): string => text.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "");
