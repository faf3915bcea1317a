// What JQL finds: tickets by our key, and what changed. Its index is late on Cloud, by seconds to minutes.
import type { z } from "zod";
import { leastTextIn } from "../../../outbound/index.ts";
import type { Changes, KeyFound } from "../connector.ts";
import { shaped } from "../shaped.ts";
import { advance, askFrom, cursorAt, type SeenChange } from "../time-cursor.ts";
import { found } from "./read.ts";
import { Bulk, Found, keyIn, PROPERTY } from "./shapes.ts";
import type { Site } from "./site.ts";

type Page = { readonly issues: z.infer<typeof Found>["issues"]; readonly next: Place | null };
type Place = { readonly token?: string; readonly startAt?: number };
type Search = { readonly jql: string; readonly fields: readonly string[]; readonly limit?: number; readonly place?: Place; readonly surely?: readonly string[] };

const PAGE = 100;
// So many issues are looked at past the index, if their ids are named.
const MOST_RECONCILED = 50;

async function search({ http, isCloud, api }: Site, { jql, fields, limit = PAGE, place = {}, surely = [] }: Search): Promise<Page> {
  const path = isCloud ? `${api}/search/jql` : `${api}/search`;
  const { token, startAt = 0 } = place;
  const named = surely.filter((id) => /^\d{1,15}$/.test(id)).map(Number);
  const reconcile = named.length > 0 && named.length <= MOST_RECONCILED ? { reconcileIssues: named } : {};
  const json = isCloud ? { jql, fields, properties: [PROPERTY], maxResults: limit, ...(token === undefined ? {} : { nextPageToken: token }), ...reconcile } : { jql, fields, maxResults: limit, startAt };
  const { issues, nextPageToken, total } = shaped(Found, (await http.ask({ method: "POST", isRead: true, path, json })).json, path, "no");
  if (isCloud) return { issues, next: typeof nextPageToken === "string" && nextPageToken !== "" ? { token: nextPageToken } : null };
  const end = startAt + issues.length;
  return { issues, next: issues.length > 0 && end < (total ?? 0) ? { startAt: end } : null };
}

const quoted = (word: string): string => `"${word.replace(/["\\]/g, "\\$&")}"`;
const MOST_LOOKED_AT = 10;

type Known = Page["issues"][number];

/** By the words of the key in the title; then among the newest, because words are cut by rules that nobody promises; then past the index. */
export async function findByKey(site: Site, key: string): Promise<KeyFound> {
  const project = `project = ${quoted(site.options.project)}`;
  const named = await lookThrough(site, key, `${project} AND summary ~ ${quoted(`"${key}"`)} ORDER BY created ASC`);
  if (named.found === "yes") return named;
  const { issues: newest } = await search(site, { jql: `${project} AND created >= "-3650d" ORDER BY created DESC`, fields: ["summary"] });
  const recent = newest.find((issue) => isOf(issue, key)) ?? (site.isCloud ? await beyondIndex(site, key, newest) : undefined);
  return recent === undefined ? named : { found: "yes", id: recent.id };
}

/** By the key of its own field, else by the title: similar keys are found too, and left aside. */
function isOf({ fields, properties }: Known, key: string): boolean {
  const own = keyIn(properties);
  return own === null ? (fields.summary ?? "").startsWith(`[${key}]`) : own === key;
}

async function lookThrough(site: Site, key: string, jql: string): Promise<KeyFound> {
  let place: Place | undefined;
  for (let page = 0; page < MOST_LOOKED_AT; page++) {
    const { issues, next } = await search(site, { jql, fields: ["summary"], ...(place === undefined ? {} : { place }) });
    const ours = issues.find((issue) => isOf(issue, key));
    if (ours !== undefined) return { found: "yes", id: ours.id };
    if (next === null) return { found: "no" };
    place = next;
  }
  return { found: "unknown", why: `a search for ${key} in ${site.options.project} finds more than can be looked at` };
}

const BULK = 100;
const BEFORE = 20;
const MOST_BULKS = 10;
const numberOf = (issue: string): number => Number(/-(\d+)$/.exec(issue)?.[1] ?? 0);

/** What was made just now is not in the index, but has the next numbers: they are asked for by name, until there are none. */
async function beyondIndex({ http, api, options: { project } }: Site, key: string, newest: readonly Known[]): Promise<Known | undefined> {
  const path = `${api}/issue/bulkfetch`;
  let from = Math.max(1, Math.max(0, ...newest.map((issue) => numberOf(issue.key))) - BEFORE);
  for (let bulk = 0; bulk < MOST_BULKS; bulk++) {
    const names = Array.from({ length: BULK }, (_, i) => `${project}-${from + i}`);
    const answer = await found(() => http.ask({ method: "POST", isRead: true, path, json: { issueIdsOrKeys: names, fields: ["summary"], properties: [PROPERTY] } }));
    // A site without it has the index alone.
    if (answer === undefined) return undefined;
    const { issues } = shaped(Bulk, answer.json, path, "no");
    const ours = issues.find((issue) => isOf(issue, key));
    const last = Math.max(0, ...issues.map((issue) => numberOf(issue.key)));
    if (ours !== undefined || last < from + BULK - BEFORE) return ours;
    from += BULK;
  }
  return undefined;
}

const MINUTE_MS = 60_000;
const OVERLAP_MS = 5 * MINUTE_MS;
const MOST_PAGES = 20;

export async function changes(site: Site, cursor: string | null, open: readonly string[]): Promise<Changes> {
  const project = `project = ${quoted(site.options.project)}`;
  if (cursor === null) {
    // Cloud refuses a query that nothing bounds.
    const { issues: [last] } = await search(site, { jql: `${project} AND updated >= "-30d" ORDER BY updated DESC`, fields: ["updated"], limit: 1 });
    return { ids: [], cursor: cursorAt(last?.fields.updated ?? new Date(site.now().getTime() - 86_400_000)), more: false };
  }
  const zone = await site.zone();
  // Minutes of the account's zone are all that JQL knows; in an hour that comes twice, the first is meant.
  const since = (from: Date): string => `${project} AND updated >= ${quoted(leastTextIn(zone, from).slice(0, 16).replaceAll("-", "/"))} ORDER BY updated ASC`;
  const { rows, upTo } = await touched(site, since, askFrom(cursor, OVERLAP_MS), open);
  const followed = new Set(open);
  return advance(cursor, rows, { overlapMs: OVERLAP_MS, upTo, follows: (ticket) => followed.size === 0 || followed.has(ticket) });
}

const minuteOf = (at: Date): number => Math.floor(at.getTime() / MINUTE_MS);

/** All from a time on, page by page by the last one's minute: with places, an issue that is touched meanwhile would move others past us. */
async function touched(site: Site, since: (from: Date) => string, start: Date, surely: readonly string[]): Promise<{ readonly rows: readonly SeenChange[]; readonly upTo: Date | null }> {
  const rows: SeenChange[] = [];
  let from = start;
  let place: Place | undefined;
  for (let page = 0; ; page++) {
    const { issues, next } = await search(site, { jql: since(from), fields: ["updated"], surely, ...(place === undefined ? {} : { place }) });
    for (const { id, fields: { updated } } of issues) if (updated !== undefined) rows.push({ key: id, ticket: id, at: updated, version: updated.toISOString() });
    const last = rows.at(-1)?.at;
    if (next === null || last === undefined) return { rows, upTo: null };
    // A page of one minute: only its place leads on.
    place = minuteOf(last) > minuteOf(from) ? undefined : next;
    if (place === undefined) from = last;
    if (page >= MOST_PAGES && place === undefined) return { rows, upTo: last };
    if (page >= 10 * MOST_PAGES) return { rows, upTo: last };
  }
}
