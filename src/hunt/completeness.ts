// How much of what was asked an answer holds, told alike by all of them.
import type { SearchAnswer } from "../contract/search.ts";
import type { Walk } from "./candidates.ts";
import { isoTime } from "./document.ts";
import type { Question } from "./question.ts";

type Completeness = Pick<SearchAnswer, "complete" | "coveredSince" | "looked" | "notes">;

/** Of an answer that the store gave alone; one that was cut short holds for nothing. */
export const ofStore = ({ sinceMs, untilMs, notes }: Question, isCut: boolean): Completeness => ({ complete: !isCut, coveredSince: isoTime(isCut ? untilMs : sinceMs), looked: 0, notes: [...notes] });

/** Of an answer for which events were taken apart, newest first. */
export const ofWalk = (question: Question, { isCut, place, looked }: Walk): Completeness => ({
  complete: !isCut,
  coveredSince: isoTime(coveredMs(question, isCut, place?.timeMs)),
  looked,
  notes: [...question.notes],
});

/** From when on everything was looked at. Of the millisecond of the last event there may be more. */
const coveredMs = ({ sinceMs, untilMs }: Question, isCut: boolean, lastMs: number | undefined): number => (isCut ? (lastMs === undefined ? untilMs : lastMs + 1) : sinceMs);
