// Which tickets: by our key, and those that changed.
import { z } from "zod";
import { RemoteError } from "../../../outbound/index.ts";
import type { Changes, KeyFound } from "../connector.ts";
import { PAGE, type RequestTracker } from "./api.ts";
import { Changed, Found } from "./shapes.ts";

const MOST_PAGES = 10;

/** Finds a ticket by the key in its field or its subject. The eldest, where people copied it. */
export async function findByKey(rt: RequestTracker, key: string): Promise<KeyFound> {
  if (!/^[A-Z0-9/-]{1,40}$/.test(key)) throw new Error(`${key.slice(0, 60)} is no key of ours`);
  const { keyField } = rt.options;
  const field = keyField === null ? "" : `'CF.{${keyField.replace(/['\\{}]/g, "")}}' = '${key}' OR `;
  for (let page = 1; page <= MOST_PAGES; page++) {
    const { items } = await rt.get(Found, "tickets", { query: `${field}Subject LIKE '[${key}]'`, fields: "Subject,CustomFields", orderby: "id", order: "ASC", per_page: PAGE, page });
    const found = items.find(({ Subject, CustomFields }) => Subject.includes(`[${key}]`) || CustomFields.some(({ name, values }) => name === keyField && values.includes(key)));
    if (found !== undefined) return { found: "yes", id: found.id };
    if (items.length < PAGE) return { found: "no" };
  }
  return { found: "unknown", why: `RT finds more than ${MOST_PAGES * PAGE} tickets with ${key} in their subject.` };
}

// Databases give ids out in order, and show rows in the order in which they are committed: one with a lower id may come late.
const LATE_MS = 60_000;
const MOST_SEEN = 2_000;

// `from`: all before was seen, and is old enough; `next` will be so from `nextAt` on; `seen`: what is known of what is behind `from`.
const Cursor = z.object({ from: z.int(), next: z.int(), nextAt: z.iso.datetime(), seen: z.array(z.int()) });
type Cursor = z.infer<typeof Cursor>;

/** Tickets to which something happened. */
export async function changes(rt: RequestTracker, text: string | null): Promise<Changes> {
  const now = rt.now();
  const nextAt = new Date(now.getTime() + LATE_MS).toISOString();
  const fromNowOn = (from: number): string => JSON.stringify({ from, next: from, nextAt, seen: [] } satisfies Cursor);
  if (text === null) return { ids: [], cursor: fromNowOn(await newest(rt)), more: false };
  const cursor = cursorOf(text);
  const ways = await Promise.all(KINDS.map((kind) => walk(rt, kind, cursor.from)));
  const found = ways.flatMap(({ items }) => items);
  // The last one that is known comes along: where it is gone, RT may be none that we know.
  if (cursor.from > 0 && !found.some(({ id }) => Number(id) === cursor.from)) {
    const last = await newest(rt);
    if (last < cursor.from) return { ids: [], cursor: fromNowOn(last), more: false, beganAnew: true };
  }
  const more = ways.some((one) => one.more);
  // Behind the end of one that goes on there may be more of it.
  const last = more ? Math.min(...ways.filter((one) => one.more).map((one) => one.last)) : Math.max(...ways.map((one) => one.last));
  const known = new Set([cursor.from, ...cursor.seen]);
  const seen = found.map(({ id }) => Number(id));
  const isSettled = cursor.nextAt <= now.toISOString();
  // Whoever is so far behind that it takes many rounds does not look back.
  const from = more || seen.length > MOST_SEEN ? last : isSettled ? cursor.next : cursor.from;
  const then: Cursor = { from, next: isSettled ? last : Math.max(cursor.next, from), nextAt: isSettled ? nextAt : cursor.nextAt, seen: seen.filter((id) => id > from) };
  return { ids: [...new Set(found.filter(({ id }) => !known.has(Number(id))).map(({ ObjectId }) => ObjectId))], cursor: JSON.stringify(then), more };
}

type Entries = z.infer<typeof Changed>["items"];
type Kind = { readonly types: string; readonly isSeen: "all" | "perhaps" };
// What whoever sees the ticket sees; mails that RT sent change nothing, and fields may be hidden. Limited to tickets, RT
// leaves out in the database those that we may not see: pages stay full.
const OTHERS: Kind = { types: "Type != 'EmailRecord' AND Type != 'CommentEmailRecord' AND Type != 'CustomField' AND Type != 'Comment'", isSeen: "all" };
// A right of its own, which a queue may not give: hidden ones are taken out of a page that is cut already.
const COMMENTS: Kind = { types: "Type = 'Comment'", isSeen: "perhaps" };
const KINDS = [OTHERS, COMMENTS];

/** The number of the last change that we may see. */
const newest = async (rt: RequestTracker): Promise<number> =>
  Math.max(0, ...(await Promise.all(KINDS.map((kind) => entries(rt, kind, "id > 0", { order: "DESC", count: 1 })))).flat().map(({ id }) => Number(id)));

/** What is behind `from`, and that one itself. */
async function walk(rt: RequestTracker, kind: Kind, from: number): Promise<{ readonly items: Entries; readonly last: number; readonly more: boolean }> {
  const items: Entries = [];
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const after = Number(items.at(-1)?.id ?? Math.max(0, from - 1));
    const some = await entries(rt, kind, `id > ${after}`, { order: "ASC", count: PAGE });
    items.push(...some);
    const isLast = kind.isSeen === "all" ? some.length < PAGE : some.every(({ id }) => Number(id) <= from);
    if (isLast) return { items, last: Number(items.at(-1)?.id ?? from), more: false };
  }
  return { items, last: Number(items.at(-1)?.id ?? from), more: true };
}

const entries = async (rt: RequestTracker, { types }: Kind, which: string, { order, count }: { readonly order: "ASC" | "DESC"; readonly count: number }): Promise<Entries> =>
  (await rt.get(Changed, "transactions", { query: `ObjectType = 'RT::Ticket' AND ${types} AND ${which}`, fields: "ObjectId", orderby: "id", order, per_page: count })).items;

function cursorOf(text: string): Cursor {
  try {
    return Cursor.parse(JSON.parse(text));
  } catch {
    throw new RemoteError({ problem: "garbage", words: "The cursor is not one of Request Tracker's connector.", arrived: "no", todo: "Probe the connector again: it begins anew from now on." });
  }
}
