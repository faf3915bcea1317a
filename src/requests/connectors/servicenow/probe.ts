import { RemoteError } from "../../../outbound/index.ts";
import type { Probe } from "../connector.ts";
import type { ServiceNow } from "./instance.ts";
import { inQuery, type Row, shownOf, valueOf } from "./table.ts";

type Check = Probe["checks"][number];

/** Reads what will be read later. Rights to write are seen by a test ticket alone: the API tells nobody of them. */
export async function probe(instance: ServiceNow): Promise<Probe> {
  const { tables, options: { table, auth, user }, now } = instance;
  const answer = await tables.http.ask({ path: `api/now/v2/table/${table}`, query: { sysparm_limit: 1, sysparm_fields: "sys_id" } });
  const date = Date.parse(answer.headers["date"] ?? "");
  const accounts = await rowsOf(instance, "sys_user", auth === "basic" ? `user_name=${inQuery(user ?? "")}` : "sys_id=javascript:gs.getUserID()", ["user_name", "name"], 2);
  const [account] = accounts;
  const isMe = account !== undefined && (auth === "oauth" ? accounts.length === 1 : valueOf(account, "user_name") === user);
  const nobody = await rowsOf(instance, table, "correlation_id=vigie-probe-that-no-record-has", ["sys_id", "correlation_id"], 1);
  const journal = await rowsOf(instance, "sys_journal_field", `name=${table}^elementINcomments,work_notes`, ["sys_id"], 1);
  const groups = await rowsOf(instance, "sys_user_group", "active=true", ["sys_id", "name"], 1);
  const choices = await rowsOf(instance, "sys_choice", `nameIN${table},task^element=state`, ["value"], 1);
  const checks: readonly Check[] = [
    { name: "read", ok: true, words: `The account may read ${table}.` },
    { name: "search by key", ok: nobody.length === 0, words: nobody.length === 0 ? "Records are found by correlation_id." : `A search by correlation_id in ${table} gives records that have another: let the account read and search this field.` },
    await timeCheck(instance),
    { name: "groups", ok: groups.length > 0, words: groups.length > 0 ? "Assignment groups are found by name." : "No assignment group is to be read: let the account read sys_user_group, or send no queue." },
    { name: "comments", ok: true, words: journal.length > 0 ? "Comments are read from sys_journal_field." : "sys_journal_field shows nothing to the account: comments are read as the record shows them, with times in the account's zone." },
    { name: "states", ok: true, words: choices.length > 0 ? "States are read from sys_choice." : "sys_choice shows nothing to the account: states are taken as they come out of the box." },
  ];
  return { version: null, account: isMe ? shownOf(account, "name") || valueOf(account, "user_name") : user ?? null, skewMs: Number.isNaN(date) ? null : date - now().getTime(), checks };
}

/** Whether a search by time finds the last record by its own time, and nothing behind it: else it reads times in another zone, or not at all. */
async function timeCheck(instance: ServiceNow): Promise<Check> {
  const { table } = instance.options;
  const [last] = await rowsOf(instance, table, "ORDERBYDESCsys_updated_on", ["sys_id", "sys_updated_on"], 1);
  const never = await rowsOf(instance, table, "sys_updated_on>=2999-01-01 00:00:00", ["sys_id"], 1);
  const fails = (words: string): Check => ({ name: "search by time", ok: false, words });
  if (never.length > 0) return fails(`A search by sys_updated_on in ${table} gives records that are older: let the account search and sort by this field (query_range).`);
  if (last !== undefined) {
    const [id, time] = [valueOf(last, "sys_id"), valueOf(last, "sys_updated_on")];
    const from = await rowsOf(instance, table, `sys_id=${id}^sys_updated_on>=${time}`, ["sys_id", "sys_updated_on"], 1);
    const behind = await rowsOf(instance, table, `sys_id=${id}^sys_updated_on>${time}`, ["sys_id", "sys_updated_on"], 1);
    if (from.length === 0 || behind.some((row) => valueOf(row, "sys_updated_on") <= time)) return fails(`A search by sys_updated_on in ${table} reads times in another zone than it tells them: set the account's time zone to GMT.`);
  }
  return { name: "search by time", ok: true, words: "Changes are found by sys_updated_on." };
}

/** What may not be read is empty here: that is what a probe looks for. */
async function rowsOf({ tables }: ServiceNow, table: string, query: string, fields: readonly string[], limit: number): Promise<readonly Row[]> {
  try {
    return await tables.rows(table, { query, fields, limit });
  } catch (error) {
    if (error instanceof RemoteError && (error.problem === "forbidden" || error.problem === "not_found" || error.problem === "refused")) return [];
    throw error;
  }
}
