// Newest first through what the store gives, deciding where it could not: the way that search, export and whatever no
// column can answer share.
import { setImmediate } from "node:timers/promises";
import type { Searched } from "../events/filter/index.ts";
import { StoreError, type Place, type StoredEvent } from "../events/index.ts";
import { searchedEvent } from "./document.ts";
import type { Hunting } from "./hunting.ts";
import type { Question } from "./question.ts";

/** An event that is meant. */
export type Match = { readonly row: StoredEvent; readonly event: Searched };

/** How far a walk has come. */
export type Walk = {
  /** Lines taken apart to decide. */
  looked: number;
  /** The last event that was looked at, meant or not. */
  place: Place | undefined;
  /** Whether a limit ended it before the range did. */
  isCut: boolean;
};

/** Where to begin, how many events to take apart at most, and how many to fetch at once. */
export type WalkOptions = { readonly after?: Place | undefined; readonly maxLooked: number; readonly page: number };

export const startWalk = (): Walk => ({ looked: 0, place: undefined, isCut: false });

/** The events that are meant, newest first. Ends with the range, with the caller's patience, or at a limit: `walk` says how. */
export async function* matches(hunting: Hunting, question: Question, options: WalkOptions, walk: Walk): AsyncGenerator<Match> {
  const { decide } = question;
  await hunting.ready?.(question.tenant);
  let after = options.after;
  for (;;) {
    const page = await nextPage(hunting, question, options.page, after);
    if (page === undefined) {
      walk.isCut = true;
      return;
    }
    for (const row of page.rows) {
      if (decide !== undefined && walk.looked % TURN === 0 && (await isOver(hunting, question))) {
        walk.isCut = true;
        return;
      }
      const event = searchedEvent(hunting, question.tenant, row);
      walk.looked++;
      walk.place = placeOf(row);
      if (decide === undefined || decide(event)) yield { row, event };
    }
    const last = page.rows.at(-1);
    if (!page.isCut && (last === undefined || page.rows.length < options.page)) return;
    if (page.isCut || last === undefined || walk.looked >= options.maxLooked) {
      walk.isCut = true;
      return;
    }
    after = placeOf(last);
  }
}

// Taking an event apart takes a fifth of a millisecond, and others want answers too.
const TURN = 50;

/** Lets others have their turn; true if whoever asked has gone or will not wait any longer. */
async function isOver({ nowMs }: Hunting, { deadlineMs, signal }: Question): Promise<boolean> {
  await setImmediate();
  signal?.throwIfAborted();
  return nowMs() >= deadlineMs;
}

export const placeOf = ({ timeMs, id }: StoredEvent): Place => ({ timeMs, id });

/** The next rows, or undefined if there is no time left to fetch them. */
async function nextPage({ store, nowMs }: Hunting, { tenant, compiled, sinceMs, untilMs, deadlineMs, signal }: Question, limit: number, after: Place | undefined) {
  const timeoutMs = deadlineMs - nowMs();
  if (timeoutMs <= 0) return undefined;
  try {
    return await store.search(tenant, { filter: compiled, sinceMs, untilMs, limit, after }, { timeoutMs, signal });
  } catch (error) {
    if (error instanceof StoreError && error.code === "timeout") return undefined;
    throw error;
  }
}
