// Reading a ticket: itself, what happened to it, and the parts of what was said.
import { RemoteError } from "../../../outbound/index.ts";
import type { Comment, Reading, TicketFile } from "../connector.ts";
import { wordsOfHtml } from "../text/html.ts";
import { listOf, PAGE, pathOf, type RequestTracker, ticketAt } from "./api.ts";
import { Contents, Entries, type Entry, OnePart, PART, type Part, Parts, shaped } from "./shapes.ts";

const MOST_COMMENTS = 1_000;
const MESSAGES: ReadonlySet<string> = new Set(["Comment", "Correspond"]);
// Who sees the ticket sees the first; comments need a right of their own.
const KINDS = [["Create", "Status", "Correspond"], ["Comment"]];

/** Reads a ticket. */
export async function read(rt: RequestTracker, id: string): Promise<Reading> {
  const there = await ticketAt(rt, id);
  if (there === undefined) return { found: "no" };
  const { ticket, version } = there;
  // Asked for one that was merged, RT gives the other.
  if (ticket.id !== id) return { found: "merged", into: ticket.id };
  if (ticket.Status === "deleted") return { found: "no" };
  const entries = await entriesOf(rt, id);
  const parts = entries.some(({ Type }) => MESSAGES.has(Type)) ? await partsOf(rt, id, entries) : [];
  const { keyField } = rt.options;
  const key = ticket.CustomFields.find(({ name }) => name === keyField)?.values[0];
  return {
    found: "yes",
    ticket: {
      id, number: `#${id}`, url: `${rt.url.replace(/\/+$/, "")}/Ticket/Display.html?id=${id}`,
      title: ticket.Subject, state: ticket.Status, queue: ticket.Queue.Name ?? null, priority: priorityOf(rt, ticket.Priority),
      assignee: ticket.Owner === undefined || ticket.Owner.id === "Nobody" ? null : ticket.Owner.Name ?? ticket.Owner.id,
      changedBy: whoMoved(entries), stateChangedAt: entries.findLast(({ Type }) => Type === "Status" || Type === "Create")?.Created ?? null, madeAt: ticket.Created ?? null, key: typeof key === "string" && key !== "" ? key : null, version,
      comments: await commentsOf(rt, entries, parts), files: filesOf(entries, parts),
    },
  };
}

/** What happened to it, and what was said, in the order of ids. */
async function entriesOf(rt: RequestTracker, id: string): Promise<readonly Entry[]> {
  const all = await Promise.all(KINDS.map((types) => listOf(rt, Entries, `${pathOf(id)}/history`, { fields: "Type,Creator,Created,OldValue,NewValue", limits: [{ field: "Type", operator: "IN", value: types }] })));
  return all.flat().toSorted((one, other) => Number(one.id) - Number(other.id));
}

/** Of what we may see alone: among the parts of the ticket stand those of each mail that RT sent about it. */
async function partsOf(rt: RequestTracker, id: string, entries: readonly Entry[]): Promise<readonly Part[]> {
  const of = entries.filter(({ Type }) => Type !== "Status").map((entry) => entry.id);
  const parts: Part[] = [];
  for (let at = 0; at < of.length; at += PAGE) parts.push(...await listOf(rt, Parts, `${pathOf(id)}/attachments`, { fields: PART, limits: [{ field: "TransactionId", operator: "IN", value: of.slice(at, at + PAGE) }] }));
  return parts;
}

/** A priority as settings name it. */
function priorityOf({ options: { priorities } }: RequestTracker, number: string): string {
  return Object.entries(priorities).find(([, value]) => String(value) === number)?.[0] ?? number;
}

/** Who changed the state last; where a reply did, and RT in its name, who replied. */
function whoMoved(entries: readonly Entry[]): string | null {
  const last = entries.findLastIndex(({ Type }) => Type === "Status");
  const entry = entries[last];
  return (entry?.Creator.id === "RT_System" ? entries[last - 1] ?? entry : entry)?.Creator.id ?? null;
}

const isWords = ({ ContentType, Filename }: Part): boolean => Filename === "" && /^text\/(?:plain|html)\b/i.test(ContentType);

async function commentsOf(rt: RequestTracker, entries: readonly Entry[], parts: readonly Part[]): Promise<readonly Comment[]> {
  const messages = entries.filter(({ Type }) => MESSAGES.has(Type)).slice(-MOST_COMMENTS);
  const said = new Map(messages.map(({ id }) => [id, wordsAmong(parts.filter(({ TransactionId }) => TransactionId === id))]));
  const contents = await contentsOf(rt, [...said.values()].flat().map(({ id }) => id));
  return messages.flatMap(({ id, Type, Creator, Created }) => {
    const text = (said.get(id) ?? []).map((part) => (/html/i.test(part.ContentType) ? wordsOfHtml(contents.get(part.id) ?? "") : contents.get(part.id) ?? "")).join("\n").trim();
    return text === "" ? [] : [{ id, at: Created, author: Creator.id, visibility: Type === "Comment" ? "internal" as const : "public" as const, text }];
  });
}

/** Of a message that has both, the plain text says the same. */
function wordsAmong(parts: readonly Part[]): readonly Part[] {
  const words = parts.filter(isWords);
  const plain = words.filter(({ ContentType, ContentLength }) => !/html/i.test(ContentType) && ContentLength !== 0);
  return plain.length > 0 ? plain : words;
}

/** The words of parts, many at once: of no file a byte. */
async function contentsOf({ http }: RequestTracker, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const contents = new Map<string, string>();
  for (let at = 0; at < ids.length; at += PAGE) {
    const json = [{ field: "id", operator: "IN", value: ids.slice(at, at + PAGE) }];
    const answer = await http.ask({ method: "POST", isRead: true, path: "REST/2.0/attachments", query: { fields: "Content", per_page: PAGE }, json });
    for (const { id, Content } of shaped(Contents, answer.json, "what comments say").items) contents.set(id, Content);
  }
  return contents;
}

function filesOf(entries: readonly Entry[], parts: readonly Part[]): readonly TicketFile[] {
  const by = new Map(entries.map((entry) => [entry.id, entry]));
  return parts.filter(({ Filename }) => Filename !== "").map(({ id, TransactionId, Filename, ContentType, ContentLength }) => {
    const entry = by.get(TransactionId);
    return { id, name: Filename, type: ContentType, bytes: ContentLength, author: entry?.Creator.id ?? null, visibility: entry?.Type === "Comment" ? "internal" : "public" };
  });
}

/** Downloads a file. */
export async function download(rt: RequestTracker, id: string, file: string): Promise<Uint8Array> {
  const known = await listOf(rt, Parts, `${pathOf(id)}/attachments`, { fields: PART, limits: [{ field: "id", operator: "=", value: file }] });
  if (!known.some((part) => part.id === file)) throw new RemoteError({ problem: "not_found", words: `The ticket #${id} has no file ${file.slice(0, 40)}.`, arrived: "no" });
  return Buffer.from((await rt.get(OnePart, `attachment/${file}`)).Content, "base64");
}
