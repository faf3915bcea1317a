// A receiver of webhooks with tickets of its own, in memory: it takes the default messages, and shows what became of them.
import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { AnyConnectorKind } from "../../../src/requests/connectors/connector.ts";
import type { OtherSide } from "../other-side.ts";

type Note = { id: number; when: string; who: string; html: string; hidden: boolean };
type Held = { id: number; subject: string; state: string; team: string | null; prio: string | null; notes: Note[]; files: { name: string; base64: string }[] };
type Got = { readonly path: string; readonly body: string; readonly headers: Readonly<Record<string, string | string[] | undefined>> };

export type FakeReceiver = { readonly url: string; readonly secret: string; readonly tickets: Map<number, Held>; readonly got: Got[]; readonly stop: () => Promise<void> };

export async function startReceiver(): Promise<FakeReceiver> {
  const tickets = new Map<number, Held>();
  const got: Got[] = [];
  const secret = "shared between us";
  let count = 0;
  const isSigned = (header: string, body: Buffer): boolean => {
    const [, seconds = "", said = ""] = /^t=(\d+),v1=([0-9a-f]+)$/.exec(header) ?? [];
    return said === createHmac("sha256", secret).update(Buffer.concat([Buffer.from(`${seconds}.`), body])).digest("hex");
  };
  const isQueue = (name: string | null | undefined): boolean => name === null || name === undefined || ["SOC", "Network"].includes(name);
  const take = (body: Readonly<Record<string, string | null>> & { readonly file?: { name: string; base64: string } }): readonly [number, unknown] => {
    if (!isQueue(body["queue"])) return [422, { error: `no queue ${body["queue"]}` }];
    if (body["action"] === "create") {
      const held: Held = { id: ++count, subject: body["title"] ?? "", state: "new", team: body["queue"] ?? null, prio: body["priority"] ?? null, notes: [], files: [] };
      tickets.set(held.id, held);
      return [201, { ticket: { id: held.id } }];
    }
    const held = tickets.get(Number(body["id"]));
    if (held === undefined) return [404, { error: "no such ticket" }];
    if (body["action"] === "update") Object.assign(held, { subject: body["title"] ?? held.subject, team: body["queue"] ?? held.team, prio: body["priority"] ?? held.prio });
    if (body["action"] === "transition" && !["new", "in_progress", "resolved", "closed"].includes(body["state"] ?? "")) return [422, { error: `no state ${body["state"]}` }];
    if (body["action"] === "transition") held.state = body["state"] ?? "";
    if (body["action"] === "attach" && body.file !== undefined) held.files.push(body.file);
    if (body["action"] !== "comment") return [200, {}];
    held.notes.push({ id: ++count, when: new Date().toISOString(), who: "Vigie", html: `<p>${(body["text"] ?? "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("\n", "<br>")}</p>`, hidden: body["visibility"] === "internal" });
    return [200, { note: count }];
  };
  const answer = (request: IncomingMessage, body: Buffer): readonly [number, unknown] => {
    const url = new URL(request.url ?? "/", "http://fake");
    if (request.headers.authorization !== "Bearer x") return [401, { error: "who are you?" }];
    if (request.method !== "GET") return isSigned(String(request.headers["x-vigie-signature"]), body) ? take(JSON.parse(body.toString("utf8")) as never) : [403, { error: "not signed" }];
    const [, id] = /^\/tickets\/([^/]+)$/.exec(url.pathname) ?? [];
    if (id === undefined) return [200, { list: { tickets: [...tickets.values()].filter(({ subject }) => subject.includes(url.searchParams.get("q") ?? "")) } }];
    const held = tickets.get(Number(id));
    return held === undefined ? [404, { error: "no such ticket" }] : [200, held];
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    got.push({ path: request.url ?? "", body: body.toString("utf8"), headers: request.headers });
    const [status, said] = answer(request, body);
    response.writeHead(status, { "content-type": "application/json", date: new Date().toUTCString() }).end(JSON.stringify(said));
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, secret, tickets, got,
    stop: () => new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    }),
  };
}

/** By which it can be read. */
export const READING = {
  id: "ticket.id", commentId: "note",
  find: { path: "tickets", query: { q: "{key}" }, items: "list.tickets", id: "id", key: "subject" },
  read: { path: "tickets/{id}", title: "subject", state: "state", queue: "team", priority: "prio", texts: "html", comments: { items: "notes", id: "id", at: "when", author: "who", text: "html", internal: "hidden" } },
} as const;

/** The receiver as the suite wants it. */
export async function receiverSide(kind: AnyConnectorKind, options: object): Promise<OtherSide> {
  const fake = await startReceiver();
  const at = (id: string): Held => {
    // A webhook that tells no id is told the key.
    const held = fake.tickets.get(Number(id)) ?? [...fake.tickets.values()].find(({ subject }) => subject.startsWith(`[${id}]`));
    if (held === undefined) throw new Error(`no ticket ${id}`);
    return held;
  };
  const note = async (id: string, html: string, hidden: boolean): Promise<void> => void at(id).notes.push({ id: 10_000 + at(id).notes.length, when: new Date().toISOString(), who: "Alice", html, hidden });
  return {
    kind, url: fake.url, options, secrets: { secret: fake.secret, authorization: "Bearer x" },
    queues: ["SOC", "Network"], priority: "high", working: "in_progress", ended: "resolved",
    person: {
      comment: (id, text, visibility) => note(id, text, visibility === "internal"),
      commentMarkup: (id, html) => note(id, html, false),
      move: async (id, state) => void (at(id).state = state),
      rename: async (id, title) => void (at(id).subject = title),
      attach: null, merge: null,
      remove: async (id) => void fake.tickets.delete(Number(id)),
    },
    count: async (key) => [...fake.tickets.values()].filter(({ subject }) => subject.startsWith(`[${key}]`)).length,
    look: async (id) => ({ title: at(id).subject, state: at(id).state }),
    stop: fake.stop,
  };
}
