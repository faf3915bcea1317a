// An instance of ServiceNow in memory, as its documents tell of the Table API, the Attachment API and OAuth, with its traps:
// conditions it does not know are left out, so are fields; references take a sys_id and are emptied by anything else;
// times are UTC as values and the account's zone as shown; rows without the right are missing in silence.
import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Record_ = Record<string, string>;

const REFERENCES: Readonly<Record<string, string>> = { assignment_group: "sys_user_group", assigned_to: "sys_user", caller_id: "sys_user", cmdb_ci: "cmdb_ci", resolved_by: "sys_user", closed_by: "sys_user" };
const COMMON = ["sys_id", "number", "short_description", "description", "state", "assignment_group", "assigned_to", "priority", "impact", "urgency", "correlation_id", "correlation_display", "close_code", "close_notes", "due_date", "cmdb_ci", "comments", "work_notes", "resolved_by", "closed_by", "sys_created_on", "sys_updated_on", "sys_created_by", "sys_updated_by", "sys_mod_count"];
const OWN: Readonly<Record<string, readonly string[]>> = { incident: ["hold_reason", "caller_id", "category"], sn_si_incident: ["dest_ip"], change_request: [], sc_task: [] };
const STATE_LABELS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  incident: { 1: "New", 2: "In Progress", 3: "On Hold", 6: "Resolved", 7: "Closed", 8: "Canceled" },
  sn_si_incident: { 10: "Draft", 16: "Analysis", 18: "Contain", 19: "Eradicate", 20: "Recover", 100: "Review", 3: "Closed", 7: "Cancelled" },
  change_request: { "-5": "New", "-4": "Assess", "-3": "Authorize", "-2": "Scheduled", "-1": "Implement", 0: "Review", 3: "Closed", 4: "Canceled" },
  sc_task: { "-5": "Pending", 1: "Open", 2: "Work in Progress", 3: "Closed Complete", 4: "Closed Incomplete", 7: "Closed Skipped" },
};
const HOLD_LABELS: Readonly<Record<string, string>> = { 1: "Awaiting Caller", 3: "Awaiting Problem", 4: "Awaiting Vendor", 5: "Awaiting Change" };
const FIRST: Readonly<Record<string, string>> = { incident: "1", sn_si_incident: "10", change_request: "-5", sc_task: "1" };
const PREFIX: Readonly<Record<string, string>> = { incident: "INC", sn_si_incident: "SIR", change_request: "CHG", sc_task: "SCTASK" };
const PRIORITY_LABELS: Readonly<Record<string, string>> = { 1: "1 - Critical", 2: "2 - High", 3: "3 - Moderate", 4: "4 - Low", 5: "5 - Planning" };
// impact, then urgency
const LOOKUP: Readonly<Record<string, string>> = { 11: "1", 12: "2", 13: "3", 21: "2", 22: "3", 23: "4", 31: "3", 32: "4", 33: "5" };

export type ServiceNowOptions = {
  readonly table?: "incident" | "sn_si_incident" | "change_request" | "sc_task";
  /** Of the account; shown times are in it. */
  readonly zone?: string;
};

export type FakeServiceNow = {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly tables: Map<string, Map<string, Record_>>;
  /** What may be switched while it runs. */
  readonly traits: { journalIsReadable: boolean; choicesAreReadable: boolean; sleeps: boolean; forgetsTokens: boolean; hidden: Set<string>; frozenAt: Date | null; tokenSeconds: number; searchesInZone: boolean; isOld: boolean };
  readonly asked: { method: string; path: string; query: URLSearchParams; body: string }[];
  readonly write: (by: string, id: string, change: Record_) => void;
  readonly attach: (by: string, id: string, name: string, type: string, bytes: Uint8Array) => string;
  readonly remove: (id: string) => void;
  readonly stop: () => Promise<void>;
};

const sysId = (): string => randomBytes(16).toString("hex");
const pairOf = (label: string, value: string): { display_value: string; value: string } => ({ display_value: label, value });

export async function startServiceNow({ table = "incident", zone = "America/New_York" }: ServiceNowOptions = {}): Promise<FakeServiceNow> {
  const tables = new Map<string, Map<string, Record_>>();
  const contents = new Map<string, Buffer>();
  const tokens = new Set<string>();
  const traits: FakeServiceNow["traits"] = { journalIsReadable: true, choicesAreReadable: true, sleeps: false, forgetsTokens: false, hidden: new Set(), frozenAt: null, tokenSeconds: 1799, searchesInZone: false, isOld: false };
  const asked: FakeServiceNow["asked"] = [];
  const secrets = { user: "vigie", password: "pä:ss", clientId: "c1", clientSecret: "s1" };
  let count = 10_000;
  const of = (name: string): Map<string, Record_> => tables.get(name) ?? tables.set(name, new Map()).get(name)!;
  const add = (name: string, record: Record_): Record_ => {
    const id = record["sys_id"] ?? sysId();
    const whole = { sys_created_on: stamp(), ...record, sys_id: id };
    of(name).set(id, whole);
    return whole;
  };
  const stamp = (): string => (traits.frozenAt ?? new Date()).toISOString().slice(0, 19).replace("T", " ");
  for (const [name, user] of [["Vigie SOC", "vigie"], ["Alice Admin", "alice"]] as const) add("sys_user", { name, user_name: user, time_zone: zone });
  for (const name of ["Network", "Service Desk", "Twice", "Twice", "R&D ^ Lab"]) add("sys_user_group", { name, active: "true" });
  add("sys_user_group", { name: "Gone", active: "false" });
  add("cmdb_ci", { name: "db-01" });
  for (const [value, label] of Object.entries(STATE_LABELS[table] ?? {})) add("sys_choice", { name: table, element: "state", value, label, inactive: "false" });
  // What all tasks have is not what this table has.
  for (const [value, label] of [["1", "Open"], ["3", "Closed Complete"]] as const) add("sys_choice", { name: "task", element: "state", value, label, inactive: "false" });
  for (const [value, label] of Object.entries(HOLD_LABELS)) add("sys_choice", { name: table, element: "hold_reason", value, label, inactive: "false" });
  add("sys_choice", { name: table, element: "hold_reason", value: "2", label: "Awaiting Evidence", inactive: "true" });

  const known = new Set([...COMMON, ...(OWN[table] ?? [])]);
  const fieldsOf = (name: string): ReadonlySet<string> => (name === table ? known : new Set([...of(name).values()].flatMap(Object.keys)));
  const nameOf = (user: string): string => [...of("sys_user").values()].find((one) => one["user_name"] === user)?.["name"] ?? user;
  const shownTime = (value: string): string => (value === "" ? "" : new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "medium" }).format(new Date(`${value.replace(" ", "T")}Z`)));

  function apply(by: string, record: Record_, body: Record_): void {
    for (const [field, raw] of Object.entries(body)) {
      if (!known.has(field) || /^sys_|^number$|^priority$/.test(field) && !(field === "priority" && table !== "incident")) continue;
      const target = REFERENCES[field];
      if (field === "comments" || field === "work_notes") {
        if (raw !== "") add("sys_journal_field", { name: table, element_id: record["sys_id"] ?? "", element: field, value: raw, sys_created_by: by, sys_created_on: stamp() });
      } else if (target !== undefined) record[field] = of(target).has(raw) ? raw : "";
      else record[field] = field === "short_description" ? raw.slice(0, 160) : raw;
    }
    if (table === "incident") record["priority"] = LOOKUP[`${record["impact"]}${record["urgency"]}`] ?? "5";
    if (table === "incident" && record["state"] !== "3") record["hold_reason"] = "";
    if (table === "incident" && record["state"] === "6" && record["resolved_by"] === "") record["resolved_by"] = [...of("sys_user").values()].find((one) => one["user_name"] === by)?.["sys_id"] ?? "";
    record["sys_updated_on"] = stamp();
    record["sys_updated_by"] = by;
    record["sys_mod_count"] = String(Number(record["sys_mod_count"] ?? "-1") + 1);
  }

  function refusalOf(record: Record_): string | undefined {
    if (table === "incident" && ["6", "7"].includes(record["state"] ?? "") && (!record["close_code"] || !record["close_notes"])) return "Data Policy Exception: The following fields are mandatory: Resolution code, Resolution notes";
    return undefined;
  }

  const journalShown = (id: string, element: string): string => [...of("sys_journal_field").values()].filter((one) => one["element_id"] === id && one["element"] === element).toReversed()
    .map((one) => `${shownTime(one["sys_created_on"] ?? "")} - ${nameOf(one["sys_created_by"] ?? "")} (${element === "comments" ? "Additional comments" : "Work notes"})\n${one["value"]}\n\n`).join("");

  function cell(name: string, record: Record_, field: string): { display_value: string; value: string } {
    const value = record[field] ?? "";
    if (name === table && (field === "comments" || field === "work_notes")) return pairOf(journalShown(record["sys_id"] ?? "", field), "");
    if (/_on$|_date$/.test(field)) return pairOf(shownTime(value), value);
    if (name === table && field === "state") return pairOf(STATE_LABELS[table]?.[value] ?? value, value);
    if (field === "hold_reason") return pairOf(HOLD_LABELS[value] ?? value, value);
    if (field === "priority") return pairOf(PRIORITY_LABELS[value] ?? value, value);
    const target = REFERENCES[field];
    return pairOf(target === undefined ? value : of(target).get(value)?.["name"] ?? "", value);
  }

  function present(name: string, record: Record_, query: URLSearchParams): unknown {
    const wanted = query.get("sysparm_fields")?.split(",") ?? [...fieldsOf(name)];
    const how = query.get("sysparm_display_value") ?? "false";
    return Object.fromEntries(wanted.filter((field) => fieldsOf(name).has(field) && !traits.hidden.has(`${name}.${field}`)).map((field) => {
      const { display_value: shown, value } = cell(name, record, field);
      return [field, how === "all" ? pairOf(shown, value) : how === "true" ? shown : value];
    }));
  }

  function select(name: string, encoded: string): Record_[] {
    const parts = encoded.replaceAll("^^", "\u0000").split("^").filter((part) => part !== "").map((part) => part.replaceAll("\u0000", "^"));
    let rows = [...of(name).values()];
    const orders: { field: string; sign: number }[] = [];
    for (const part of parts) {
      const order = /^ORDERBY(DESC)?(\w+)$/.exec(part);
      if (order !== null) {
        orders.push({ field: order[2] ?? "", sign: order[1] === undefined ? 1 : -1 });
        continue;
      }
      const found = /^([a-z_0-9]+?)(>=|<=|!=|=|>|<|IN|STARTSWITH)([^]*)$/.exec(part);
      const [, field = "", operator = "", value = ""] = found ?? [];
      // The trap: what is not understood, or not allowed, is as if it was not said.
      if (found === null || !fieldsOf(name).has(field) || traits.hidden.has(`${name}.${field}`)) continue;
      const wanted = value === "javascript:gs.getUserID()" ? [...of("sys_user").values()].find((one) => one["user_name"] === "vigie")?.["sys_id"] ?? "" : value;
      rows = rows.filter((row) => {
        const is = traits.searchesInZone && field.endsWith("_on") ? shownTime(row[field] ?? "") : row[field] ?? "";
        switch (operator) {
          case "=": return is.toLowerCase() === wanted.toLowerCase();
          case "!=": return is !== wanted;
          case "IN": return wanted.split(",").includes(is);
          case "STARTSWITH": return is.toLowerCase().startsWith(wanted.toLowerCase());
          case ">=": return is >= wanted;
          case "<=": return is <= wanted;
          case ">": return is > wanted;
          default: return is < wanted;
        }
      });
    }
    return rows.toSorted((a, b) => orders.map(({ field, sign }) => sign * ((a[field] ?? "") < (b[field] ?? "") ? -1 : (a[field] ?? "") > (b[field] ?? "") ? 1 : 0)).find((one) => one !== 0) ?? 0);
  }

  const mayRead = (name: string): boolean => (name !== "sys_journal_field" || traits.journalIsReadable) && (name !== "sys_choice" || traits.choicesAreReadable);
  const fileOf = (file: Record_): unknown => ({ ...file, download_link: `/api/now/attachment/${file["sys_id"]}/file` });
  function addFile(by: string, id: string, name: string, type: string, bytes: Uint8Array): string {
    const file = add("sys_attachment", { table_name: table, table_sys_id: id, file_name: name, content_type: type, size_bytes: String(bytes.length), sys_created_by: by });
    contents.set(file["sys_id"] ?? "", Buffer.from(bytes));
    return file["sys_id"] ?? "";
  }

  function answer(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", "http://fake");
    const { pathname: path, searchParams: query } = url;
    const method = request.method ?? "GET";
    asked.push({ method, path, query, body: body.length > 4000 ? "" : body.toString("utf8") });
    const say = (status: number, json: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { "content-type": "application/json;charset=UTF-8", ...headers }).end(JSON.stringify(json));
    };
    const fail = (status: number, message: string, detail = ""): void => say(status, { error: { message, detail }, status: "failure" });
    if (traits.sleeps) return void response.writeHead(200, { "content-type": "text/html" }).end("<html><title>Instance Hibernating page</title><body>Your instance is hibernating</body></html>");
    if (path === "/oauth_token.do" && method === "POST") {
      const form = new URLSearchParams(body.toString("utf8"));
      if (form.get("grant_type") !== "client_credentials" || form.get("client_id") !== secrets.clientId || form.get("client_secret") !== secrets.clientSecret) return say(401, { error_description: "access_denied", error: "server_error" });
      const token = sysId();
      tokens.add(token);
      return say(200, { access_token: token, scope: "useraccount", token_type: "Bearer", expires_in: traits.tokenSeconds });
    }
    if (traits.forgetsTokens) {
      tokens.clear();
      traits.forgetsTokens = false;
    }
    const sign = request.headers.authorization ?? "";
    const isKnown = sign === `Basic ${Buffer.from(`${secrets.user}:${secrets.password}`).toString("base64")}` || (sign.startsWith("Bearer ") && tokens.has(sign.slice(7)));
    if (!isKnown) return fail(401, "User Not Authenticated", "Required to provide Auth information");
    const [, name = "", id] = /^\/api\/now\/(?:v2\/)?table\/(\w+)(?:\/(\w+))?$/.exec(path) ?? [];
    const call: Call = { method, path, query, body, type: request.headers["content-type"] ?? "", response, say, fail };
    if (name !== "") return onTable(call, name, id);
    onFiles(call);
  }

  type Say = (status: number, json: unknown, headers?: Record<string, string>) => void;
  type Fail = (status: number, message: string, detail?: string) => void;
  type Call = { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly body: Buffer; readonly type: string; readonly response: ServerResponse; readonly say: Say; readonly fail: Fail };

  function onTable({ method, query, body, say, fail }: Call, name: string, id: string | undefined): void {
    if (name !== table && !tables.has(name)) return fail(400, `Invalid table ${name}`);
    if (method === "GET" && id === undefined) {
      const all = mayRead(name) ? select(name, query.get("sysparm_query") ?? "") : [];
      if (traits.isOld && all.length === 0) return fail(404, "No Record found", "Records matching query not found");
      const [limit, offset] = [Number(query.get("sysparm_limit") ?? 10_000), Number(query.get("sysparm_offset") ?? 0)];
      return say(200, { result: all.slice(offset, offset + limit).map((record) => present(name, record, query)) }, { "x-total-count": String(all.length) });
    }
    const record = id === undefined ? undefined : of(name).get(id);
    if (method === "GET") return record === undefined ? fail(404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval") : say(200, { result: present(name, record, query) });
    if (name !== table) return fail(403, "Operation Failed", "ACL Exception Insert Failed due to security constraints");
    const change = JSON.parse(body.toString("utf8")) as Record_;
    if (method === "POST") {
      const made: Record_ = { ...Object.fromEntries([...known].map((field) => [field, ""])), sys_id: sysId(), number: `${PREFIX[table]}00${++count}`, state: FIRST[table] ?? "1", impact: "3", urgency: "3", priority: "4", sys_created_on: stamp(), sys_created_by: "vigie", sys_mod_count: "-1" };
      apply("vigie", made, change);
      delete made["comments"];
      delete made["work_notes"];
      of(table).set(made["sys_id"] ?? "", made);
      return say(201, { result: present(name, made, query) }, { location: `/api/now/v2/table/${table}/${made["sys_id"]}` });
    }
    if (record === undefined) return fail(404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval");
    const refusal = refusalOf({ ...record, ...change });
    if (refusal !== undefined) return fail(403, "Operation Failed", refusal);
    apply("vigie", record, change);
    say(200, { result: present(name, record, query) });
  }

  function onFiles({ method, path, query, body, type, response, say, fail }: Call): void {
    if (path === "/api/now/attachment/file" && method === "POST") {
      const [id, name] = [query.get("table_sys_id") ?? "", query.get("file_name") ?? ""];
      if (!of(query.get("table_name") ?? "").has(id)) return fail(404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval");
      return say(201, { result: fileOf(of("sys_attachment").get(addFile("vigie", id, name, type, body)) ?? {}) });
    }
    if (path === "/api/now/attachment" && method === "GET") return say(200, { result: select("sys_attachment", query.get("sysparm_query") ?? "").slice(0, Number(query.get("sysparm_limit") ?? 1000)).map(fileOf) });
    const [, file, content] = /^\/api\/now\/attachment\/(\w+)(\/file)?$/.exec(path) ?? [];
    const bytes = contents.get(file ?? "");
    if (bytes === undefined) return fail(404, "No Record found", "Record doesn't exist or ACL restricts the record retrieval");
    if (content === undefined) return say(200, { result: fileOf(of("sys_attachment").get(file ?? "") ?? {}) });
    response.writeHead(200, { "content-type": of("sys_attachment").get(file ?? "")?.["content_type"] ?? "", "x-attachment-metadata": "{}" }).end(bytes);
  }

  tables.set("sys_attachment", new Map());
  tables.set("sys_journal_field", new Map());
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("error", () => {});
    request.on("end", () => answer(request, Buffer.concat(parts), response));
  });
  await new Promise<void>((done) => { server.listen(0, "127.0.0.1", done); });
  const must = (id: string): Record_ => of(table).get(id) ?? (() => { throw new Error(`no record ${id}`); })();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ...secrets, tables, traits, asked,
    write: (by, id, change) => apply(by, must(id), change),
    attach: addFile,
    remove: (id) => { of(table).delete(id); },
    stop: () => new Promise((done) => { server.close(() => done()); server.closeAllConnections(); }),
  };
}

/** The value of a state as people see it. */
export const stateValue = (table: string, label: string): string => Object.entries(STATE_LABELS[table] ?? {}).find(([, one]) => one === label)?.[0] ?? createHash("md5").update(label).digest("hex").slice(0, 4);
export const stateLabel = (table: string, record: Record_): string => {
  const label = STATE_LABELS[table]?.[record["state"] ?? ""] ?? record["state"] ?? "";
  return record["hold_reason"] ? `${label}: ${HOLD_LABELS[record["hold_reason"]] ?? ""}` : label;
};
