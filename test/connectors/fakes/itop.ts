// An iTop 3.2 in memory that answers as the real one was seen to: HTTP 200 for everything, codes in the body, its own zone
// without an offset, logs without ids, newest first. What it is asked in OQL it understands as far as connectors ask it.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

type Row = Record<string, unknown> & { id: number };
type Entry = { date: string; user_login: string; user_id: number; message: string; message_html: string };

const TICKETS = ["Incident", "UserRequest"];
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  Incident: ["ref", "org_id", "org_id_friendlyname", "caller_id", "caller_id_friendlyname", "team_id", "team_id_friendlyname", "agent_id", "agent_id_friendlyname", "title", "description", "status", "impact", "urgency", "priority", "origin", "start_date", "last_update", "close_date", "resolution_date", "solution", "pending_reason", "public_log", "private_log", "functionalcis_list", "service_id", "soc_key"],
  Organization: ["name"], Person: ["name", "first_name", "email", "org_id"], Team: ["name"], FunctionalCI: ["name"],
  Attachment: ["item_class", "item_id", "item_org_id", "contents"],
};
const TARGETS: Readonly<Record<string, string>> = { org_id: "Organization", caller_id: "Person", team_id: "Team", agent_id: "Person", functionalci_id: "FunctionalCI" };
const LIFE: Readonly<Record<string, Readonly<Record<string, readonly [target: string, mandatory: readonly string[]]>>>> = {
  new: { ev_assign: ["assigned", ["team_id", "agent_id"]] }, escalated_tto: { ev_assign: ["assigned", ["team_id", "agent_id"]] },
  assigned: { ev_reassign: ["assigned", ["team_id", "agent_id"]], ev_pending: ["pending", ["pending_reason"]], ev_resolve: ["resolved", ["solution"]] },
  escalated_ttr: { ev_reassign: ["assigned", ["team_id", "agent_id"]], ev_pending: ["pending", ["pending_reason"]], ev_resolve: ["resolved", ["solution"]] },
  pending: { ev_assign: ["assigned", ["team_id"]] }, resolved: { ev_close: ["closed", []], ev_reopen: ["assigned", []] }, closed: {},
};
const PRIORITY = [[], [0, 1, 1, 2, 4], [0, 1, 2, 3, 4], [0, 2, 3, 3, 4]];

const text = (value: unknown): string => (typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value));

class Refusal extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export type FakeItop = {
  readonly url: string;
  readonly rows: Map<string, Row[]>;
  readonly asked: { readonly operation: string; readonly body: Record<string, unknown> }[];
  /** What may be switched while it runs. `failsAfter`: the next creation is answered as failed, and is done. */
  readonly traits: { readsTeams: boolean; failsAfter: boolean; refusesActions: boolean; readsAttachments: boolean };
  readonly person: {
    readonly log: (id: string, log: "public_log" | "private_log", html: string) => void;
    readonly stimulate: (id: string, stimulus: string, fields?: Record<string, unknown>) => void;
    readonly set: (id: string, fields: Record<string, unknown>) => void;
    readonly attach: (id: string, filename: string, mimetype: string, data: Uint8Array) => void;
    readonly remove: (id: string) => void;
  };
  readonly ticket: (id: string) => Row;
  readonly stop: () => Promise<void>;
};

export type ItopSetting = { readonly class?: "Incident" | "UserRequest"; readonly zone?: string; readonly now?: () => Date };

export async function startItop({ class: ticketClass = "Incident", zone = "Europe/Paris", now = () => new Date() }: ItopSetting = {}): Promise<FakeItop> {
  const rows = new Map<string, Row[]>();
  const asked: FakeItop["asked"] = [];
  const traits: FakeItop["traits"] = { readsTeams: true, failsAfter: false, refusesActions: false, readsAttachments: true };
  let count = 0;
  const table = (name: string): Row[] => rows.get(name) ?? rows.set(name, []).get(name)!;
  const insert = (name: string, row: Record<string, unknown>): Row => {
    const made = { ...row, id: ++count };
    table(name).push(made);
    return made;
  };
  const wall = (): string => {
    const shown = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(now());
    return shown.replace(",", "");
  };

  const acme = insert("Organization", { name: "Acme" });
  insert("Person", { name: "Doe", first_name: "Jane", email: "jane@acme.example", org_id: acme.id });
  insert("Person", { name: "Roux", first_name: "Al", email: "al@acme.example", org_id: acme.id });
  insert("Team", { name: "Network" });
  insert("Team", { name: "Windows \"A\"" });
  insert("FunctionalCI", { name: "acme-db-01" });
  insert("FunctionalCI", { name: "twin" });
  insert("FunctionalCI", { name: "twin" });

  const attributesOf = (name: string): readonly string[] => ATTRIBUTES[TICKETS.includes(name) ? "Incident" : name] ?? [];
  const valid = (name: string, attribute: string): void => {
    if (!["id", "friendlyname", ...attributesOf(name)].includes(attribute)) throw new Refusal(100, `Error: output_fields: invalid attribute code '${attribute}'`);
  };

  // --- OQL, as far as it goes ---
  const compare = (row: Row, condition: string): boolean => {
    const within = /^(\w+) IN \(([\d,\s]*)\)$/.exec(condition);
    if (within !== null) return within[2]!.split(",").map((one) => one.trim()).includes(String(row[within[1]!]));
    const [, attribute = "", operator = "", given = ""] = /^(\w+)\s*(>=|<=|!=|=|>|<|LIKE)\s*(.+)$/.exec(condition) ?? [];
    if (attribute === "") throw new Refusal(100, `Error: Query failed to execute: ${condition}`);
    const isText = given.startsWith("\"");
    if (isText && !/^"(?:[^"\\]|\\["\\])*"$/.test(given)) throw new Refusal(100, "Error: Unexpected token in OQL");
    const value = isText ? given.slice(1, -1).replace(/\\(["\\])/g, "$1") : Number(given);
    const has = isText ? text(row[attribute]).toLowerCase() : Number(row[attribute]);
    const wants = typeof value === "string" ? value.toLowerCase() : value;
    switch (operator) {
      case "=": return has === wants;
      case "!=": return has !== wants;
      case ">=": return has >= wants;
      case "<=": return has <= wants;
      case ">": return has > wants;
      case "<": return has < wants;
      default: return new RegExp(`^${String(wants).replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replaceAll("%", ".*").replaceAll("_", ".")}$`, "is").test(String(has));
    }
  };
  const conditionsOf = (where: string): string[] => where.match(/(?:"(?:[^"\\]|\\.)*"|[^"])+?(?= AND |$)/g)?.map((one) => one.replace(/^ AND /, "").trim()) ?? [];
  const query = (name: string, key: unknown): Row[] => {
    if (typeof key === "number" || (typeof key === "string" && /^\d+$/.test(key))) return table(name).filter(({ id }) => id === Number(key));
    if (typeof key === "object" && key !== null) return table(name).filter((row) => Object.entries(key).every(([attribute, value]) => { valid(name, attribute); return text(row[attribute]).toLowerCase() === String(value).toLowerCase(); }));
    const parsed = /^SELECT (\w+)(?: WHERE (.+))?$/s.exec(String(key));
    if (parsed === null) throw new Refusal(100, "Error: Query failed to execute");
    const conditions = parsed[2] === undefined ? [] : conditionsOf(parsed[2]);
    return table(parsed[1]!).filter((row) => conditions.every((condition) => compare(row, condition)));
  };
  const one = (name: string, key: unknown): Row => {
    const found = query(name, key);
    if (found.length === 0) throw new Refusal(100, `Error: No item found with criteria: ${JSON.stringify(key)}`);
    if (found.length > 1) throw new Refusal(100, `Error: Several items found (${found.length}) with criteria: ${JSON.stringify(key)}`);
    return found[0]!;
  };

  // --- what objects do by themselves ---
  const friendly = (name: string, id: unknown): string => {
    const row = table(name).find((each) => each.id === Number(id));
    return row === undefined ? "" : name === "Person" ? `${String(row["first_name"])} ${String(row["name"])}` : String(row["name"]);
  };
  const sanitised = (html: string): string => html.replace(/<script\b[^>]*>.*?<\/script>/gis, "").replace(/ on\w+="[^"]*"/gi, "");
  const plain = (html: string): string => html.replace(/<br\s*\/?>/gi, "\n").replace(/<\/p>/gi, "\n").replace(/<[^>]*>/g, "").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, "\"").replace(/&#39;/g, "'").replace(/&amp;/g, "&").trim();
  const touch = (row: Row): void => {
    row["last_update"] = wall();
    row["priority"] = String(PRIORITY[Number(row["impact"])]?.[Number(row["urgency"])] ?? 4);
  };
  const write = (row: Row, fields: Record<string, unknown>, by: string): void => {
    for (const [attribute, value] of Object.entries(fields)) {
      if (attribute === "public_log" || attribute === "private_log") {
        const { message, format } = (value as { add_item: { message: string; format?: string } }).add_item;
        const html = format === "html" ? sanitised(message) : message.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/\n/g, "<br/>");
        (row[attribute] as Entry[]).push({ date: wall(), user_login: by, user_id: 7, message: plain(html), message_html: html });
      } else if (attribute === "functionalcis_list") {
        row[attribute] = (value as { functionalci_id: unknown }[]).map((link) => one("FunctionalCI", link.functionalci_id).id);
      } else if (TARGETS[attribute] !== undefined) row[attribute] = value === 0 ? 0 : one(TARGETS[attribute], value).id;
      else {
        if (!attributesOf(ticketClass).includes(attribute)) throw new Refusal(100, `Error: ${attribute}: unknown attribute`);
        row[attribute] = attribute === "description" ? sanitised(String(value)) : String(value);
      }
    }
    touch(row);
  };
  const stimulate = (row: Row, stimulus: string, fields: Record<string, unknown>, by: string): boolean => {
    const draft: Row = { ...row };
    write(draft, fields, by);
    const step = LIFE[String(row["status"])]?.[stimulus];
    if (step === undefined) throw new Refusal(100, `Invalid stimulus: '${stimulus}' on the object ${String(row["ref"])} in state '${String(row["status"])}'`);
    const missing = step[1].filter((attribute) => [undefined, "", 0, "0"].includes(draft[attribute] as string));
    if (missing.length > 0) throw new Refusal(100, `Missing mandatory attribute(s) for applying the stimulus: ${missing.join(", ")}.`);
    if (traits.refusesActions) return false;
    Object.assign(row, draft, { status: step[0], ...(step[0] === "resolved" ? { resolution_date: wall() } : {}) });
    return true;
  };

  const shown = (name: string, row: Row, fields: string): Record<string, unknown> =>
    Object.fromEntries((fields === "*" ? attributesOf(name).join(",") : fields).split(",").map((raw) => {
      const attribute = raw.trim();
      valid(name, attribute);
      if (attribute === "id") return [attribute, String(row.id)];
      if (attribute === "friendlyname") return [attribute, TICKETS.includes(name) ? row["ref"] : friendly(name, row.id)];
      if (attribute.endsWith("_friendlyname")) return [attribute, friendly(TARGETS[attribute.replace("_friendlyname", "")]!, row[attribute.replace("_friendlyname", "")])];
      if (attribute.endsWith("_log")) return [attribute, { entries: row[attribute] }];
      if (attribute === "contents") return [attribute, row[attribute]];
      return [attribute, typeof row[attribute] === "object" ? row[attribute] : text(row[attribute])];
    }));
  const objects = (name: string, found: readonly Row[], fields: string, message = ""): Record<string, unknown> | null =>
    found.length === 0 ? null : Object.fromEntries(found.map((row) => [`${name}::${row.id}`, { code: 0, message, class: name, key: String(row.id), fields: shown(name, row, fields) }]));

  const run = (body: Record<string, unknown>): Record<string, unknown> => {
    const name = String(body["class"]);
    const fields = (body["fields"] ?? {}) as Record<string, unknown>;
    const output = text(body["output_fields"] ?? "*");
    if (body["operation"] === "list_operations") return { code: 0, message: "Operations: 7", version: "1.3", operations: [{ verb: "core/create", description: "Create an object", extension: "CoreServices" }] };
    if (!rows.has(name) && !TICKETS.includes(name) && name !== "Attachment") throw new Refusal(100, `Error: class: '${name}' is not a valid class`);
    switch (body["operation"]) {
      case "core/get": {
        if ((name === "Team" && !traits.readsTeams) || (name === "Attachment" && !traits.readsAttachments)) throw new Refusal(1, `The current user does not have enough permissions for reading data of class ${name}`);
        const found = query(name, body["key"]).toSorted((a, b) => b.id - a.id);
        const limit = Number(body["limit"] ?? 0);
        const start = limit * (Number(body["page"] ?? 1) - 1);
        const page = limit === 0 ? found : found.slice(start, start + limit);
        return { code: 0, message: `Found: ${found.length}`, objects: objects(name, page, output) };
      }
      case "core/create": {
        if (name === "Attachment") {
          const { contents } = fields;
          return { code: 0, message: "", objects: objects(name, [insert(name, { ...fields, contents })], output, "created") };
        }
        for (const needed of ["org_id", "caller_id", "title", "description"]) if (fields[needed] === undefined) throw new Refusal(100, `Error: Missing mandatory attribute ${needed}`);
        const row: Row = { id: 0, status: "new", impact: "1", urgency: "4", team_id: 0, agent_id: 0, solution: "", public_log: [], private_log: [], start_date: wall() };
        write(row, fields, "soc");
        const made = Object.assign(row, { id: ++count, ref: `${name === "Incident" ? "I" : "R"}-${String(count).padStart(6, "0")}` });
        table(name).push(made);
        if (traits.failsAfter) {
          traits.failsAfter = false;
          throw new Refusal(100, "Error: the notification could not be sent");
        }
        return { code: 0, message: "", objects: objects(name, [made], output, "created") };
      }
      case "core/update": {
        const row = one(name, body["key"]);
        write(row, fields, "soc");
        return { code: 0, message: "", objects: objects(name, [row], output, "updated") };
      }
      case "core/apply_stimulus": {
        const row = one(name, body["key"]);
        const done = stimulate(row, String(body["stimulus"]), fields, "soc");
        return { code: 0, message: "", objects: done ? objects(name, [row], output, "updated") : null };
      }
      default:
        throw new Refusal(11, `Error: Unknown verb '${String(body["operation"])}' in version '1.3'`);
    }
  };

  const answer = async (request: IncomingMessage): Promise<{ type: string; body: string }> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const url = new URL(request.url ?? "/", "http://there");
    if (url.pathname !== "/webservices/rest.php") return { type: "text/html; charset=UTF-8", body: "<!DOCTYPE html><html><title>iTop login</title><body>Welcome to iTop</body></html>" };
    const form = new URLSearchParams(Buffer.concat(parts).toString("utf8"));
    const json = (value: unknown): { type: string; body: string } => ({ type: "application/json", body: JSON.stringify(value) });
    try {
      if (form.get("auth_user") !== "soc" || form.get("auth_pwd") !== "pä&ss=") throw new Refusal(1, "Error: Invalid login");
      if (url.searchParams.get("version") === null) throw new Refusal(2, "Error: Missing parameter 'version' (e.g. '1.0')");
      const body = JSON.parse(form.get("json_data") ?? "null") as Record<string, unknown> | null;
      if (body === null) throw new Refusal(4, "Error: Parameter json_data is not a valid JSON structure");
      asked.push({ operation: String(body["operation"]), body });
      return json(run(body));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return json({ code: error.code, message: error.message });
    }
  };
  const server = createServer((request, response) => {
    answer(request).then(({ type, body }) => response.writeHead(200, { "content-type": type }).end(body), (error: unknown) => response.writeHead(500, { "content-type": "text/html" }).end(String(error)));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const ticket = (id: string): Row => {
    const row = table(ticketClass).find((each) => each.id === Number(id));
    if (row === undefined) throw new Error(`the fake iTop has no ${id}`);
    return row;
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, rows, asked, traits, ticket,
    person: {
      log: (id, log, html) => write(ticket(id), { [log]: { add_item: { message: html, format: "html" } } }, "Al Roux"),
      stimulate: (id, stimulus, fields = {}) => { stimulate(ticket(id), stimulus, fields, "Al Roux"); },
      set: (id, fields) => write(ticket(id), fields, "Al Roux"),
      attach: (id, filename, mimetype, data) => { insert("Attachment", { item_class: ticketClass, item_id: Number(id), item_org_id: acme.id, contents: { data: Buffer.from(data).toString("base64"), mimetype, filename, downloads_count: 0 } }); },
      remove: (id) => { rows.set(ticketClass, table(ticketClass).filter((row) => row.id !== Number(id))); },
    },
    stop: () => new Promise((done) => { server.close(() => done()); server.closeAllConnections(); }),
  };
}
