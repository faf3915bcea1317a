import { z } from "zod";
import { type Http, RemoteError } from "../../../outbound/index.ts";
import type { Changes, KeyFound, Reading, TicketFile } from "../connector.ts";
import { shaped } from "../shaped.ts";
import { advance, askFrom, cursorAt, type SeenChange } from "../time-cursor.ts";
import type { ServiceNow } from "./instance.ts";
import { readJournal } from "./journal.ts";
import { inQuery, pathOf, type Row, shownOf, textOfTime, timeOf, valueOf } from "./table.ts";

const FIELDS = [
  "sys_id", "number", "short_description", "state", "hold_reason", "assignment_group", "assigned_to", "priority", "correlation_id", "close_code", "close_notes", "resolved_by", "resolved_at", "closed_by", "closed_at", "sys_created_on", "sys_updated_on", "comments", "work_notes",
] as const;

/** The state by what people see, with the reason where it is on hold. */
export function stateOf(row: Row): string {
  const reason = shownOf(row, "hold_reason");
  const state = shownOf(row, "state");
  return reason !== "" && /^on hold$/i.test(state) ? `${state}: ${reason}` : state;
}

export async function read({ tables, options: { table }, url }: ServiceNow, id: string): Promise<Reading> {
  const row = await tables.row(table, id, FIELDS);
  if (row === undefined) return { found: "no" };
  const state = stateOf(row);
  if (valueOf(row, "sys_id") !== id || state === "") throw new RemoteError({ problem: "forbidden", words: `${table} ${id} came without ${state === "" ? "its state" : "its sys_id"}`, arrived: "no", todo: "Let the account read the fields of the table that docs/connectors/servicenow.md lists: fields that it may not read are left out." });
  return {
    found: "yes",
    ticket: {
      id, number: valueOf(row, "number") || id, url: `${url.replace(/\/+$/, "")}/${table}.do?sys_id=${id}`, title: valueOf(row, "short_description"), state,
      queue: shownOf(row, "assignment_group") || null, priority: shownOf(row, "priority") || null, assignee: shownOf(row, "assigned_to") || null,
      // Who touched the record last may have done something else than move it.
      changedBy: shownOf(row, "closed_by") || shownOf(row, "resolved_by") || null,
      // Of other states it is told in the audit alone, which takes a right of its own.
      stateChangedAt: timeOf(valueOf(row, "closed_at")) ?? timeOf(valueOf(row, "resolved_at")) ?? null, madeAt: timeOf(valueOf(row, "sys_created_on")) ?? null,
      key: valueOf(row, "correlation_id") || null, version: null,
      comments: await readJournal(tables, row), files: await readFiles(tables.http, table, id),
    },
  };
}

const Files = z.object({ result: z.array(z.looseObject({ sys_id: z.string(), table_sys_id: z.string().optional(), file_name: z.string(), content_type: z.string().nullish(), size_bytes: z.coerce.number().nullish(), sys_created_by: z.string().nullish() })) });
const MOST_FILES = 1_000;

async function readFiles(http: Http, table: string, id: string): Promise<readonly TicketFile[]> {
  const { json } = await http.ask({ path: "api/now/attachment", query: { sysparm_query: `table_name=${table}^table_sys_id=${id}^ORDERBYsys_created_on`, sysparm_limit: MOST_FILES } });
  // Everybody who sees the record sees its files.
  return shaped(Files, json, "api/now/attachment", "no").result.filter((file) => file.table_sys_id === undefined || file.table_sys_id === id).map((file) => ({
    id: file.sys_id, name: file.file_name, type: file.content_type || "application/octet-stream", bytes: file.size_bytes ?? null, author: file.sys_created_by ?? null, visibility: "public",
  }));
}

const OneFile = z.object({ result: z.looseObject({ table_sys_id: z.string(), size_bytes: z.coerce.number() }) });

/** Of as many bytes as the instance says: a page of a proxy has others. */
export async function download({ tables: { http } }: ServiceNow, id: string, file: string): Promise<Uint8Array> {
  pathOf("sys_attachment", file);
  const path = `api/now/attachment/${file}`;
  const { result } = shaped(OneFile, (await http.ask({ path })).json, path, "no");
  if (result.table_sys_id !== id) throw new RemoteError({ problem: "not_found", words: `the file ${file} is not of the record ${id}`, arrived: "no" });
  const { bytes } = await http.ask({ path: `${path}/file`, expects: "bytes" });
  if (bytes.length !== result.size_bytes) throw new RemoteError({ problem: "garbage", words: `the file ${file} has ${result.size_bytes} bytes, and ${bytes.length} came`, arrived: "no" });
  return bytes;
}

const KEY_FIELDS = ["sys_id", "correlation_id", "short_description", "sys_created_on"];

/** By correlation_id, then by the title: either field may be hidden from a search, which then says nothing. */
export async function findByKey({ tables, options: { table } }: ServiceNow, key: string): Promise<KeyFound> {
  const wanted = inQuery(key);
  const clauses = [`correlation_id=${wanted}`, `short_descriptionSTARTSWITH[${wanted}]`];
  let rest = 0;
  for (const clause of clauses) {
    const rows = await tables.rows(table, { query: `${clause}^ORDERBYsys_created_on`, fields: KEY_FIELDS, limit: 20 });
    const found = rows.find((row) => valueOf(row, "correlation_id") === key || (valueOf(row, "correlation_id") === "" && valueOf(row, "short_description").startsWith(`[${key}]`)));
    if (found !== undefined) return { found: "yes", id: valueOf(found, "sys_id") };
    rest += rows.filter((row) => !valueOf(row, "short_description").startsWith(`[${key}]`)).length;
  }
  // Conditions that are not understood, or not allowed, are left out: then everything is found.
  return rest > 0 ? { found: "unknown", why: `a search for ${key} in ${table} gives other records: the account may not search by correlation_id or short_description` } : { found: "no" };
}

const PAGE = 200;
const MOST_PAGES = 20;
// Clocks of nodes differ, and what a transaction wrote appears when it ends.
const OVERLAP_MS = 3 * 60_000;
const MOST_NAMED = 50;

/** Records that were touched, by time and sys_id, and those to which a file was added: that does not touch the record. */
export async function changes(instance: ServiceNow, cursor: string | null, open: readonly string[]): Promise<Changes> {
  const { tables, options: { table } } = instance;
  if (cursor === null) {
    const [last] = await tables.rows(table, { query: "ORDERBYDESCsys_updated_on", fields: ["sys_id", "sys_updated_on", "sys_mod_count"], limit: 1 });
    // By their clock, not by ours. What stands in the overlap is read once more, which is no harm.
    return { ids: [], cursor: cursorAt((last === undefined ? undefined : timeOf(valueOf(last, "sys_updated_on"))) ?? new Date(0)), more: false };
  }
  const from = askFrom(cursor, OVERLAP_MS);
  const named = open.length > 0 && open.length <= MOST_NAMED ? `sys_idIN${open.join(",")}^` : "";
  const { rows, more } = await touched(instance, named, from);
  const followed = new Set(open);
  const records = rows.map((row) => seenChange(row, "sys_id", "sys_updated_on")).filter((one) => one !== undefined);
  const files = (await filed(instance, from)).filter((one) => one !== undefined);
  const upTo = more ? records.at(-1)?.at ?? from : null;
  return advance(cursor, [...records, ...files], { overlapMs: OVERLAP_MS, upTo, follows: (ticket) => followed.size === 0 || followed.has(ticket) });
}

function seenChange(row: Row, ticket: string, time: string): SeenChange | undefined {
  const at = timeOf(valueOf(row, time));
  return at === undefined ? undefined : { key: valueOf(row, "sys_id"), ticket: valueOf(row, ticket), at, version: `${valueOf(row, time)} ${valueOf(row, "sys_mod_count")}` };
}

/** All from a time on, page by page by the last row's time: with offsets, a record that is touched meanwhile would move others past us. */
async function touched({ tables, options: { table } }: ServiceNow, named: string, from: Date): Promise<{ readonly rows: readonly Row[]; readonly more: boolean }> {
  const rows: Row[] = [];
  let after = `sys_updated_on>=${textOfTime(from)}`;
  let order = "^ORDERBYsys_updated_on^ORDERBYsys_id";
  for (let page = 0; ; page++) {
    const next = await tables.rows(table, { query: `${named}${after}${order}`, fields: ["sys_id", "sys_updated_on", "sys_mod_count"], limit: PAGE });
    rows.push(...next);
    const first = next[0];
    const last = next.at(-1);
    const isTies = after.includes("^sys_id>");
    const time = last === undefined ? /=([^^]*)/.exec(after)?.[1] ?? "" : valueOf(last, "sys_updated_on");
    if (next.length < PAGE && !isTies) return { rows, more: false };
    // Never ends within one second: a cursor names no more than that.
    if (page >= MOST_PAGES && !isTies) return { rows, more: true };
    if (next.length < PAGE) [after, order] = [`sys_updated_on>${time}`, "^ORDERBYsys_updated_on^ORDERBYsys_id"];
    else if (first !== undefined && last !== undefined && valueOf(first, "sys_updated_on") === time) [after, order] = [`sys_updated_on=${time}^sys_id>${valueOf(last, "sys_id")}`, "^ORDERBYsys_id"];
    else after = `sys_updated_on>=${time}`;
    if (page > 10 * MOST_PAGES) throw new RemoteError({ problem: "garbage", words: `${table} gives page after page of records of ${time}`, arrived: "no" });
  }
}

async function filed({ tables, options: { table } }: ServiceNow, from: Date): Promise<readonly (SeenChange | undefined)[]> {
  try {
    const query = `table_name=${table}^sys_created_on>=${textOfTime(from)}^ORDERBYDESCsys_created_on`;
    const rows = await tables.rows("sys_attachment", { query, fields: ["sys_id", "table_name", "table_sys_id", "sys_created_on"], limit: 1_000 });
    return rows.filter((row) => valueOf(row, "table_name") === table).map((row) => seenChange(row, "table_sys_id", "sys_created_on"));
  } catch (error) {
    // Without the right to list files, those come over with the next change of the record.
    if (error instanceof RemoteError && error.problem === "forbidden") return [];
    throw error;
  }
}
