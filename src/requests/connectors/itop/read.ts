// A ticket as iTop has it now, and which changed.
import { instantIn, leastTextIn, RemoteError } from "../../../outbound/index.ts";
import { z } from "zod";
import type { Changes, Comment, Reading } from "../connector.ts";
import { isOwnNote } from "../own-note.ts";
import { watched, watchFrom, type Stamp } from "../watch.ts";
import { bare, entriesOf, numberOf, type There, type TicketFields, ticketAt } from "./api.ts";
import { filesOf, nothingIfForbidden } from "./files.ts";

const MOST_COMMENTS = 1_000;

/** Reads one. iTop knows no merge, and says of what is gone and of what we may not see the same. */
export async function read(there: There, id: string): Promise<Reading> {
  const ticket = await ticketAt(there, id).catch((error: unknown) => {
    if (error instanceof RemoteError && error.problem === "not_found") return undefined;
    throw error;
  });
  if (ticket === undefined) return { found: "no" };
  const { options, url } = there;
  return {
    found: "yes",
    ticket: {
      id, number: ticket.ref, url: `${url.replace(/\/+$/, "")}/pages/UI.php?operation=details&class=${options.class}&id=${id}`,
      title: ticket.title, state: ticket.status, queue: ticket.team_id_friendlyname || null, priority: ticket.priority || null, assignee: ticket.agent_id_friendlyname || null, changedBy: null,
      // iTop keeps when it was resolved last, of all its states.
      stateChangedAt: ticket.status === "resolved" ? instantIn(options.zone, ticket.resolution_date) ?? null : null,
      key: ticket.key, version: null, comments: commentsOf(there, ticket), files: await filesOf(there, numberOf(id)),
    },
  };
}

function commentsOf({ options }: There, ticket: TicketFields): readonly Comment[] {
  const at = (date: string): Date => instantIn(options.zone, date) ?? new Date(0);
  const logs = (["public", "private"] as const).flatMap((log) =>
    entriesOf(log, ticket[`${log}_log`]).map(({ id, date, author, text }): Comment => ({ id, at: at(date), author, visibility: log === "public" ? "public" : "internal", text })));
  const solution = ticket.solution.trim();
  const said: readonly Comment[] = solution === "" || isOwnNote(solution, ticket) ? [] : [{ id: `solution-${bare(solution).slice(0, 150)}`, at: at(ticket.resolution_date), author: ticket.agent_id_friendlyname, visibility: "public", text: solution }];
  return [...logs, ...said].toSorted((one, other) => one.at.getTime() - other.at.getTime()).slice(-MOST_COMMENTS);
}

// So many ids stand in one query.
const TOGETHER = 200;
const MOST_FILES = 2_000;

const Cursor = z.object({ tickets: z.string(), file: z.int().default(0) });

/** Among the tickets that we follow, those that changed, and those at which a file was put: that changes no ticket there. */
export async function changes({ itop, options, now }: There, text: string | null, open: readonly string[]): Promise<Changes> {
  const cursor = cursorOf(text);
  const from = watchFrom(cursor.tickets);
  const since = from === null ? "" : ` AND last_update >= "${leastTextIn(options.zone, from)}"`;
  const stamps: Stamp[] = [];
  const filed = new Set<string>();
  let { file } = cursor;
  for (let first = 0; first < open.length; first += TOGETHER) {
    const ids = open.slice(first, first + TOGETHER).map(numberOf).join(",");
    const tickets = await itop.list({ class: options.class, key: `SELECT ${options.class} WHERE id IN (${ids})${since}`, output_fields: "id,last_update", most: TOGETHER });
    for (const { key, fields } of tickets) stamps.push({ id: key, at: instantIn(options.zone, String(fields["last_update"])) ?? new Date(0) });
    const files = await itop.list({ class: "Attachment", key: `SELECT Attachment WHERE item_class = "${options.class}" AND item_id IN (${ids}) AND id > ${cursor.file}`, output_fields: "id,item_id", most: MOST_FILES }).catch(nothingIfForbidden);
    for (const { key, fields } of files) {
      filed.add(String(fields["item_id"]));
      file = Math.max(file, Number(key));
    }
  }
  const changed = watched(text === null ? null : cursor.tickets, stamps, open, now());
  return { ids: text === null ? [] : [...new Set([...changed.ids, ...filed])], cursor: JSON.stringify({ tickets: changed.cursor, file }), more: false };
}

function cursorOf(text: string | null): z.infer<typeof Cursor> {
  try {
    const parsed = Cursor.safeParse(JSON.parse(text ?? ""));
    if (parsed.success) return parsed.data;
  } catch {
    // Another kind's: it starts at the beginning.
  }
  return { tickets: "", file: 0 };
}
