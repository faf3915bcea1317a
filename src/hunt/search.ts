import type { SearchAnswer, SearchRequest } from "../contract/search.ts";
import { matches, placeOf, startWalk, type Match } from "./candidates.ts";
import { ofWalk } from "./completeness.ts";
import { cursorOf, placeOfCursor } from "./cursor.ts";
import { foundEvent, isoTime } from "./document.ts";
import type { Asking, Hunting } from "./hunting.ts";
import { questionOf } from "./question.ts";

// Some seconds of taking lines apart; a page that is not full by then is answered with the place to go on from.
const MAX_LOOKED = 50_000;
const PAGE = 1000;

/** One page of the events that a query means, newest first. */
export async function searchEvents(hunting: Hunting, asking: Omit<Asking, "timeoutMs">, request: SearchRequest): Promise<SearchAnswer> {
  const { limit, cursor, timeoutMs } = request;
  const question = questionOf(hunting, { ...asking, timeoutMs }, request);
  const isExact = question.decide === undefined;
  const walk = startWalk();
  const found: Match[] = [];
  const after = cursor === undefined ? undefined : placeOfCursor(cursor);
  // One more than asked for tells whether there is a next page.
  for await (const match of matches(hunting, question, { after, maxLooked: isExact ? limit + 1 : MAX_LOOKED, page: isExact ? limit + 1 : PAGE }, walk)) {
    found.push(match);
    if (found.length > limit) break;
  }
  const events = found.slice(0, limit).map(({ row, event }) => foundEvent(row, event));
  walk.place ??= after;
  const held = { ...ofWalk(question, walk), ...(isExact ? { looked: 0 } : {}) };
  const last = found[limit - 1];
  if (found.length > limit && last !== undefined) return { ...held, events, next: cursorOf(placeOf(last.row)), coveredSince: isoTime(last.row.timeMs + 1) };
  return { ...held, events, next: walk.isCut && walk.place !== undefined ? cursorOf(walk.place) : null };
}
