// Request Tracker 5.0.3 as it was seen to answer: sentences on 200, what it drops and garbles, what it does by itself.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

type Transaction = { readonly id: number; readonly ticket: number; readonly type: string; readonly by: string; readonly at: string; readonly old: string; readonly new: string };
type Attachment = { readonly id: number; readonly transaction: number; readonly type: string; readonly name: string; readonly content: Buffer };
type Ticket = { readonly id: number; readonly created: string; queue: string; subject: string; status: string; priority: string; requestor: string; due: string; readonly fields: Map<string, string>; effective: number };
type Body = {
  readonly Queue?: string; readonly Subject?: string; readonly Status?: string; readonly Priority?: string | number; readonly Requestor?: string; readonly Due?: string; readonly MergeInto?: string;
  readonly Content?: string; readonly ContentType?: string; readonly CustomFields?: Readonly<Record<string, string>>;
  readonly Attachments?: readonly { readonly FileName?: string; readonly FileType?: string; readonly FileContent?: string }[];
};

const QUEUES: Readonly<Record<string, number>> = { "SOC Requests": 3, "Network Team": 4, "Human Resources": 5 };
// The connector's account does not see it.
const HIDDEN = "Human Resources";
const FIELDS = ["SOC key", "SOC asset"];
const STATUSES = ["new", "open", "stalled", "resolved", "rejected", "deleted"];
const TOKENS: Readonly<Record<string, string>> = { "1-soc": "soc-connector", "1-alice": "alice", "1-stranger": "stranger", "1-outsider": "outsider" };
const UNSET = "1970-01-01T00:00:00Z";

export type FakeRt = {
  readonly url: string;
  /** The outsider has no right to see comments. */
  readonly tokens: { readonly connector: string; readonly alice: string; readonly stranger: string; readonly outsider: string };
  readonly tickets: ReadonlyMap<number, Ticket>;
  /** What is committed so late that transactions with higher ids are seen before it. */
  readonly late: Set<number>;
  readonly transactions: readonly Transaction[];
  /** Queues before all others that only administrators see. */
  readonly addHiddenQueues: (count: number) => void;
  /** Somebody writes into a custom field that nobody here may see. */
  readonly writeHiddenField: (ticket: string) => void;
  /** It is restored from before its last transactions. */
  readonly forget: (count: number) => void;
  readonly stop: () => Promise<void>;
};

/** An answer that is no record: a status, and RT's word for it. */
class Refused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Starts one with a ticket that the connector may not see. */
export async function startRt(): Promise<FakeRt> {
  const world: World = { ...newWorld(), hiddenQueues: 0 };
  world.create("root", { Queue: HIDDEN, Subject: "Not for the SOC", Content: "hush", ContentType: "text/plain" });
  const server = createServer((request, answer) => {
    serve(world, request, answer).catch((error: unknown) => {
      send(answer, error instanceof Refused ? error.status : 500, error instanceof Refused ? { message: error.message } : undefined);
      if (!(error instanceof Refused)) console.error(error);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, tokens: { connector: "1-soc", alice: "1-alice", stranger: "1-stranger", outsider: "1-outsider" },
    tickets: world.tickets, late: world.late, transactions: world.transactions,
    addHiddenQueues: (count) => { world.hiddenQueues += count; },
    writeHiddenField: (ticket) => { world.log(Number(ticket), "CustomField", "root", "", "salary"); },
    forget: (count) => { world.transactions.splice(-count); },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

type World = ReturnType<typeof newWorld> & { hiddenQueues: number };

const second = (): string => new Date().toISOString().replace(/\.\d+Z/, "Z");

function newWorld() {
  const tickets = new Map<number, Ticket>();
  const transactions: Transaction[] = [];
  const attachments: Attachment[] = [];
  const late = new Set<number>();
  // All of the world in one second: RT keeps whole ones.
  const log = (ticket: number, type: string, by: string, was = "", is = ""): number => {
    const id = transactions.length + 41;
    transactions.push({ id, ticket, type, by, at: second(), old: was, new: is });
    return id;
  };
  const keep = (transaction: number, { Content, ContentType = "text/plain", Attachments: files = [] }: Body): void => {
    const add = (type: string, name: string, content: Buffer): void => {
      attachments.push({ id: attachments.length + 1, transaction, type, name, content });
    };
    for (const file of files) for (const field of ["FileName", "FileType", "FileContent"] as const) if ((file[field] ?? "") === "") throw new Refused(400, `${field} is a required field for each attachment in Attachments`);
    if (files.length > 0) add("multipart/mixed", "", Buffer.alloc(0));
    if (Content !== undefined) add(ContentType, "", Buffer.from(Content));
    else if (files.length > 0) add("application/octet-stream", "", Buffer.alloc(0));
    for (const { FileName = "", FileType = "", FileContent = "" } of files) add(FileType, decodedWord(FileName), Buffer.from(FileContent, "base64"));
  };
  const create = (by: string, { Queue = "", Subject = "", Priority = 0, Requestor = "", Due = UNSET, CustomFields = {}, ...body }: Body): number => {
    const id = tickets.size + 1;
    // A custom field that is not there is dropped without a word.
    const fields = Object.entries(CustomFields).filter(([name]) => FIELDS.includes(name));
    tickets.set(id, { id, created: second(), queue: Queue, subject: Subject, status: "new", priority: String(Priority), requestor: Requestor, due: Due, fields: new Map(fields), effective: id });
    keep(log(id, "Create", by), body);
    return id;
  };
  return { tickets, transactions, attachments, late, log, keep, create };
}

/** Names of files are headers of mail: encoded words are read, and what else is not ASCII is broken. */
const decodedWord = (name: string): string =>
  name.includes("=?") ? name.replace(/=\?UTF-8\?B\?([^?]*)\?=\s*/gi, (_, base64: string) => Buffer.from(base64, "base64").toString()) : name.replace(/[^\x20-\x7e]/g, "\uFFFD");

async function serve(world: World, request: IncomingMessage, answer: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const { pathname, searchParams: query } = new URL(request.url ?? "", "http://rt");
  const path = decodeURIComponent(pathname).replace("/REST/2.0/", "");
  const who = TOKENS[(request.headers.authorization ?? "").replace(/^token /, "")];
  if (who === undefined) throw new Refused(401, "Unauthorized");
  const text = Buffer.concat(parts).toString();
  const json: unknown = text === "" ? undefined : JSON.parse(text);
  const method = request.method ?? "GET";
  if (path === "rt") return send(answer, 200, { Version: "5.0.3+fake" });
  if (path === "queues/all") return send(answer, 200, list([...Array.from({ length: world.hiddenQueues }, (_, i) => ({ id: -i, Name: HIDDEN })), ...queuesFor(who)], query, ({ Name }) => Name !== HIDDEN));
  const seen = (one: { readonly id: number | string }): boolean => maySee(world, who, world.transactions.find(({ id }) => id === Number(one.id))!);
  const seenAttachment = ({ TransactionId }: { readonly TransactionId: string }): boolean => seen({ id: TransactionId });
  const [kind, id = "", what] = path.split("/");
  if (kind === "queue") return send(answer, 200, queueAt(who, id));
  if (kind === "user") return send(answer, 200, { Name: id, ...(id === who ? { EmailAddress: `${id}@itsm.test` } : {}), Privileged: 1 });
  if (kind === "tickets") return send(answer, 200, list(search(world, who, query.get("query") ?? ""), query));
  if (kind === "transactions") return send(answer, 200, list(feed(world, who, query.get("query") ?? ""), query, seen));
  if (kind === "attachments") return send(answer, 200, list(attachmentsOf(world, () => true, limitsOf(json)), query, seenAttachment));
  if (kind === "attachment") return send(answer, 200, oneAttachment(world, who, Number(id)));
  if (kind === "transaction" && what === "attachments") return send(answer, 200, list(attachmentsOf(world, ({ transaction }) => transaction === Number(id), limitsOf(json, query)), query, seenAttachment));
  if (kind !== "ticket") throw new Refused(404, "Not Found");
  if (method === "POST" && id === "") return make(world, who, json as Body, answer);
  const ticket = ticketOf(world, who, id);
  const own = (one: { readonly ticket: number }): boolean => world.tickets.get(one.ticket)?.effective === ticket.id;
  if (what === "history") return send(answer, 200, list(world.transactions.filter((one) => own(one) && isThere(world, one) && holds(limitsOf(json, query), { id: one.id, Type: one.type })).map(entryOf), query, seen));
  if (what === "attachments") return send(answer, 200, list(attachmentsOf(world, ({ transaction }) => world.transactions.some((one) => one.id === transaction && own(one)), limitsOf(json, query)), query, seenAttachment));
  if (method === "POST") {
    const entry = say(world, who, ticket, what === "correspond", json as Body);
    return send(answer, 201, ["Correspondence added"], { location: `/REST/2.0/transaction/${entry}` });
  }
  if (method === "DELETE") return send(answer, 204, void change(world, who, ticket, { Status: "deleted" }));
  const version = `"${world.transactions.findLast(own)?.id}"`;
  if (method === "GET") return send(answer, 200, bodyOf(ticket, who), { etag: version });
  const match = request.headers["if-match"];
  if (match !== undefined && match !== version) throw new Refused(412, "Precondition Failed");
  send(answer, 200, change(world, who, ticket, json as Body));
}

const send = (answer: ServerResponse, status: number, json?: unknown, headers: Readonly<Record<string, string>> = {}): void => {
  const body = json === undefined ? "" : JSON.stringify(json);
  answer.writeHead(status, { "content-type": "application/json; charset=utf-8", ...(status === 204 ? {} : { "content-length": Buffer.byteLength(body) }), ...headers });
  answer.end(body);
};

/** A page is cut from all that there is; then what this person may not see is taken out of it. */
const list = <Row extends { readonly id: number | string }>(all: readonly Row[], query: URLSearchParams, isSeen: (row: Row) => boolean = () => true): object => {
  const perPage = Math.min(100, Number(query.get("per_page") ?? 20));
  const page = Number(query.get("page") ?? 1);
  const sorted = all.toSorted((a, b) => (query.get("order") === "DESC" ? -1 : 1) * (Number(a.id) - Number(b.id)));
  // Fields that nobody names are not given.
  const fields = ["id", ...(query.get("fields") ?? "").split(",")];
  const items = sorted.slice((page - 1) * perPage, page * perPage).filter(isSeen).map((item) => Object.fromEntries(Object.entries(item).filter(([name]) => fields.includes(name))));
  return { count: items.length, page, per_page: perPage, total: null, pages: null, items };
};

const queuesFor = (who: string): { readonly id: string; readonly Name: string }[] => (who === "stranger" ? [] : Object.entries(QUEUES).filter(([name]) => name !== HIDDEN).map(([Name, id]) => ({ id: String(id), Name })));

function queueAt(who: string, id: string): object {
  const queue = queuesFor(who).find((one) => one.id === id || one.Name === id);
  if (queue === undefined) throw new Refused(403, "Forbidden");
  return { id: Number(queue.id), Name: queue.Name, TicketCustomFields: FIELDS.map((name) => ({ name })), _hyperlinks: [{ ref: "self" }, { ref: "create" }] };
}

const isThere = ({ late }: World, { id }: Transaction): boolean => !late.has(id);
const maySee = ({ tickets }: World, who: string, { ticket, type }: Transaction): boolean =>
  who !== "stranger" && !["EmailRecord", "CustomField"].includes(type) && !(type === "Comment" && who === "outsider") && tickets.get(ticket)?.queue !== HIDDEN;

function ticketOf({ tickets }: World, who: string, id: string): Ticket {
  const asked = /^\d+$/.test(id) ? tickets.get(Number(id)) : undefined;
  if (asked === undefined) throw new Refused(404, "Not Found");
  const ticket = tickets.get(asked.effective) ?? asked;
  if (who === "stranger" || ticket.queue === HIDDEN) throw new Refused(403, "Forbidden");
  return ticket;
}

const bodyOf = ({ id, created, subject, status, priority, queue, requestor, fields, due }: Ticket, who: string): object => ({
  id, Created: created, Subject: subject, Status: status, Priority: priority, Due: due, Queue: { id: String(QUEUES[queue]), type: "queue", Name: queue }, Owner: { id: "Nobody", type: "user", Name: "Nobody" }, Requestor: [{ id: requestor }], Creator: { id: who },
  CustomFields: FIELDS.map((name) => ({ name, values: fields.has(name) ? [fields.get(name)] : [] })), _hyperlinks: [{ ref: "correspond" }, { ref: "comment" }, { ref: "lifecycle", to: "open" }],
});

const entryOf = ({ id, type, by, at, old: was, new: is }: Transaction) => ({ id: String(id), Type: type, Creator: { id: by, type: "user" }, Created: at, OldValue: was, NewValue: is });

// JSON knows only characters: of a file, each byte is one.
const attachmentsOf = (world: World, which: (one: Attachment) => boolean, limits: readonly Limit[]) =>
  world.attachments.filter((one) => which(one) && holds(limits, { id: one.id, TransactionId: one.transaction }) && world.transactions.some((entry) => entry.id === one.transaction && isThere(world, entry)))
    .map(({ id, transaction, type, name, content }) => ({ id: String(id), TransactionId: String(transaction), ContentType: type, Filename: name, ContentLength: String(content.length), Content: content.toString(type.startsWith("text/") ? "utf8" : "latin1") }));

function oneAttachment(world: World, who: string, id: number): object {
  const [one] = attachmentsOf(world, (each) => each.id === id, []);
  const entry = world.transactions.find((each) => String(each.id) === one?.TransactionId);
  // It looks for the transaction of one that is not there.
  if (one === undefined || entry === undefined || !maySee(world, who, entry)) throw new Refused(500, "");
  const { content } = world.attachments[id - 1]!;
  const { ContentLength: _, ...shown } = one;
  return { ...shown, id, Content: content.toString("base64").replace(/.{76}/g, "$&\n") };
}

type Limit = { readonly field: string; readonly operator: string; readonly value: unknown; readonly entry_aggregator?: string };

const limitsOf = (json: unknown, query?: URLSearchParams): readonly Limit[] => (json ?? JSON.parse(query?.get("query") ?? "[]")) as readonly Limit[];
const holds = (limits: readonly Limit[], row: Readonly<Record<string, string | number>>): boolean => Object.entries(row).every(([name, is]) => {
  const fits = ({ operator, value }: Limit): boolean => {
    if (operator === "IN") return (value as readonly unknown[]).some((one) => String(one) === String(is));
    if (operator === ">" || operator === "<") return (Number(is) - Number(value)) * (operator === ">" ? 1 : -1) > 0;
    return String(is) === String(value);
  };
  // A field that it does not know limits nothing. Of several on one either is enough, unless they say otherwise.
  const [first, ...more] = limits.filter(({ field }) => field === name);
  return first === undefined || more.reduce((held, limit) => (limit.entry_aggregator === "AND" ? held && fits(limit) : held || fits(limit)), fits(first));
});

/** As much of TicketSQL as was seen: fields, subjects, queues, joined by OR. What it does not understand is an error. */
function search({ tickets }: World, who: string, sql: string): readonly { readonly id: string }[] {
  const clauses = sql.split(" OR ").map((clause) => /^(?:'CF\.\{(?<field>[^}]+)\}'|(?<name>Subject|Queue)) (?<operator>=|LIKE) '(?<value>(?:[^'\\]|\\.)*)'$/.exec(clause)?.groups);
  if (clauses.some((clause) => clause === undefined)) throw new Refused(400, `Wrong query, expecting a KEYWORD in '${sql.slice(0, 40)}' at SQL.pm line 310.`);
  const fits = (ticket: Ticket): boolean => clauses.some((clause) => {
    const { field, name, value = "" } = clause!;
    if (field !== undefined) return ticket.fields.get(field) === value;
    return name === "Queue" ? ticket.queue === value : ticket.subject.toLowerCase().includes(value.toLowerCase());
  });
  return [...tickets.values()].filter((ticket) => who !== "stranger" && ticket.queue !== HIDDEN && ticket.status !== "deleted" && ticket.effective === ticket.id && fits(ticket))
    .map((ticket) => ({ id: String(ticket.id), Subject: ticket.subject, CustomFields: [...FIELDS].map((name) => ({ name, values: ticket.fields.has(name) ? [ticket.fields.get(name)] : [] })) }));
}

function feed(world: World, who: string, sql: string): readonly { readonly id: string }[] {
  const [about, ...clauses] = sql.split(" AND ");
  const conditions = clauses.map((clause) => /^(?:id > (?<after>\d+)|Type (?<operator>!?=) '(?<type>\w+)')$/.exec(clause)?.groups);
  if (about !== "ObjectType = 'RT::Ticket'" || conditions.includes(undefined)) throw new Refused(400, "Wrong query");
  const fits = (one: Transaction): boolean => conditions.every((condition) => (condition?.["after"] === undefined ? (condition?.["operator"] === "=") === (one.type === condition?.["type"]) : one.id > Number(condition["after"])));
  // What stands in a queue that is hidden is left out by the database.
  return world.transactions.filter((one) => isThere(world, one) && who !== "stranger" && world.tickets.get(one.ticket)?.queue !== HIDDEN && fits(one)).map((one) => ({ ...entryOf(one), ObjectId: String(one.ticket) }));
}

function make(world: World, who: string, body: Body, answer: ServerResponse): void {
  const queue = Object.entries(QUEUES).find(([name]) => name === body.Queue && name !== HIDDEN)?.[0];
  if (queue === undefined || who === "stranger") throw new Refused(403, `No permission to create tickets in the queue '${body.Queue ?? ""}'`);
  const id = String(world.create(who, body));
  send(answer, 201, { id, type: "ticket", _url: `http://rt.test/REST/2.0/ticket/${id}` }, { location: `/REST/2.0/ticket/${id}` });
}

function say(world: World, who: string, ticket: Ticket, isPublic: boolean, body: Body): number {
  if (body.Content !== undefined && body.ContentType === undefined) throw new Refused(400, "ContentType is a required field for application/json");
  const id = world.log(ticket.id, isPublic ? "Correspond" : "Comment", who);
  world.keep(id, body);
  if (isPublic) {
    // Each mail that it sends about it is kept too, with its text.
    for (let mail = 0; mail < 2; mail++) world.keep(world.log(ticket.id, "EmailRecord", "RT_System"), { Content: "A mail.", ContentType: "text/plain" });
    // A reply opens what is not active, whoever wrote it.
    if (["new", "stalled", "resolved", "rejected"].includes(ticket.status)) move(world, "RT_System", ticket, "open");
  }
  return id;
}

const move = (world: World, who: string, ticket: Ticket, status: string): void => {
  world.log(ticket.id, "Status", who, ticket.status, status);
  ticket.status = status;
};

/** What it says to it, in sentences. */
function change(world: World, who: string, ticket: Ticket, body: Body): readonly string[] {
  const said: string[] = [];
  const tell = (words: string): void => {
    said.push(`Ticket ${ticket.id}: ${words}`);
  };
  const { Subject, Queue, Priority, Status, MergeInto } = body;
  const set = (field: "subject" | "queue" | "priority", value: string): void => {
    if (ticket[field] === value) return;
    world.log(ticket.id, "Set", who, ticket[field], value);
    tell(`${field} changed from '${ticket[field]}' to '${value}'`);
    ticket[field] = value;
  };
  if (Subject !== undefined) set("subject", Subject);
  if (Priority !== undefined) set("priority", Number.isNaN(Number(Priority)) ? "0" : String(Number(Priority)));
  if (Queue !== undefined && Object.hasOwn(QUEUES, Queue)) set("queue", Queue);
  else if (Queue !== undefined) tell(`Queue ${Queue} does not exist`);
  if (Status !== undefined && !STATUSES.includes(Status)) tell(`Status '${Status}' isn't a valid status for this ticket.`);
  else if (Status !== undefined && Status !== ticket.status) move(world, who, ticket, Status);
  if (MergeInto !== undefined) {
    world.log(ticket.id, "AddLink", who);
    for (const other of world.tickets.values()) if (other.effective === ticket.id) other.effective = Number(MergeInto);
    world.log(Number(MergeInto), "AddLink", who);
    said.push("Merge Successful");
  }
  return said;
}
