import type { SearchAnswer, SearchRequest } from "../contract/search.ts";
import { matches, placeOf, startWalk, type Match } from "./candidates.ts";
import { cursorOf, placeOfCursor } from "./cursor.ts";
import { foundEvent, isoTime } from "./document.ts";
import type { Asking, Hunting } from "./hunting.ts";
import { questionOf, type Question } from "./question.ts";

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
  const looked = isExact ? 0 : walk.looked;
  const last = found[limit - 1];
  if (found.length > limit && last !== undefined) return { events, next: cursorOf(placeOf(last.row)), complete: true, coveredSince: isoTime(last.row.timeMs), looked };
  const place = walk.place ?? after;
  const next = walk.isCut && place !== undefined ? cursorOf(place) : null;
  return { events, next, complete: !walk.isCut, coveredSince: isoTime(coveredMs(question, walk.isCut, place?.timeMs)), looked };
}

/** From when on everything was looked at. Of the millisecond of the last event there may be more. */
export const coveredMs = ({ sinceMs, untilMs }: Question, isCut: boolean, lastMs: number | undefined): number => (isCut ? (lastMs === undefined ? untilMs : lastMs + 1) : sinceMs);
