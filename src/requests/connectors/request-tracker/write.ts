// What is written into RT. It answers 200 and a sentence to what it refuses too, in the language of the account: what
// counts is what is there afterwards.
import { notAccepted, RemoteError } from "../../../outbound/index.ts";
import type { CommentVisibility, FileToSend, NewTicket, TicketChange } from "../connector.ts";
import { plainOf } from "../text/doc.ts";
import { listOf, pathOf, type RequestTracker, ticketAt } from "./api.ts";
import { Entries, Made, PART, Parts, Sentences, shaped, type TicketBody } from "./shapes.ts";

// What fits into the column of RT's databases.
const LONGEST_TITLE = 200;

const subjectOf = (title: string): string => {
  const line = title.replace(/[\r\n]+/g, " ");
  return line.length > LONGEST_TITLE ? `${line.slice(0, LONGEST_TITLE - 1)}…` : line;
};

/** RT's own number of a priority; a word would be stored as zero. */
function numberOf({ options: { priorities } }: RequestTracker, priority: string): number {
  const named = Object.entries(priorities).find(([name]) => name.toLowerCase() === priority.toLowerCase())?.[1];
  if (named !== undefined) return named;
  if (/^\d{1,5}$/.test(priority)) return Number(priority);
  throw notAccepted(`RT's priorities are numbers, and ${priority.slice(0, 100)} is none.`, "Name it under priorities of the connector's options, as %PriorityAsString in RT's configuration has it.");
}

/** Makes a ticket; gives its id. */
export async function create(rt: RequestTracker, { key, title, text, queue, priority, asset, dueAt }: NewTicket): Promise<string> {
  const { options: { keyField, assetField, requestor, account, dueDate }, http } = rt;
  if (queue === null) throw notAccepted("A ticket in RT needs a queue.", "Name the queue of the team, or one for all, in the connector's settings.");
  const fields = { ...(keyField === null ? {} : { [keyField]: key }), ...(assetField === null || asset === null ? {} : { [assetField]: asset }) };
  const ticket = {
    Queue: queue, Subject: subjectOf(title), Content: plainOf(text), ContentType: "text/plain", Requestor: requestor ?? account,
    ...(priority === null ? {} : { Priority: numberOf(rt, priority) }),
    ...(dueDate && dueAt !== null ? { Due: dueAt.toISOString().replace(/\.\d+Z$/, "Z") } : {}),
    ...(Object.keys(fields).length === 0 ? {} : { CustomFields: fields }),
  };
  const { json } = await http.ask({ method: "POST", path: "REST/2.0/ticket", json: ticket });
  return shaped(Made, json, "the new ticket", "maybe").id;
}

/** Changes the named fields. */
export async function update(rt: RequestTracker, id: string, { title, queue, priority }: TicketChange, ifVersion: string | null): Promise<void> {
  const ticket = {
    ...(title === undefined ? {} : { Subject: subjectOf(title) }),
    ...(queue === undefined ? {} : { Queue: queue }),
    ...(priority === undefined ? {} : { Priority: numberOf(rt, priority) }),
  };
  if (Object.keys(ticket).length === 0) return;
  await put(rt, id, ticket, ifVersion, (after) => (queue === undefined || same(after.Queue.Name ?? queue, queue)) && (title === undefined || after.Subject === ticket.Subject) && (priority === undefined || after.Priority === String(ticket.Priority)));
}

/** Moves it into a status, as its queue's lifecycle allows. */
export const transition = (rt: RequestTracker, id: string, state: string, ifVersion: string | null): Promise<void> => put(rt, id, { Status: state }, ifVersion, ({ Status }) => same(Status, state));

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

async function put(rt: RequestTracker, id: string, ticket: object, ifVersion: string | null, isDone: (after: TicketBody) => boolean): Promise<void> {
  const { json } = await rt.http.ask({ method: "PUT", path: `REST/2.0/${pathOf(id)}`, json: ticket, headers: ifVersion === null ? {} : { "if-match": `"${ifVersion}"` } });
  const said = shaped(Sentences, json, "the change", "maybe");
  // What cannot be read now is read back by the sync.
  const after = await ticketAt(rt, id).catch(() => undefined);
  if (after !== undefined && !isDone(after.ticket)) throw notAccepted(said.join(" ") || "RT said nothing, and changed nothing.", "See whether queue and status exist there, the lifecycle of the queue allows the step, and the account has ModifyTicket; then mend the mapping.");
}

/** Says something: RT's reply is public, its comment internal. */
export async function comment(rt: RequestTracker, id: string, text: string, visibility: CommentVisibility): Promise<string | null> {
  return (await say(rt, id, { Content: text, ContentType: "text/plain" }, visibility)) ?? null;
}

/** Attaches a file, in a message without words. */
export async function attach(rt: RequestTracker, id: string, { name, type, data }: FileToSend, visibility: CommentVisibility): Promise<string | null> {
  if (data.length === 0) throw notAccepted(`RT takes no empty file, and ${name.slice(0, 100)} is empty.`);
  const entry = await say(rt, id, { Attachments: [{ FileName: headerOf(name), FileType: type, FileContent: Buffer.from(data).toString("base64") }] }, visibility);
  if (entry === undefined) return null;
  const parts = await listOf(rt, Parts, `transaction/${entry}/attachments`, { fields: PART }).catch(() => []);
  return parts.find(({ Filename }) => Filename !== "")?.id ?? null;
}

/** RT reads names of files as headers of mail: what is not ASCII stands in encoded words (RFC 2047). */
function headerOf(name: string): string {
  if (/^[\x20-\x7e]*$/.test(name) && !name.includes("=?")) return name;
  // At most 45 bytes each, so that none is longer than 75 characters.
  const words: string[] = [];
  for (const letter of name) {
    const last = words.at(-1);
    if (last !== undefined && Buffer.byteLength(last + letter) <= 45) words[words.length - 1] = last + letter;
    else words.push(letter);
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString("base64")}?=`).join(" ");
}

/** Gives the id of the transaction. */
async function say(rt: RequestTracker, id: string, message: object, visibility: CommentVisibility): Promise<string | undefined> {
  const { headers } = await rt.http.ask({ method: "POST", path: `REST/2.0/${pathOf(id)}/${visibility === "public" ? "correspond" : "comment"}`, json: message });
  const entry = /\/transaction\/(\d+)$/.exec(headers["location"] ?? "")?.[1];
  if (entry !== undefined && visibility === "public") await undoOpening(rt, id, entry);
  return entry;
}

/** RT opens a ticket that is new, stalled or resolved when somebody replies. That the SOC said something is no work done there. */
async function undoOpening(rt: RequestTracker, id: string, reply: string): Promise<void> {
  try {
    const since = await listOf(rt, Entries, `${pathOf(id)}/history`, { fields: "Type,Creator,Created,OldValue,NewValue", after: reply });
    const opened = since.find(({ Type, Creator }) => Type === "Status" && Creator.id === "RT_System");
    // Only if nobody did anything since.
    if (opened !== undefined && since.at(-1)?.id === opened.id) await rt.http.ask({ method: "PUT", path: `REST/2.0/${pathOf(id)}`, json: { Status: opened.OldValue }, headers: { "if-match": `"${opened.id}"` } });
  } catch (error) {
    // The words are there, which is what was asked for.
    if (!(error instanceof RemoteError)) throw error;
  }
}
