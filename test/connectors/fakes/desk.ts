// Desk as its documents would tell of it, in memory: a ticket has a version, a status that it does not know is ignored.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { AnyConnectorKind } from "../../../src/requests/connectors/connector.ts";
import type { OtherSide } from "../other-side.ts";

type Held = { id: number; subject: string; status: string; team: string | null; version: number; notes: { id: number; at: string; by: string; text: string; hidden: boolean }[] };
type Body = { readonly subject?: string; readonly team?: string; readonly status?: string; readonly text?: string; readonly hidden?: boolean };

const STATUSES = ["open", "working", "asking", "done", "gone"];
const TEAMS = ["First", "Second"];
const PAGE = 50;

/** Starts one, for a kind that speaks with it. */
export async function deskSide(kind: AnyConnectorKind): Promise<OtherSide> {
  const tickets = new Map<number, Held>();
  const feed: { number: number; ticket: number }[] = [];
  let count = 0;
  const set = (held: Held, { subject, team, status }: Body): void => {
    if (subject !== undefined) held.subject = subject;
    if (team !== undefined) held.team = team;
    if (status !== undefined && STATUSES.includes(status)) held.status = status;
    held.version = ++count;
    feed.push({ number: count, ticket: held.id });
  };
  const note = (held: Held, by: string, text: string, hidden: boolean): number => {
    held.notes.push({ id: ++count, at: new Date().toISOString(), by, text, hidden });
    set(held, {});
    return held.notes.at(-1)?.id ?? 0;
  };
  const answer = (method: string, { pathname, searchParams: query }: URL, body: Body, version: string | undefined): readonly [number, unknown] => {
    if (body.team !== undefined && !TEAMS.includes(body.team)) return [422, { message: `no team ${body.team}` }];
    if (pathname === "/me") return [200, { name: "vigie", rights: ["read", "write", "hidden notes"] }];
    if (pathname === "/changes" && query.get("newest") !== null) return [200, { changes: feed.slice(-1), more: false }];
    if (pathname === "/changes") {
      const after = feed.filter(({ number }) => number > Number(query.get("after")));
      return [200, { changes: after.slice(0, PAGE), more: after.length > PAGE }];
    }
    if (pathname === "/tickets" && method === "GET") return [200, { tickets: [...tickets.values()].filter(({ subject }) => subject.includes(query.get("search") ?? "")) }];
    if (pathname === "/tickets") {
      const held: Held = { id: ++count, subject: "", status: "open", team: null, version: 0, notes: [] };
      tickets.set(held.id, held);
      set(held, body);
      return [201, { id: held.id }];
    }
    const [, id, rest] = /^\/tickets\/(\d+)(\/notes)?$/.exec(pathname) ?? [];
    const held = tickets.get(Number(id));
    if (held === undefined) return [404, { message: "no such ticket" }];
    if (method === "GET") return [200, held];
    if (rest !== undefined) return [201, { id: note(held, "vigie", body.text ?? "", body.hidden === true) }];
    if (version !== undefined && version !== String(held.version)) return [412, { message: "it was changed" }];
    set(held, body);
    return [200, held];
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString("utf8");
    const known = request.headers.authorization === "Bearer t";
    const [status, said] = known ? answer(request.method ?? "", new URL(request.url ?? "/", "http://desk"), text === "" ? {} : (JSON.parse(text) as Body), request.headers["if-match"]) : [401, { message: "who are you?" }];
    response.writeHead(status, { "content-type": "application/json", date: new Date().toUTCString() }).end(JSON.stringify(said));
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  const at = (id: string): Held => tickets.get(Number(id)) ?? (() => { throw new Error(`no ticket ${id}`); })();
  return {
    kind, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, options: {}, secrets: { token: "t" }, queues: ["First", "Second"], priority: null, working: "working", ended: "done",
    person: {
      comment: async (id, text, visibility) => void note(at(id), "alice", text, visibility === "internal"),
      commentMarkup: null, attach: null, merge: null,
      move: async (id, status) => set(at(id), { status }),
      rename: async (id, subject) => set(at(id), { subject }),
      remove: async (id) => void tickets.delete(Number(id)),
    },
    count: async (key) => [...tickets.values()].filter(({ subject }) => subject.startsWith(`[${key}]`)).length,
    look: async (id) => ({ title: at(id).subject, state: at(id).status }),
    stop: () => new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    }),
  };
}
