// Attachments: objects of their own, which tell name, type and size with their content alone.
import { z } from "zod";
import { type ItopObject, notAccepted, RemoteError } from "../../../outbound/index.ts";
import type { FileToSend, TicketFile } from "../connector.ts";
import { shaped } from "../shaped.ts";
import { numberOf, type There, ticketAt } from "./api.ts";

const MOST = 500;
const MOST_KNOWN = 10_000;
const Contents = z.object({ data: z.string(), mimetype: z.string().nullish(), filename: z.string().nullish() });

/** What lies at a ticket. */
export async function filesOf(there: There, id: number): Promise<readonly TicketFile[]> {
  const { itop, options } = there;
  const objects = await itop.list({ class: "Attachment", key: `SELECT Attachment WHERE item_class = "${options.class}" AND item_id = ${id}`, output_fields: "id", most: MOST }).catch(nothingIfForbidden);
  const files: TicketFile[] = [];
  for (const { key } of objects.toSorted((one, other) => Number(one.key) - Number(other.key))) {
    const { name, type, bytes } = there.files.get(key) ?? (await learn(there, key));
    files.push({ id: key, name, type, bytes, author: null, visibility: "public" });
  }
  return files;
}

export function nothingIfForbidden(error: unknown): readonly ItopObject[] {
  if (error instanceof RemoteError && error.problem === "forbidden") return [];
  throw error;
}

async function learn(there: There, key: string): Promise<{ readonly name: string; readonly type: string; readonly bytes: number }> {
  const known = await contentsOf(there, key).then(
    ({ data, mimetype, filename }) => ({ name: filename ?? `attachment-${key}`, type: mimetype ?? "application/octet-stream", bytes: Buffer.byteLength(data, "base64") }),
    (error: unknown) => {
      // Longer than any answer that is read: it stays there, and is named.
      if (error instanceof RemoteError && error.words.includes(" answered more than ")) return { name: `attachment-${key}`, type: "application/octet-stream", bytes: Number.MAX_SAFE_INTEGER };
      throw error;
    },
  );
  if (there.files.size >= MOST_KNOWN) there.files.clear();
  there.files.set(key, known);
  return known;
}

async function contentsOf({ itop, options }: There, key: string, ticket?: number): Promise<z.infer<typeof Contents>> {
  const { objects } = await itop.run({ operation: "core/get", class: "Attachment", key: Number(key), output_fields: "id,item_class,item_id,contents" });
  const found = objects.find((one) => one.key === key);
  if (found === undefined || (ticket !== undefined && (String(found.fields["item_id"]) !== String(ticket) || found.fields["item_class"] !== options.class))) throw new RemoteError({ problem: "not_found", words: `There is no attachment ${key} at this ticket.`, arrived: "no" });
  return shaped(Contents, found.fields["contents"], `Attachment ${key}`, "no");
}

/** Downloads a file of a ticket. */
export async function download(there: There, id: string, file: string): Promise<Uint8Array> {
  const { data } = await contentsOf(there, String(numberOf(file)), numberOf(id));
  return Buffer.from(data, "base64");
}

/** Attaches a file. Whoever sees the ticket sees it: iTop has no others. */
export async function attach(there: There, id: string, { name, type, data }: FileToSend): Promise<string> {
  const { itop, options } = there;
  const ticket = await ticketAt(there, id);
  if (ticket === undefined) throw new RemoteError({ problem: "not_found", words: `There is no ${options.class} ${id}.`, arrived: "no" });
  const contents = { data: Buffer.from(data).toString("base64"), filename: name, mimetype: type };
  const { objects: [made] } = await itop.run({ operation: "core/create", comment: "Vigie", class: "Attachment", fields: { item_class: options.class, item_id: numberOf(id), item_org_id: Number(ticket.org_id), contents }, output_fields: "id" });
  if (made === undefined) throw notAccepted("iTop answered well, and made no attachment.", "See whether the account may create attachments, and how large they may be.");
  return made.key;
}
