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
const MOST_SEEN = 500;

// A round goes through all that changed since, by their numbers, which no change moves; `until` is the newest time when it began.
const Cursor = z.object({
  since: z.iso.datetime(), until: z.iso.datetime().nullable().default(null), after: z.int().default(0),
  seen: z.record(z.string(), z.tuple([z.string(), z.number()])).default({}),
});
type Cursor = z.infer<typeof Cursor>;

const BEGINNING = "1970-01-01T00:00:00Z";

/** Tickets that changed, a page at a time. */
export async function changes(redmine: Redmine, text: string | null): Promise<Changes> {
  const newest = async (): Promise<string> => (await redmine.get(Issues, "issues.json", { status_id: "*", sort: "updated_on:desc", limit: 1 })).issues[0]?.updated_on ?? BEGINNING;
  if (text === null) return { ids: [], cursor: JSON.stringify({ since: await newest() }), more: false };
  const cursor = cursorOf(text);
  const until = cursor.until ?? await newest();
  const from = new Date(Math.max(0, Date.parse(cursor.since) - OVERLAP_MS)).toISOString().replace(/\.\d+/, "");
  const { issues } = await redmine.get(Issues, "issues.json", { status_id: "*", updated_on: `>=${from}`, issue_id: `>=${cursor.after + 1}`, sort: "id", limit: PAGE });
  const now = redmine.now().getTime();
  const more = issues.length === PAGE;
  const seen = { ...cursor.seen };
  const ids = issues.filter(({ id, updated_on }) => {
    const before = seen[id];
    if (before?.[0] === updated_on && now - before[1] > 2 * SETTLED_MS) return false;
    if (before?.[0] !== updated_on) seen[id] = [updated_on, now];
    else if (now - before[1] > SETTLED_MS) seen[id] = [updated_on, 0];
    return true;
  }).map(({ id }) => String(id));
  const next: Cursor = more ? { since: cursor.since, until, after: issues.at(-1)?.id ?? 0, seen } : { since: until, until: null, after: 0, seen: recent(seen, until) };
  return { ids, cursor: JSON.stringify(next), more };
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
