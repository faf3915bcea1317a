// The newer API of the fake GLPI.
import type { Call, Reply, Row, World } from "./glpi-world.ts";

export const V2 = { clientId: "client", clientSecret: "client secret", user: "soc", password: "pä&ss=" } as const;
const TOKEN = "Bearer token";
const SOC = 7;

const text = (value: unknown): string => (typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value));
const error = (status: number, code: string, title: string): Reply => ({ status, json: { status: code, title, detail: null } });

export function answerV2(world: World, { method, path, query, headers, body }: Call): Reply {
  const { table, insert, touch, assignGroup, solve, kept, bytes, now } = world;
  if (path === "token") {
    const form = new URLSearchParams(body.toString("utf8"));
    if (form.get("client_id") !== V2.clientId || form.get("client_secret") !== V2.clientSecret) return { status: 401, json: { error: "invalid_client", error_description: "Client authentication failed" } };
    if (form.get("username") !== V2.user || form.get("password") !== V2.password) return { status: 400, json: { error: "invalid_grant", error_description: "The user credentials were incorrect." } };
    return { status: 200, json: { token_type: "Bearer", expires_in: 3600, access_token: "token" } };
  }
  if (headers.authorization !== TOKEN || world.traits.forgetsSessions) {
    world.traits.forgetsSessions = false;
    return error(401, "ERROR_UNAUTHENTICATED", "You are not authenticated");
  }
  const route = path.replace(/^v2\//, "");
  const json = (): Record<string, unknown> => JSON.parse(body.toString("utf8") || "{}") as Record<string, unknown>;
  const iso = (row: Row): string => `${text(row["at"]).slice(0, 19)}+00:00`;
  const shown = (row: Row): Record<string, unknown> => ({ id: row.id, name: row["name"], content: row["content"], status: { id: row["status"], name: "…" }, priority: row["priority"], external_id: row["externalid"], is_deleted: row["is_deleted"] === 1, date_mod: iso(row), user_editor: { id: SOC, name: text(table("User").find(({ id }) => id === row["users_id_lastupdater"])?.["name"]) } });
  const listed = (rows: readonly Row[], show: (row: Row) => unknown): Reply => {
    const [property = "id", direction = "asc"] = (query.get("sort") ?? "id:asc").split(":");
    const field = property === "date_mod" ? "at" : property;
    let found = rows.toSorted((one, other) => (one[field] === other[field] ? one.id - other.id : text(one[field]) < text(other[field]) ? -1 : 1));
    if (field === "id") found = rows.toSorted((one, other) => one.id - other.id);
    if (direction === "desc") found.reverse();
    const filter = query.get("filter");
    if (filter !== null) {
      const parsed = /^(\w+)(==|=like=)"((?:[^"\\]|\\.)*)"$/.exec(filter);
      if (parsed === null) return error(400, "ERROR_INVALID_PARAMETER", "RSQL query has invalid filters");
      const [, name = "", operator, value = ""] = parsed;
      const wanted = value.replace(/\\(.)/g, "$1").replaceAll("*", "");
      found = found.filter((row) => { const has = text(row[name === "external_id" ? "externalid" : name]); return operator === "==" ? has === wanted : has.includes(kept(wanted)); });
    }
    const [start, limit] = [Number(query.get("start") ?? 0), Number(query.get("limit") ?? 100)];
    const page = found.slice(start, start + limit);
    return { status: page.length < found.length ? 206 : 200, json: page.map(show), headers: { "content-range": `${start}-${start + page.length - 1}/${found.length}` } };
  };
  if (route === "session") return { status: 200, json: { name: "soc", active_profile: { id: 4, name: "SOC", interface: "central" }, active_entity: { id: 0, complete_name: "Root > Acme" }, current_time: now().toISOString() } };
  if (route === "Administration/Group") return listed(table("Group"), ({ id, name, completename }) => ({ id, name, completename }));
  const document = /^Management\/Document\/(\d+)(\/Download)?$/.exec(route);
  if (document !== null) {
    const row = table("Document").find(({ id }) => id === Number(document[1]));
    if (row === undefined) return error(404, "ERROR_ITEM_NOT_FOUND", "Item not found");
    return document[2] === undefined ? { status: 200, json: { id: row.id, name: row["name"], filename: row["filename"], mime: row["mime"], user: { id: 8, name: "Alice Martin" } } } : { status: 200, bytes: bytes.get(row.id) ?? Buffer.alloc(0), type: "application/octet-stream" };
  }
  const [, id, below, kind] = /^Assistance\/Ticket(?:\/(\d+))?(?:\/(\w+))?(?:\/(\w+))?$/.exec(route) ?? ["", "none"];
  if (id === undefined) {
    if (method === "GET") return listed(table("Ticket"), shown);
    const input = json();
    const row = insert("Ticket", { name: kept(text(input["name"])), content: kept(text(input["content"])), status: 1, priority: input["priority"] ?? 3, externalid: input["external_id"] ?? null, is_deleted: 0, entities_id: 0 });
    touch(row, SOC);
    return { status: 201, json: { id: row.id, href: `/Assistance/Ticket/${row.id}` } };
  }
  const ticket = table("Ticket").find((row) => row.id === Number(id));
  if (ticket === undefined) return error(404, "ERROR_ITEM_NOT_FOUND", "Item not found");
  if (below === undefined) {
    if (method === "GET") return { status: 200, json: shown(ticket) };
    const input = json();
    if (input["name"] !== undefined) ticket["name"] = kept(text(input["name"]));
    if (input["priority"] !== undefined) ticket["priority"] = input["priority"];
    if (input["status"] !== undefined) ticket["status"] = (input["status"] as { id: number }).id;
    touch(ticket, SOC);
    return { status: 200, json: shown(ticket) };
  }
  if (below === "TeamMember") {
    if (method === "GET") {
      const groups = table("Group_Ticket").filter((row) => row["tickets_id"] === ticket.id).map((row) => ({ role: "assigned", name: "…", href: `/front/group.form.php?id=${text(row["groups_id"])}` }));
      return { status: 200, json: [{ role: "requester", name: "soc", href: "/front/user.form.php?id=7" }, ...groups] };
    }
    const { type, id: member, role } = json();
    if (type !== "Group" || role !== 2 || !table("Group").some((row) => row.id === member)) return error(400, "ERROR_INVALID_PARAMETER", "Invalid parameters");
    if (method === "POST") assignGroup(ticket, Number(member), false);
    else world.tables.set("Group_Ticket", table("Group_Ticket").filter((row) => !(row["tickets_id"] === ticket.id && row["groups_id"] === member)));
    touch(ticket, SOC);
    return { status: method === "POST" ? 201 : 200, bytes: Buffer.from("null") };
  }
  const said = (name: string, type: string): unknown[] => table(name).filter((row) => row["items_id"] === ticket.id && row["itemtype"] === "Ticket").map((row) => ({
    type, item: { id: row.id, content: row["content"], is_private: row["is_private"] === 1, documents_id: row["documents_id"], user: { id: row["users_id"], name: text(table("User").find((one) => one.id === row["users_id"])?.["name"]) }, date_creation: iso(row) },
  }));
  if (method === "GET") return { status: 200, json: kind === "Document" ? said("Document_Item", "Document") : [...said("ITILFollowup", "Followup"), ...said("ITILSolution", "Solution"), ...said("Document_Item", "Document")] };
  const input = json();
  if (kind === "Solution") {
    const made = solve(ticket, text(input["content"]), SOC);
    return made === undefined ? error(400, "ERROR", "Failed to create item") : { status: 201, json: { id: made.id } };
  }
  touch(ticket, SOC);
  return { status: 201, json: { id: insert("ITILFollowup", { itemtype: "Ticket", items_id: ticket.id, content: kept(text(input["content"])), users_id: SOC, is_private: Number(input["is_private"] === true), at: now().toISOString() }).id } };
}
