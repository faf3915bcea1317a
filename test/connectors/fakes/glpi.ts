// A GLPI in memory that answers as its documents and its code say: sessions that see their entities alone, texts kept as
// entities, times without an offset, lists in ranges, filters that are left out where it does not know them, groups that
// make a ticket "assigned" by themselves. glpi-v2.ts answers its newer API.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { answerV2 } from "./glpi-v2.ts";
import type { Call, Reply, Row, World } from "./glpi-world.ts";

export type FakeGlpi = World & {
  readonly url: string;
  readonly sessions: Set<string>;
  readonly asked: { method: string; path: string; body: string }[];
  readonly ticket: (id: string) => Row;
  readonly stop: () => Promise<void>;
};

export const USER_TOKEN = "user token";
export const APP_TOKEN = "app token";
const [SOC, ALICE] = [7, 8];
export const PEOPLE = { soc: SOC, alice: ALICE } as const;

const text = (value: unknown): string => (typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value));

export async function startGlpi({ zone = "Europe/Paris", layers = 1, now = () => new Date() }: { readonly zone?: string; readonly layers?: number; readonly now?: () => Date } = {}): Promise<FakeGlpi> {
  const tables = new Map<string, Row[]>();
  const traits: World["traits"] = { layers, forgetsSessions: false, closesAtOnce: false, listSaysPartial: true, refusesFiles: false, ignoresFilters: false, sortsByDate: true, right: 2 + 4 + 1024 };
  const bytes = new Map<number, Buffer>();
  const sessions = new Set<string>();
  const entityOf = new Map<string, string>();
  const asked: FakeGlpi["asked"] = [];
  let count = 100;
  const table: World["table"] = (name) => tables.get(name) ?? tables.set(name, []).get(name)!;
  const insert: World["insert"] = (name, row) => {
    const made = { ...row, id: row["id"] === undefined ? ++count : Number(row["id"]) };
    table(name).push(made);
    return made;
  };
  const wall: World["wall"] = (at = now()) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(at).replace(",", "");
  const kept: World["kept"] = (given) => {
    let stored = given;
    for (let layer = 0; layer < traits.layers; layer++) stored = stored.replace(/&/g, "&#38;").replace(/</g, "&#60;").replace(/>/g, "&#62;");
    return stored;
  };
  const touch: World["touch"] = (ticket, by) => {
    ticket["date_mod"] = wall();
    ticket["at"] = now().toISOString();
    ticket["users_id_lastupdater"] = by;
  };
  const assignGroup: World["assignGroup"] = (ticket, group, keepsState) => {
    insert("Group_Ticket", { tickets_id: ticket.id, groups_id: group, type: 2 });
    if (!keepsState && ticket["status"] === 1) ticket["status"] = 2;
  };
  const solve: World["solve"] = (ticket, content, by) => {
    if (ticket["status"] === 5 || ticket["status"] === 6) return undefined;
    const made = insert("ITILSolution", { itemtype: "Ticket", items_id: ticket.id, content: kept(content), users_id: by, status: 2, date_creation: wall(), at: now().toISOString() });
    ticket["status"] = traits.closesAtOnce ? 6 : 5;
    touch(ticket, by);
    return made;
  };
  const world: World = { tables, traits, now, table, insert, touch, assignGroup, solve, wall, kept, bytes };

  insert("Group", { id: 1, name: "Network", completename: "IT > Network" });
  insert("Group", { id: 2, name: "Windows & co", completename: "IT > Windows & co" });
  insert("Group", { id: 3, name: "Twin", completename: "IT > Twin" });
  insert("Group", { id: 4, name: "Twin", completename: "HR > Twin" });
  insert("User", { id: SOC, name: "soc" });
  insert("User", { id: ALICE, name: "Alice Martin" });

  const error = (status: number, code: string, words: string): Reply => ({ status, json: [code, words] });
  const named = (row: Row): Row => Object.fromEntries(Object.entries(row).map(([field, value]) => {
    if (field.startsWith("users_id")) return [field, value === 0 || value === undefined ? "&nbsp;" : text(table("User").find(({ id }) => id === value)?.["name"])];
    return field === "groups_id" ? [field, kept(text(table("Group").find(({ id }) => id === value)?.["completename"]))] : [field, value];
  })) as Row;
  const shown = (row: Row, query: URLSearchParams): Row => (query.get("expand_dropdowns") === "true" ? named(row) : row);

  const PARENT: Readonly<Record<string, (row: Row, id: number) => boolean>> = {
    ITILFollowup: (row, id) => row["itemtype"] === "Ticket" && row["items_id"] === id, ITILSolution: (row, id) => row["items_id"] === id, TicketTask: (row, id) => row["tickets_id"] === id,
    Group_Ticket: (row, id) => row["tickets_id"] === id, Ticket_User: (row, id) => row["tickets_id"] === id,
  };
  const listOf = (rows: readonly Row[], { query }: Call): Reply => {
    let found = [...rows];
    for (const [name, value] of query) {
      const field = /^searchText\[(\w+)\]$/.exec(name)?.[1];
      if (field === undefined || traits.ignoresFilters) continue;
      const wanted = value.replace(/^\^|\$$/g, "").toLowerCase();
      found = found.filter((row) => {
        const has = text(row[field]).toLowerCase();
        return (value.startsWith("^") ? has.startsWith(wanted) : has.includes(kept(wanted))) && (!value.endsWith("$") || has.endsWith(wanted));
      });
    }
    const sort = query.get("sort") ?? "id";
    if (sort === "date_mod" && !traits.sortsByDate) return error(400, "ERROR", "sort param is not a field of glpi_tickets");
    found.sort((one, other) => (one[sort] === other[sort] ? one.id - other.id : text(one[sort]) < text(other[sort]) ? -1 : 1));
    if (sort === "id") found.sort((one, other) => one.id - other.id);
    if (query.get("order") === "DESC") found.reverse();
    const [start = 0, last = 49] = (query.get("range") ?? "0-49").split("-").map(Number);
    if (start > found.length) return error(400, "ERROR_RANGE_EXCEED_TOTAL", `Provided range exceed total count of data: ${found.length}`);
    const page = found.slice(start, last + 1);
    const headers = { "content-range": `${start}-${start + page.length - 1}/${found.length}`, "accept-range": "Ticket 990" };
    return { status: page.length < found.length && traits.listSaysPartial ? 206 : 200, json: page.map((row) => shown(row, query)), headers };
  };

  const documentsOf = (ticket: Row): Row[] => {
    const said = new Set(table("ITILFollowup").filter((row) => row["items_id"] === ticket.id).map(({ id }) => id));
    return table("Document_Item").filter((link) => (link["itemtype"] === "Ticket" && link["items_id"] === ticket.id) || (link["itemtype"] === "ITILFollowup" && said.has(Number(link["items_id"])))).flatMap((link) => table("Document").filter(({ id }) => id === link["documents_id"])).map((row) => ({ ...row }));
  };
  const ticketAt = (id: unknown): Row | undefined => table("Ticket").find((row) => row.id === Number(id));

  const add = (type: string, input: Record<string, unknown>, session: string): Reply => {
    const made = (row: Row | undefined, words = ""): Reply => (row === undefined ? error(400, "ERROR_GLPI_ADD", words) : { status: 201, json: { id: row.id, message: words } });
    const ticket = ticketAt(input["items_id"] ?? input["tickets_id"]);
    switch (type) {
      case "Ticket": {
        const row = insert("Ticket", {
          name: kept(text(input["name"])), content: kept(text(input["content"])), status: 1, priority: input["priority"] ?? 3, urgency: input["urgency"] ?? 3, impact: input["impact"] ?? 3, type: input["type"] ?? 1,
          externalid: input["externalid"] ?? null, is_deleted: 0, entities_id: input["entities_id"] ?? Number(entityOf.get(session) === "all" ? 0 : entityOf.get(session)), users_id_recipient: SOC, date: wall(),
        });
        touch(row, SOC);
        for (const group of (input["_groups_id_assign"] ?? []) as number[]) assignGroup(row, group, input["_do_not_compute_status"] === true);
        return made(row, "Item successfully added");
      }
      case "ITILFollowup": {
        if (ticket === undefined || text(input["content"]) === "") return error(400, "ERROR_GLPI_ADD", "You don't have permission to perform this action.");
        touch(ticket, SOC);
        return made(insert("ITILFollowup", { itemtype: "Ticket", items_id: ticket.id, content: kept(text(input["content"])), users_id: SOC, is_private: Number(input["is_private"] ?? 0), date: wall(), at: now().toISOString() }));
      }
      case "ITILSolution":
        return made(ticket === undefined ? undefined : solve(ticket, text(input["content"]), SOC), "The item is already solved, did anyone pushed a solution before you?");
      case "Group_Ticket": {
        if (ticket === undefined || table("Group_Ticket").some((row) => row["tickets_id"] === ticket.id && row["groups_id"] === input["groups_id"] && row["type"] === input["type"])) return error(400, "ERROR_GLPI_ADD", "");
        assignGroup(ticket, Number(input["groups_id"]), input["_from_object"] === true);
        touch(ticket, SOC);
        return made(table("Group_Ticket").at(-1));
      }
      default:
        return error(400, "ERROR_RESOURCE_NOT_FOUND_NOR_COMMONDBTM", `resource not found or not an instance of CommonDBTM ${type}`);
    }
  };

  const upload = (body: Buffer, contentType: string): Reply => {
    const boundary = /boundary=(.+)$/.exec(contentType)?.[1] ?? "";
    const parts = new Map<string, Buffer>();
    let from = body.indexOf(`--${boundary}`);
    while (from >= 0) {
      const next = body.indexOf(`\r\n--${boundary}`, from + 1);
      if (next < 0) break;
      const part = body.subarray(from + boundary.length + 4, next);
      const split = part.indexOf("\r\n\r\n");
      parts.set(/name="([^"]+)"/.exec(part.subarray(0, split).toString("utf8"))?.[1] ?? "", part.subarray(split + 4));
      from = next + 2;
    }
    const manifest = JSON.parse(parts.get("uploadManifest")?.toString("utf8") ?? "{}") as { input: Record<string, unknown> };
    const data = parts.get("filename[0]");
    const ticket = ticketAt(manifest.input["items_id"]);
    if (data === undefined || ticket === undefined) return error(400, "ERROR_GLPI_ADD", "No file");
    const row = insert("Document", { name: manifest.input["name"], filename: (manifest.input["_filename"] as string[])[0], mime: "application/octet-stream", users_id: SOC });
    bytes.set(row.id, Buffer.from(data));
    row["sha1sum"] = createHash("sha1").update(data).digest("hex");
    if (traits.refusesFiles) return { status: 201, json: { id: row.id, message: "", upload_result: { filename: [{ error: "Filetype not allowed" }] } } };
    insert("Document_Item", { documents_id: row.id, itemtype: "Ticket", items_id: ticket.id });
    touch(ticket, SOC);
    return { status: 201, json: { id: row.id, message: "Document move succeeded.", upload_result: { filename: [{ name: "x" }] } } };
  };

  const legacy = (call: Call): Reply => {
    const { method, path, query, headers } = call;
    if (headers["app-token"] !== APP_TOKEN) return error(400, "ERROR_WRONG_APP_TOKEN_PARAMETER", "parameter app_token seems wrong");
    if (path === "initSession") {
      if (headers["authorization"] !== `user_token ${USER_TOKEN}`) return error(401, "ERROR_GLPI_LOGIN_USER_TOKEN", "parameter user_token seems invalid");
      const session = `session ${++count}`;
      sessions.add(session);
      entityOf.set(session, "0");
      return { status: 200, json: { session_token: session } };
    }
    const session = String(headers["session-token"]);
    if (!sessions.has(session) || traits.forgetsSessions) {
      traits.forgetsSessions = false;
      sessions.clear();
      return error(401, "ERROR_SESSION_TOKEN_INVALID", "session_token seems invalid");
    }
    if (path === "killSession") {
      sessions.delete(session);
      return { status: 200, bytes: Buffer.alloc(0) };
    }
    const json = (): { input: Record<string, unknown> } & Record<string, unknown> => JSON.parse(call.body.toString("utf8")) as never;
    if (path === "changeActiveEntities") {
      entityOf.set(session, text(json()["entities_id"]).replaceAll("\"", ""));
      return { status: 200, json: true };
    }
    if (path === "getFullSession") return { status: 200, json: { session: { glpiname: "soc", glpi_currenttime: wall(), glpiactive_entity_name: kept("Root > Acme"), glpiactiveprofile: { name: "SOC", interface: "central", ticket: traits.right } } } };
    if (path === "getGlpiConfig") return { status: 200, json: { cfg_glpi: { version: "10.0.18", languages: {} } } };
    const [type = "", id, below] = path.split("/");
    const sees = (row: Row): boolean => entityOf.get(session) === "all" || String(row["entities_id"]) === entityOf.get(session);
    if (type === "search") {
      const rows = table("Ticket").filter((row) => row["is_deleted"] === 0 && sees(row)).toSorted((one, other) => text(other["date_mod"]).localeCompare(text(one["date_mod"])));
      const [start = 0, last = 49] = (query.get("range") ?? "0-49").split("-").map(Number);
      const data = rows.slice(start, last + 1).map((row) => ({ 1: row["name"], 2: row.id, 19: row["date_mod"], 80: "Root" }));
      return { status: 200, json: { totalcount: rows.length, count: data.length, ...(data.length === 0 ? {} : { data }), "content-range": "" } };
    }
    if (method === "GET") {
      if (id === undefined) return listOf(type === "Ticket" ? table(type).filter((row) => row["is_deleted"] === 0 && sees(row)) : table(type), call);
      const row = table(type).find((one) => one.id === Number(id));
      if (row === undefined) return error(404, "ERROR_ITEM_NOT_FOUND", "Item not found");
      if (type === "Ticket" && !sees(row)) return error(403, "ERROR_RIGHT_MISSING", "You don't have permission to perform this action.");
      // What has no such parent is given whole.
      if (below !== undefined) return listOf(PARENT[below] === undefined ? table(below) : table(below).filter((one) => PARENT[below]!(one, row.id)), call);
      if (type === "Document" && headers.accept === "application/octet-stream") return { status: 200, bytes: bytes.get(row.id) ?? Buffer.alloc(0), type: "application/octet-stream" };
      return { status: 200, json: { ...shown(row, query), ...(query.get("with_documents") === "true" ? { _documents: documentsOf(row).map((one) => shown(one, query)) } : {}), links: [] } };
    }
    if (method === "POST") return type === "Document" ? upload(call.body, String(headers["content-type"])) : add(type, json().input, session);
    const row = table(type).find((one) => one.id === Number(id));
    if (row === undefined) return error(400, "ERROR_GLPI_UPDATE", "Item not found");
    if (method === "DELETE") {
      tables.set(type, table(type).filter((one) => one.id !== row.id));
      return { status: 200, json: [{ [row.id]: true, message: "" }] };
    }
    const { id: _, ...fields } = json().input;
    // What it does not know is left out.
    for (const [field, value] of Object.entries(fields)) if (["name", "status", "priority", "urgency", "impact"].includes(field)) row[field] = typeof value === "string" ? kept(value) : value;
    touch(row, SOC);
    return { status: 200, json: [{ [row.id]: true, message: "" }] };
  };

  const answer = async (request: IncomingMessage): Promise<Reply> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const url = new URL(request.url ?? "/", "http://there");
    const call: Omit<Call, "path"> = { method: request.method ?? "GET", query: url.searchParams, headers: request.headers, body: Buffer.concat(parts) };
    asked.push({ method: call.method, path: url.pathname, body: call.body.toString("utf8") });
    if (url.pathname.startsWith("/apirest.php/")) return legacy({ ...call, path: url.pathname.slice("/apirest.php/".length).replace(/\/$/, "") });
    if (url.pathname.startsWith("/api.php/")) return answerV2(world, { ...call, path: url.pathname.slice("/api.php/".length) });
    return { status: 200, bytes: Buffer.from("<!doctype html><html><title>GLPI</title></html>"), type: "text/html" };
  };
  const server = createServer((request, response) => {
    answer(request).then(({ status, json, bytes: body, type = "application/json; charset=UTF-8", headers = {} }) => response.writeHead(status, { "content-type": type, ...headers }).end(body ?? (json === undefined ? "" : JSON.stringify(json))), (thrown: unknown) => response.writeHead(500, { "content-type": "text/plain" }).end(String(thrown)));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    ...world, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sessions, asked,
    ticket: (id) => {
      const row = ticketAt(id);
      if (row === undefined) throw new Error(`the fake GLPI has no ${id}`);
      return row;
    },
    stop: () => new Promise((done) => { server.close(() => done()); server.closeAllConnections(); }),
  };
}
