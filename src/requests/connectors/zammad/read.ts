// A ticket as Zammad has it now.
import { z } from "zod";
import { RemoteError } from "../../../outbound/index.ts";
import type { Changes, Comment, Probe, Reading, TicketFile } from "../connector.ts";
import { wordsOfHtml } from "../text/html.ts";
import { watchNewest } from "../watch.ts";
import { type Article, articlesOf, isBesides, numberOf, TicketRow, type Zammad } from "./api.ts";

const MOST_COMMENTS = 1_000;
const NOWHERE = new Set<string>(["not_found", "forbidden"]);

export async function read(zammad: Zammad, id: string): Promise<Reading> {
  try {
    const number = numberOf(id);
    const ticket = await zammad.get(TicketRow, `tickets/${number}`);
    if (ticket.state === "merged") {
      const into = await mergedInto(zammad, number);
      return into === undefined ? { found: "no" } : { found: "merged", into: String(into) };
    }
    return { found: "yes", ticket: ticketOf(zammad, ticket, await articlesOf(zammad, number), (await zammad.me()).login) };
  } catch (error) {
    if (error instanceof RemoteError && NOWHERE.has(error.problem)) return { found: "no" };
    throw error;
  }
}

const Links = z.object({ links: z.array(z.object({ link_type: z.string(), link_object: z.string(), link_object_value: z.int() })) });

/** A merged ticket has the one it was merged into for a parent. */
async function mergedInto({ get }: Zammad, id: number): Promise<number | undefined> {
  const { links } = await get(Links, "links", { link_object: "Ticket", link_object_value: id });
  return links.find(({ link_type, link_object, link_object_value }) => link_type === "parent" && link_object === "Ticket" && link_object_value !== id)?.link_object_value;
}

function ticketOf({ options, url }: Zammad, ticket: TicketRow, articles: readonly Article[], login: string): Extract<Reading, { readonly found: "yes" }>["ticket"] {
  const key = options.keyField === null ? null : ticket[options.keyField];
  return {
    id: String(ticket.id), number: ticket.number, url: `${url.replace(/\/+$/, "")}/#ticket/zoom/${ticket.id}`, title: ticket.title, state: ticket.state, queue: ticket.group || null, priority: ticket.priority || null,
    assignee: ticket.owner === "-" ? null : ticket.owner || null, changedBy: ticket.updated_by || null, key: typeof key === "string" && key !== "" ? key : null, version: null, madeAt: ticket.created_at ?? null,
    // What the system says by itself is no word of a person.
    comments: articles.filter((article) => article.sender !== "System" && !isBesides(article, login)).slice(-MOST_COMMENTS).map(commentOf),
    files: articles.flatMap(filesOf),
  };
}

const commentOf = ({ id, created_at, created_by, internal, content_type, body }: Article): Comment =>
  ({ id: String(id), at: created_at, author: created_by, visibility: internal ? "internal" : "public", text: /html/i.test(content_type) ? wordsOfHtml(body) : body });

const filesOf = ({ id, attachments, created_by, internal }: Article): readonly TicketFile[] => attachments.flatMap(({ id: attachment, filename, size, preferences }) => {
  // Pictures within a text, and a mail's own text once more.
  if (preferences?.["Content-Disposition"] === "inline" || preferences?.["original-format"] === true) return [];
  const type = preferences?.["Mime-Type"] ?? preferences?.["Content-Type"];
  return [{ id: `${id}-${attachment}`, name: filename, type: typeof type === "string" ? type : "application/octet-stream", bytes: size ?? null, author: created_by, visibility: internal ? "internal" : "public" }];
});

/** Downloads a file of a ticket, and sees that it is as long as it was said to be: a page of a proxy is bytes too. */
export async function download(zammad: Zammad, id: string, file: string): Promise<Uint8Array> {
  const ticket = numberOf(id);
  const found = (await articlesOf(zammad, ticket)).flatMap(filesOf).find((one) => one.id === file);
  if (found === undefined) throw new RemoteError({ problem: "not_found", words: `There is no file ${file.slice(0, 40)} at the ticket ${id}.`, arrived: "no" });
  const { bytes } = await zammad.http.ask({ path: `api/v1/ticket_attachment/${ticket}/${file.replace("-", "/")}`, expects: "bytes" });
  if (found.bytes !== null && bytes.length !== found.bytes) throw new RemoteError({ problem: "garbage", words: `What came for the file ${file} has ${bytes.length} bytes in place of ${found.bytes}.`, arrived: "no" });
  return bytes;
}

const PAGE = 100;

/** Which of the tickets that we follow may have changed. */
export const changes = (zammad: Zammad, cursor: string | null, open: readonly string[]): Promise<Changes> =>
  watchNewest(cursor, open, zammad.now(), { size: PAGE, page: async (number) => (await zammad.search("*", "updated_at", number + 1, PAGE)).map(({ id, updated_at: at }) => ({ id: String(id), at })) });

const User = z.object({ email: z.string().nullish() });

/** Looks at account, groups and customer; writes nothing. */
export async function probe(zammad: Zammad): Promise<Probe> {
  const { http, options, now } = zammad;
  const { headers } = await http.ask({ path: "api/v1/users/me" });
  const { login, groups } = await zammad.me();
  const clock = Date.parse(headers["date"] ?? "");
  const rights = Object.entries(groups ?? {}).filter(([, access]) => access.includes("full") || ["read", "create", "change"].every((right) => access.includes(right))).map(([name]) => name);
  const isThere = (await zammad.get(z.array(User), "users/search", { query: options.customer, limit: 50 }).catch(nobodyIfForbidden)).some(({ email }) => email?.toLowerCase() === options.customer.toLowerCase());
  const seen = await zammad.search("*", "updated_at", 1, 1);
  const knowsField = options.keyField === null || seen.length === 0 || options.keyField in (seen[0] ?? {});
  return {
    version: null, account: login, skewMs: Number.isNaN(clock) ? null : clock - now().getTime(),
    checks: [
      { name: "groups", ok: rights.length > 0, words: rights.length > 0 ? `The account may read, create and change tickets in ${rights.join(", ")}.` : "There is no group in which the account may read, create and change tickets: make it an agent of one." },
      { name: "customer", ok: isThere, words: isThere ? `The user ${options.customer} is there.` : `The account finds no user ${options.customer}: create one, or name another.` },
      ...(options.keyField === null ? [] : [{ name: "field of the key", ok: knowsField, words: knowsField ? `Tickets have the attribute ${options.keyField}.` : `Tickets have no attribute ${options.keyField}: add it in the object manager, as text.` }]),
    ],
  };
}

function nobodyIfForbidden(error: unknown): readonly z.infer<typeof User>[] {
  if (error instanceof RemoteError && error.problem === "forbidden") return [];
  throw error;
}
