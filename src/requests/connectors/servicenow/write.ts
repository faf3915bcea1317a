import { z } from "zod";
import { notAccepted, RemoteError } from "../../../outbound/index.ts";
import type { CommentVisibility, FileToSend, NewTicket, TicketChange } from "../connector.ts";
import { shaped } from "../shaped.ts";
import { plainOf } from "../text/doc.ts";
import type { ServiceNow } from "./instance.ts";
import { forJournal, JOURNALS, readJournal } from "./journal.ts";
import { CLOSE_CODES, PRIORITIES, STATES } from "./life.ts";
import { explained } from "./refusal.ts";
import { stateOf } from "./read.ts";
import { stepInto } from "./state.ts";
import { inQuery, pathOf, textOfTime, valueOf } from "./table.ts";

type Body = Record<string, string>;

export async function create(instance: ServiceNow, { key, title, text, queue, priority, asset, dueAt }: NewTicket): Promise<string> {
  const { tables, options } = instance;
  const body: Body = {
    ...options.fields, short_description: title, description: plainOf(text), correlation_id: key, correlation_display: options.correlationDisplay,
    ...(queue === null ? {} : { assignment_group: await groupOf(instance, queue) }), ...(priority === null ? {} : priorityOf(instance, priority)),
    ...(options.linksAsset && asset !== null ? await itemOf(instance, asset) : {}), ...(options.sendsDueDate && dueAt !== null ? { due_date: textOfTime(dueAt) } : {}),
  };
  const row = await tables.insert(options.table, body, ["sys_id", "number"]);
  const id = valueOf(row, "sys_id");
  if (!/^[0-9a-f]{32}$/.test(id)) throw new RemoteError({ problem: "garbage", words: `a new record of ${options.table} came without sys_id`, arrived: "maybe", todo: "Let the account read what it makes: the sys_id of the record was left out." });
  return id;
}

export async function update(instance: ServiceNow, id: string, { title, queue, priority }: TicketChange): Promise<void> {
  const { tables, options } = instance;
  const body: Body = { ...(title === undefined ? {} : { short_description: title }), ...(queue === undefined ? {} : { assignment_group: await groupOf(instance, queue) }), ...(priority === undefined ? {} : priorityOf(instance, priority)) };
  if (Object.keys(body).length === 0) return;
  const row = await tables.change(options.table, id, body, ["sys_id", ...Object.keys(body)]);
  for (const [field, value] of Object.entries(body)) {
    // A field that is not known, or not to be written, is left out in silence. A long title is cut, which the sync shows.
    if (field in row && field !== "short_description" && valueOf(row, field) !== value) throw notAccepted(`${field} is still ${valueOf(row, field).slice(0, 200)}`, "Let the account write this field: access controls and rules of the instance may leave it as it was, without a word.");
  }
}

export async function comment({ tables, options: { table } }: ServiceNow, id: string, text: string, visibility: CommentVisibility): Promise<string | null> {
  const field = JOURNALS.find((journal) => journal.visibility === visibility)?.field ?? "work_notes";
  const entry = forJournal(text);
  const row = await tables.change(table, id, { [field]: entry }, ["sys_id", "sys_created_on", "sys_updated_on", "comments", "work_notes"]);
  try {
    const written = (await readJournal(tables, { ...row, sys_id: { value: id, display_value: id } })).findLast((one) => one.visibility === visibility && one.text === entry.trim());
    return written?.id ?? null;
  } catch {
    // It is written, and found by its text when the record is read.
    return null;
  }
}

/** Into a state by what people see of it; a reason why it is on hold stands behind a colon. */
export async function transition(instance: ServiceNow, id: string, state: string, note: string): Promise<void> {
  const { tables, options } = instance;
  const step = await stepInto(instance, state);
  const now = await tables.row(options.table, id, ["sys_id", "state", "hold_reason", "close_code", "close_notes"]);
  if (now === undefined) throw new RemoteError({ problem: "not_found", words: `no record ${id} in ${options.table}`, arrived: "no" });
  if (valueOf(now, "state") === step.state && (step.holdReason === null || valueOf(now, "hold_reason") === step.holdReason)) return;
  const meaning = STATES[state];
  const isDone = meaning === "resolved" || meaning === "closed" || /^(?:resolved|closed)\b/i.test(state);
  const code = options.closeCode === undefined ? CLOSE_CODES[options.table] : options.closeCode;
  const closing: Body = {
    // What a person wrote about the end stays as it is.
    ...(isDone && code !== null && valueOf(now, "close_code") === "" ? { close_code: code } : {}),
    ...(isDone && valueOf(now, "close_notes") === "" ? { close_notes: forJournal(options.closeNotes ?? note) } : {}),
  };
  const row = await tables.change(options.table, id, { state: step.state, ...(step.holdReason === null ? {} : { hold_reason: step.holdReason }), ...closing }, ["sys_id", "state", "hold_reason"]);
  if ("state" in row && valueOf(row, "state") !== step.state) throw notAccepted(`the state is ${stateOf(row)}, not ${state}`, "See which steps the instance allows from this state, and name another under moves.");
}

const Attached = z.object({ result: z.looseObject({ sys_id: z.string().min(1) }) });

/** All files are for everybody who sees the record: there are no internal ones. */
export async function attach({ tables: { http }, options: { table } }: ServiceNow, id: string, { name, type, data }: FileToSend): Promise<string | null> {
  pathOf(table, id);
  const { json } = await explained(() => http.ask({ method: "POST", path: "api/now/attachment/file", query: { table_name: table, table_sys_id: id, file_name: name }, bytes: { type: type || "application/octet-stream", data } }));
  return shaped(Attached, json, "api/now/attachment/file", "maybe").result.sys_id;
}

/** A group's sys_id by its name. A name that is none, or of several, is not sent: it would be emptied in silence. */
async function groupOf({ tables }: ServiceNow, name: string): Promise<string> {
  const rows = await tables.rows("sys_user_group", { query: `name=${inQuery(name)}^active=true`, fields: ["sys_id", "name", "active"], limit: 50 });
  const found = rows.filter((row) => valueOf(row, "name").toLowerCase() === name.toLowerCase() && valueOf(row, "active") !== "false");
  const [group] = found;
  if (group !== undefined && found.length === 1) return valueOf(group, "sys_id");
  throw notAccepted(`${found.length === 0 ? "No active group" : `${found.length} active groups`} of ServiceNow ${found.length === 0 ? "is" : "are"} named ${name.slice(0, 100)}`, found.length === 0 ? "Name an assignment group that exists, as it is written there, and let the account read sys_user_group." : "Give the groups different names there: which one is meant cannot be told.");
}

async function itemOf({ tables }: ServiceNow, name: string): Promise<Body> {
  const rows = await tables.rows("cmdb_ci", { query: `name=${inQuery(name)}`, fields: ["sys_id", "name"], limit: 10 });
  const found = rows.filter((row) => valueOf(row, "name").toLowerCase() === name.toLowerCase());
  const [item] = found;
  return item !== undefined && found.length === 1 ? { cmdb_ci: valueOf(item, "sys_id") } : {};
}

/** Of an incident impact and urgency, from which the instance computes the priority; of other records the priority itself. */
function priorityOf({ options: { table, priorities } }: ServiceNow, priority: string): Body {
  const computed = priorities ?? (table === "incident" ? PRIORITIES : undefined);
  if (computed === undefined) {
    const value = /^\s*([1-5])(?:\s|$)/.exec(priority)?.[1];
    if (value === undefined) throw notAccepted(`${priority.slice(0, 100)} is no priority: it begins with its number, as in "2 - High"`, "Name priorities in the mapping as they are shown there.");
    return { priority: value };
  }
  const pair = Object.entries(computed).find(([word]) => word.toLowerCase() === priority.toLowerCase())?.[1];
  if (pair === undefined) throw notAccepted(`${priority.slice(0, 100)} is none of the priorities ${Object.keys(computed).join(", ")}`, "Name one of those in the mapping, or give its impact and urgency under options.priorities.");
  return { impact: pair.impact, urgency: pair.urgency };
}
