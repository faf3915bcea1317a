// Which tickets: by our key, and those that changed.
import { z } from "zod";
import { RemoteError } from "../../../outbound/index.ts";
import type { Changes, KeyFound } from "../connector.ts";
import { type Listed, PAGE, type Redmine } from "./api.ts";
import { Issues } from "./shapes.ts";

const MOST_PAGES = 10;

/** Finds a ticket by the key in its field or at the start of its subject. The eldest, where people copied it. */
export async function findByKey(redmine: Redmine, key: string): Promise<KeyFound> {
  const { keyField } = redmine.options;
  const carries = (issue: Listed): boolean => issue.subject.startsWith(`[${key}]`) || issue.custom_fields.some(({ id, value }) => id === keyField && value === key);
  if (keyField !== null) {
    const { issues, total_count } = await redmine.get(Issues, "issues.json", { [`cf_${keyField}`]: key, status_id: "*", sort: "id", limit: PAGE });
    const found = issues.find(carries);
    if (found !== undefined) return { found: "yes", id: String(found.id) };
    // A filter that Redmine does not know is ignored, and everything comes back.
    if (total_count > 0) return { found: "unknown", why: `Redmine does not filter by the custom field ${keyField}: it must exist for the tracker and be marked as used as a filter.` };
  }
  for (let page = 0; page < MOST_PAGES; page++) {
    const { issues, total_count } = await redmine.get(Issues, "issues.json", { subject: `~${key}`, status_id: "*", sort: "id", limit: PAGE, offset: page * PAGE });
    const found = issues.find(carries);
    if (found !== undefined) return { found: "yes", id: String(found.id) };
    if ((page + 1) * PAGE >= total_count) return { found: "no" };
  }
  return { found: "unknown", why: `Redmine finds more than ${MOST_PAGES * PAGE} tickets with ${key} in their subject.` };
}

// What is committed late has an earlier time than what was seen already.
const OVERLAP_MS = 120_000;
// Redmine's times are whole seconds: so long after it was first seen, nothing can share its second any more.
const SETTLED_MS = 10_000;
const SETTLED = 0;
const MOST_SEEN = 1_000;
const PAGES_AT_ONCE = 5;
// Redmine tells nowhere what was removed: of the tickets that are followed, so many are read in each round.
const IN_TURN = 3;

// A round goes through all that changed since, by their numbers, which no change moves; `until` is the newest time when it began.
const Cursor = z.object({
  since: z.iso.datetime(), until: z.iso.datetime().nullable().default(null), after: z.int().default(0),
  seen: z.record(z.string(), z.tuple([z.string(), z.number()])).default({}), turn: z.int().default(0),
});
type Cursor = z.infer<typeof Cursor>;

const BEGINNING = "1970-01-01T00:00:00Z";

/** Tickets that changed, some pages at a time. */
export async function changes(redmine: Redmine, text: string | null, open: readonly string[]): Promise<Changes> {
  const newest = async (): Promise<string> => (await redmine.get(Issues, "issues.json", { status_id: "*", sort: "updated_on:desc", limit: 1 })).issues[0]?.updated_on ?? BEGINNING;
  if (text === null) return { ids: [], cursor: JSON.stringify({ since: await newest() }), more: false };
  const cursor = cursorOf(text);
  const until = cursor.until ?? await newest();
  const since = new Date(Math.max(0, Date.parse(cursor.since) - OVERLAP_MS)).toISOString().replace(/\.\d+/, "");
  const seen = { ...cursor.seen };
  const ids: string[] = [];
  let { after } = cursor;
  for (let page = 0; page < PAGES_AT_ONCE; page++) {
    const { issues } = await redmine.get(Issues, "issues.json", { status_id: "*", updated_on: `>=${since}`, issue_id: `>=${after + 1}`, sort: "id", limit: PAGE });
    for (const issue of issues) if (isNews(seen, issue, redmine.now().getTime())) ids.push(String(issue.id));
    after = issues.at(-1)?.id ?? after;
    if (issues.length < PAGE) {
      const inTurn = Array.from({ length: Math.min(IN_TURN, open.length) }, (_, i) => open[(cursor.turn + i) % open.length]).filter((id) => id !== undefined);
      const next: Cursor = { since: until, until: null, after: 0, seen: recent(seen, until), turn: open.length === 0 ? 0 : (cursor.turn + IN_TURN) % open.length };
      return { ids: [...new Set([...ids, ...inTurn])], cursor: JSON.stringify(next), more: false };
    }
  }
  return { ids, cursor: JSON.stringify({ since: cursor.since, until, after, seen, turn: cursor.turn } satisfies Cursor), more: true };
}

/** Whether a ticket may be other than when it was told last; it is told until nothing can share its second any more. */
function isNews(seen: Cursor["seen"], { id, updated_on }: Listed, now: number): boolean {
  const [at, since] = seen[id] ?? ["", 0];
  if (at !== updated_on) seen[id] = [updated_on, now];
  else if (since === SETTLED) return false;
  else if (now - since > SETTLED_MS) seen[id] = [updated_on, SETTLED];
  return true;
}

/** What the next round may meet again; never so much that a cursor grows without end. */
const recent = (seen: Cursor["seen"], until: string): Cursor["seen"] =>
  Object.fromEntries(Object.entries(seen).filter(([, [at]]) => Date.parse(at) >= Date.parse(until) - OVERLAP_MS).slice(-MOST_SEEN));

function cursorOf(text: string): Cursor {
  try {
    return Cursor.parse(JSON.parse(text));
  } catch {
    throw new RemoteError({ problem: "garbage", words: "The cursor is not one of Redmine's connector.", arrived: "no", todo: "Probe the connector again: it begins anew from now on." });
  }
}
