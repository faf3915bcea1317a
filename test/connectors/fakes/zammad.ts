// A Zammad in memory that answers as its documents and its code say: names by `expand`, an index that lags, states that want
// a time, articles with files, HTML that it cleans, merged tickets that stay as shells.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

type Attachment = { id: number; filename: string; size: string; preferences: Record<string, unknown> };
export type ZammadArticle = { id: number; ticket_id: number; subject: string | null; body: string; content_type: string; type: string; internal: boolean; sender: string; created_by: string; created_at: string; updated_at: string; attachments: Attachment[] };
export type ZammadTicket = { id: number; number: string; title: string; group: string; state: string; priority: string; owner: string; customer: string; pending_time: string | null; updated_by: string; created_at: string; updated_at: string } & Record<string, unknown>;

export type FakeZammad = {
  readonly url: string;
  readonly tickets: Map<number, ZammadTicket>;
  readonly articles: ZammadArticle[];
  readonly asked: { method: string; path: string; query: URLSearchParams; body: string }[];
  /** `indexLagsMs`: how far a search is behind; `asksDatabase`: whether "*" alone is asked of the database. */
  readonly traits: { indexLagsMs: number; asksDatabase: boolean; groups: Record<string, string[]> };
  readonly say: (by: string, ticket: number, article: Partial<ZammadArticle> & { readonly body: string }, files?: readonly { readonly name: string; readonly type: string; readonly data: Uint8Array; readonly preferences?: Record<string, unknown> }[]) => ZammadArticle;
  readonly change: (by: string, ticket: number, fields: Record<string, unknown>) => void;
  readonly merge: (id: number, into: number) => void;
  readonly stop: () => Promise<void>;
};

export const TOKEN = "zammad-token";
const STATES = ["new", "open", "pending reminder", "pending close", "closed", "merged"];
const PRIORITIES = ["1 low", "2 normal", "3 high"];
const GROUPS = ["Users", "R&D \"Lab\""];
const LOGINS: Readonly<Record<string, string>> = { "jane@acme.example": "jane@acme.example", soc: "soc", alice: "alice" };

class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export async function startZammad({ now = () => new Date() }: { readonly now?: () => Date } = {}): Promise<FakeZammad> {
  const tickets = new Map<number, ZammadTicket>();
  const articles: ZammadArticle[] = [];
  const links: { parent: number; child: number }[] = [];
  const bytes = new Map<number, Buffer>();
  const asked: FakeZammad["asked"] = [];
  const traits: FakeZammad["traits"] = { indexLagsMs: 0, asksDatabase: true, groups: { Users: ["full"], "R&D \"Lab\"": ["read", "create", "change"] } };
  // What the index knows, and since when.
  const indexed = new Map<number, { at: number; row: ZammadTicket }[]>();
  let count = 10;
  const stamp = (): string => now().toISOString();
  const cleaned = (html: string): string => html.replace(/<script\b[^>]*>.*?<\/script>/gis, "").replace(/ on\w+="[^"]*"/gi, "");
  const touch = (ticket: ZammadTicket, by: string): void => {
    ticket.updated_at = stamp();
    ticket.updated_by = by;
    indexed.set(ticket.id, [...(indexed.get(ticket.id) ?? []), { at: now().getTime(), row: { ...ticket } }]);
  };
  const ticketAt = (id: unknown): ZammadTicket => {
    const ticket = tickets.get(Number(id));
    if (ticket === undefined) throw new Refusal(404, `Couldn't find Ticket with 'id'=${String(id)}`);
    return ticket;
  };
  const lookup = (kind: string, name: unknown, all: readonly string[]): void => {
    if (typeof name !== "string" || !all.includes(name)) throw new Refusal(422, `No lookup value found for '${kind}': ${JSON.stringify(name)}`);
  };

  const say: FakeZammad["say"] = (by, id, article, files = []) => {
    const ticket = ticketAt(id);
    const content = article.content_type ?? "text/plain";
    const made: ZammadArticle = {
      id: ++count, ticket_id: id, subject: article.subject ?? null, body: /html/.test(content) ? cleaned(article.body) : article.body, content_type: content, type: article.type ?? "note", internal: article.internal ?? false,
      sender: article.sender ?? "Agent", created_by: by, created_at: stamp(), updated_at: stamp(),
      attachments: files.map(({ name, type, data, preferences }) => {
        bytes.set(++count, Buffer.from(data));
        return { id: count, filename: name, size: String(data.length), preferences: preferences ?? { "Mime-Type": type } };
      }),
    };
    articles.push(made);
    touch(ticket, by);
    return made;
  };
  const change: FakeZammad["change"] = (by, id, fields) => {
    const ticket = ticketAt(id);
    const { state, group, priority, customer, ...rest } = fields;
    if (state !== undefined) {
      lookup("state", state, STATES);
      if (typeof state === "string" && state.startsWith("pending") && typeof fields["pending_time"] !== "string") throw new Refusal(422, "Missing required value for field 'pending_time'!");
    }
    if (group !== undefined) lookup("group", group, GROUPS);
    if (priority !== undefined) lookup("priority", priority, PRIORITIES);
    if (customer !== undefined) lookup("customer", customer, Object.keys(LOGINS));
    // What it has no attribute for is left out.
    const known = Object.fromEntries(Object.entries(rest).filter(([name]) => name in ticket));
    Object.assign(ticket, known, state === undefined ? {} : { state }, group === undefined ? {} : { group }, priority === undefined ? {} : { priority }, customer === undefined ? {} : { customer });
    touch(ticket, by);
  };
  const merge: FakeZammad["merge"] = (id, into) => {
    for (const article of articles) if (article.ticket_id === id) article.ticket_id = into;
    say("alice", id, { body: "merged" });
    links.push({ parent: into, child: id });
    change("alice", id, { state: "merged", owner: "-" });
    touch(ticketAt(into), "alice");
  };

  const search = (query: URLSearchParams): unknown => {
    const text = (query.get("query") ?? "").replaceAll("*", "");
    const isDatabase = text === "" && traits.asksDatabase;
    const until = now().getTime() - traits.indexLagsMs;
    const rows = [...tickets.values()].flatMap((ticket) => {
      const row = isDatabase ? ticket : indexed.get(ticket.id)?.findLast(({ at }) => at <= until)?.row;
      return row === undefined ? [] : [row];
    });
    if (text.includes("/")) throw new Refusal(500, "Elasticsearch: parse_exception");
    const wanted = text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
    const found = rows.filter(({ title }) => { const words = title.toLowerCase().split(/[^\p{L}\p{N}]+/u); return wanted.every((word) => words.some((one) => one.startsWith(word))); });
    const by = query.get("sort_by") ?? "updated_at";
    found.sort((one, other) => String(one[by]).localeCompare(String(other[by])) || one.id - other.id);
    if (query.get("order_by") === "desc") found.reverse();
    const size = Math.min(200, Number(query.get("per_page") ?? 50));
    const start = size * (Number(query.get("page") ?? 1) - 1);
    const page = found.slice(start, start + size);
    return query.get("expand") === "true" ? page : { tickets: page.map(({ id }) => id), tickets_count: page.length, assets: {} };
  };
  const shown = (article: ZammadArticle): ZammadArticle => article;

  const create = (input: Record<string, unknown>): ZammadTicket => {
    const { title, group, customer, article, ...rest } = input;
    if (typeof title !== "string" || title === "") throw new Refusal(422, "Missing required value for field 'title'!");
    lookup("group", group, GROUPS);
    lookup("customer", customer, Object.keys(LOGINS));
    const id = ++count;
    const ticket: ZammadTicket = { id, number: `22${String(id).padStart(4, "0")}`, title, group: String(group), state: "new", priority: "2 normal", owner: "-", customer: String(customer), pending_time: null, soc_key: "", updated_by: "soc", created_at: stamp(), updated_at: stamp() };
    tickets.set(id, ticket);
    try {
      change("soc", id, rest);
      say("soc", id, article as ZammadArticle);
    } catch (error) {
      // All of it is one transaction.
      tickets.delete(id);
      throw error;
    }
    return ticket;
  };

  const route = (method: string, path: string, query: URLSearchParams, input: () => Record<string, unknown>): { status: number; json?: unknown; bytes?: Buffer; type?: string } => {
    const [first = "", second, third, fourth] = path.split("/");
    if (first === "users" && second === "me") return { status: 200, json: { id: 3, login: "soc", email: "soc@acme.example", groups: traits.groups } };
    if (first === "users" && second === "search") return { status: 200, json: Object.keys(LOGINS).filter((email) => email === query.get("query")).map((email) => ({ email, login: email })) };
    if (first === "links") return { status: 200, json: { links: links.flatMap(({ parent, child }) => (String(child) === query.get("link_object_value") ? [{ link_type: "parent", link_object: "Ticket", link_object_value: parent }] : String(parent) === query.get("link_object_value") ? [{ link_type: "child", link_object: "Ticket", link_object_value: child }] : [])), assets: {} } };
    if (first === "tickets" && second === "search") return { status: 200, json: search(query) };
    if (first === "tickets" && method === "POST") return { status: 201, json: create(input()) };
    if (first === "tickets" && method === "PUT") {
      change("soc", Number(second), input());
      return { status: 200, json: ticketAt(second) };
    }
    if (first === "tickets") return { status: 200, json: ticketAt(second) };
    if (first === "ticket_articles" && second === "by_ticket") return { status: 200, json: articles.filter(({ ticket_id }) => ticket_id === ticketAt(third).id).map(shown) };
    if (first === "ticket_articles" && method === "POST") {
      const { ticket_id, attachments = [], ...article } = input();
      if (article["body"] === undefined) throw new Refusal(422, "Need at least article: { body: \"some text\" }");
      if (article["type"] === "email") throw new Refusal(500, "a mail was sent to the customer");
      const files = (attachments as { filename: string; data: string; "mime-type": string }[]).map((one) => ({ name: one.filename, type: one["mime-type"], data: Buffer.from(one.data, "base64") }));
      return { status: 201, json: shown(say("soc", Number(ticket_id), article as ZammadArticle, files)) };
    }
    if (first === "ticket_attachment") {
      const article = articles.find(({ id }) => id === Number(third));
      if (article?.ticket_id !== Number(second) || !article.attachments.some(({ id }) => id === Number(fourth))) throw new Refusal(403, "Not authorized");
      return { status: 200, bytes: bytes.get(Number(fourth)) ?? Buffer.alloc(0), type: "application/octet-stream" };
    }
    throw new Refusal(404, "No route matches");
  };

  const answer = async (request: IncomingMessage): Promise<{ status: number; json?: unknown; bytes?: Buffer; type?: string }> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const url = new URL(request.url ?? "/", "http://there");
    const body = Buffer.concat(parts).toString("utf8");
    asked.push({ method: request.method ?? "", path: url.pathname, query: url.searchParams, body });
    try {
      if (!url.pathname.startsWith("/api/v1/")) return { status: 200, bytes: Buffer.from("<!doctype html><html><title>Zammad</title></html>"), type: "text/html" };
      if (request.headers.authorization !== `Token token=${TOKEN}`) throw new Refusal(401, "Invalid BasicAuth credentials");
      return route(request.method ?? "GET", url.pathname.slice("/api/v1/".length), url.searchParams, () => JSON.parse(body) as Record<string, unknown>);
    } catch (error) {
      if (error instanceof Refusal) return { status: error.status, json: { error: error.message, error_human: error.message } };
      throw error;
    }
  };
  const server = createServer((request, response) => {
    answer(request).then(({ status, json, bytes: body, type = "application/json; charset=utf-8" }) => response.writeHead(status, { "content-type": type }).end(body ?? JSON.stringify(json)), (thrown: unknown) => response.writeHead(500, { "content-type": "text/html" }).end(String(thrown)));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tickets, articles, asked, traits, say, change, merge,
    stop: () => new Promise((done) => { server.close(() => done()); server.closeAllConnections(); }),
  };
}
