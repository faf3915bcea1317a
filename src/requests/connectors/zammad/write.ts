// What is written into Zammad: tickets, fields, and notes. Never a mail: a note of whatever visibility sends none.
import { notAccepted, RemoteError } from "../../../outbound/index.ts";
import type { CommentVisibility, FileToSend, KeyFound, NewTicket, TicketChange } from "../connector.ts";
import { shaped } from "../shaped.ts";
import { htmlOf } from "../text/html.ts";
import { Article, numberOf, TicketRow, type Zammad } from "./api.ts";

const FOUND = 200;
const NEWEST = 100;

/** Finds a ticket by the key in its field or at the start of its title, among what a search finds and among the newest: an index lags. The eldest, where people copied it. */
export async function findByKey(zammad: Zammad, key: string): Promise<KeyFound> {
  const { keyField } = zammad.options;
  const carries = (ticket: TicketRow): boolean => (keyField !== null && ticket[keyField] === key) || ticket.title.startsWith(`[${key}]`);
  // A slash would begin an expression in the index, and quotation marks would be looked for in the database.
  const rows = [...(await zammad.search(key.split("/")[0] ?? key, "created_at", 1, FOUND)), ...(await zammad.search("*", "created_at", 1, NEWEST))];
  const [eldest] = rows.filter(carries).map(({ id }) => id).toSorted((one, other) => one - other);
  return eldest === undefined ? { found: "no" } : { found: "yes", id: String(eldest) };
}

export async function create({ http, options }: Zammad, { key, title, text, queue, priority }: NewTicket): Promise<string> {
  if (queue === null) throw notAccepted("Zammad makes no ticket without a group.", "Name one under \"queue\" or \"teams\" of the connector.");
  const { json } = await http.ask({
    method: "POST", path: "api/v1/tickets",
    json: {
      title, group: queue, customer: options.customer, ...(priority === null ? {} : { priority }), ...(options.keyField === null ? {} : { [options.keyField]: key }),
      article: { subject: title, body: htmlOf(text), content_type: "text/html", type: "note", internal: false },
    },
  });
  return String(shaped(TicketRow.pick({ id: true }), json, "POST tickets", "maybe").id);
}

/** Changes the named fields alone. */
export async function update({ http }: Zammad, id: string, { title, queue, priority }: TicketChange): Promise<void> {
  const fields = { ...(title === undefined ? {} : { title }), ...(queue === undefined ? {} : { group: queue }), ...(priority === undefined ? {} : { priority }) };
  await http.ask({ method: "PUT", path: `api/v1/tickets/${numberOf(id)}`, json: fields });
}

export async function comment({ http }: Zammad, id: string, text: string, visibility: CommentVisibility): Promise<string> {
  const { json } = await http.ask({ method: "POST", path: "api/v1/ticket_articles", json: { ticket_id: numberOf(id), body: text, content_type: "text/plain", type: "note", internal: visibility === "internal" } });
  return String(shaped(Article.pick({ id: true }), json, "POST ticket_articles", "maybe").id);
}

const DAY_MS = 24 * 3_600_000;

/** Moves a ticket; what is pending wants to know until when. */
export async function transition({ http, options, now }: Zammad, id: string, state: string): Promise<void> {
  const pending = /^pending\b/i.test(state) ? { pending_time: new Date(now().getTime() + options.pendingDays * DAY_MS).toISOString() } : {};
  await http.ask({ method: "PUT", path: `api/v1/tickets/${numberOf(id)}`, json: { state, ...pending } });
}

/** Files lie at articles: ours is one that says nothing else. */
export async function attach(zammad: Zammad, id: string, { name, type, data }: FileToSend, visibility: CommentVisibility): Promise<string> {
  const attachments = [{ filename: name, data: Buffer.from(data).toString("base64"), "mime-type": type }];
  const { json } = await zammad.http.ask({ method: "POST", path: "api/v1/ticket_articles", json: { ticket_id: numberOf(id), subject: `[Vigie] ${name}`, body: name, content_type: "text/plain", type: "note", internal: visibility === "internal", attachments } });
  const made = shaped(Article.pick({ id: true, attachments: true }), json, "POST ticket_articles", "maybe");
  const [attachment] = made.attachments;
  if (attachment === undefined) throw new RemoteError({ problem: "refused", words: "Zammad answered well, and the article has no file.", arrived: "maybe", todo: "See how large files may be there." });
  return `${made.id}-${attachment.id}`;
}
