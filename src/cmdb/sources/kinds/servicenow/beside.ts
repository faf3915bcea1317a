// What ServiceNow tells beside items: resolver groups, services and what they hold, changes that are planned.
import type { Http } from "../../../../outbound/index.ts";
import type { GivenService, GivenTeam, GivenWindow } from "../../kind.ts";
import { idOf, readTable, type Row } from "./table.ts";

// Of ids in one address.
const IDS_AT_ONCE = 80;

const shown = (row: Row, field: string): string => row[field]?.display_value ?? "";
const raw = (row: Row, field: string): string => row[field]?.value ?? "";
const orNull = (text: string): string | null => (text === "" ? null : text);

async function readIn(http: Http, table: string, field: string, ids: readonly string[], fields: readonly string[]): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) rows.push(...(await readTable(http, { table, query: `${field}IN${ids.slice(from, from + IDS_AT_ONCE).join(",")}`, fields: ["sys_id", ...fields] })).rows);
  return rows;
}

/** The groups that look after these items. */
export async function groupsOf(http: Http, items: readonly Row[]): Promise<readonly GivenTeam[]> {
  const ids = [...new Set(items.flatMap((row) => [raw(row, "support_group"), raw(row, "assignment_group")]))].filter((id) => /^[0-9a-f]{32}$/.test(id)).toSorted();
  const rows = await readIn(http, "sys_user_group", "sys_id", ids, ["name", "email", "manager"]);
  return rows.map((row) => ({ key: idOf(row), name: shown(row, "name"), contact: orNull(shown(row, "manager")), email: orNull(shown(row, "email")), phone: null }));
}

/** Services that are in use. */
export async function servicesOf(http: Http): Promise<readonly GivenService[]> {
  const { rows } = await readTable(http, { table: "cmdb_ci_service", query: "install_status!=7", fields: ["sys_id", "name", "short_description", "busines_criticality", "support_group"] });
  return rows.map((row) => ({ key: idOf(row), name: shown(row, "name"), description: orNull(shown(row, "short_description")), criticality: criticalityOf(raw(row, "busines_criticality")), team: orNull(shown(row, "support_group")) }));
}

/** "1 - most critical" is the most critical. */
const criticalityOf = (text: string): number => ({ "1": 4, "2": 3, "3": 2, "4": 1 })[text[0] ?? ""] ?? 2;

/** The names of the services that hold each of these items. */
export async function ciServices(http: Http, items: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const fields = ["service_id", "ci_id"];
  // Of many items all is read: it is less than asking for each.
  const rows = items.length > 20 * IDS_AT_ONCE ? (await readTable(http, { table: "svc_ci_assoc", query: "", fields: ["sys_id", ...fields] })).rows : await readIn(http, "svc_ci_assoc", "ci_id", items, fields);
  return new Map([...Map.groupBy(rows, (row) => raw(row, "ci_id"))].map(([id, some]) => [id, [...new Set(some.map((row) => shown(row, "service_id")))].filter((name) => name !== "").toSorted()]));
}

const DAY_MS = 86_400_000;
const PLANNED = new Set(["-2", "-1"]);

/** Changes that end lately or later, within a month; those that are not approved any more are cancelled. */
export async function windowsOf(http: Http, now: Date): Promise<readonly GivenWindow[]> {
  const text = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace("T", " ");
  // A day more on both sides, in whatever zone it reads times.
  const query = `end_date>=${text(now.getTime() - 2 * DAY_MS)}^start_date<=${text(now.getTime() + 32 * DAY_MS)}`;
  const { rows } = await readTable(http, { table: "change_request", query, fields: ["sys_id", "number", "short_description", "start_date", "end_date", "state", "cmdb_ci"] });
  const items = Map.groupBy(await readIn(http, "task_ci", "task", rows.map(idOf), ["task", "ci_item"]), (row) => raw(row, "task"));
  return rows.map((row) => ({
    key: idOf(row), title: `${shown(row, "number")} ${shown(row, "short_description")}`.trim(), startsAt: utc(raw(row, "start_date")), endsAt: utc(raw(row, "end_date")), services: [], isCancelled: !PLANNED.has(raw(row, "state")),
    assets: [...new Set([raw(row, "cmdb_ci"), ...(items.get(idOf(row)) ?? []).map((item) => raw(item, "ci_item"))])].filter((id) => id !== ""), reason: `Change ${shown(row, "number")}: ${shown(row, "short_description")}`,
  }));
}

const utc = (text: string): Date => new Date(`${text.replace(" ", "T")}Z`);
