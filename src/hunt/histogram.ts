import type { HistogramAnswer, HistogramRequest } from "../contract/search.ts";
import { matches, startWalk } from "./candidates.ts";
import { ofStore, ofWalk } from "./completeness.ts";
import { isoTime } from "./document.ts";
import type { Asking, Hunting } from "./hunting.ts";
import { questionOf, type Question } from "./question.ts";
import { DomainError } from "../core/index.ts";

/** What no column can answer is counted over so many events at most, the newest of the range. */
export const COUNTED = { maxLooked: 50_000, page: 1000 } as const;

const BARS = 60;
const MAX_BARS = 2000;
// Widths that clocks and calendars have.
const WIDTHS_MS = [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 604_800].map((seconds) => seconds * 1000);

/** How many events a query means, by time. */
export async function countByTime(hunting: Hunting, asking: Omit<Asking, "timeoutMs">, request: HistogramRequest): Promise<HistogramAnswer> {
  const question = questionOf(hunting, { ...asking, timeoutMs: request.timeoutMs }, request);
  const intervalMs = request.intervalMs ?? widthFor(question);
  const { sinceMs, untilMs, tenant, compiled, timeoutMs, signal } = question;
  if ((untilMs - sinceMs) / intervalMs > MAX_BARS) throw new DomainError("invalid", `intervalMs: ${intervalMs} gives more than ${MAX_BARS} bars for this range; use a wider one`);
  if (question.decide !== undefined) return countMatches(hunting, question, intervalMs);
  const counted = await hunting.store.histogram(tenant, { filter: compiled, sinceMs, untilMs, intervalMs }, { timeoutMs, signal });
  const counts = new Map(counted.bars.map(({ fromMs, count }) => [fromMs, count]));
  return { ...bars(question, intervalMs, counts), ...ofStore(question, counted.isCut) };
}

async function countMatches(hunting: Hunting, question: Question, intervalMs: number): Promise<HistogramAnswer> {
  const counts = new Map<number, number>();
  const walk = startWalk();
  for await (const { row } of matches(hunting, question, COUNTED, walk)) {
    const fromMs = Math.floor(row.timeMs / intervalMs) * intervalMs;
    counts.set(fromMs, (counts.get(fromMs) ?? 0) + 1);
  }
  return { ...bars(question, intervalMs, counts), ...ofWalk(question, walk) };
}

const widthFor = ({ sinceMs, untilMs }: Question): number => WIDTHS_MS.find((width) => (untilMs - sinceMs) / width <= BARS) ?? Math.ceil((untilMs - sinceMs) / BARS / 86_400_000) * 86_400_000;

/** All bars of the range in order. They begin at multiples of their width, so that the next request has the same. */
function bars({ sinceMs, untilMs }: Question, intervalMs: number, counts: ReadonlyMap<number, number>): Pick<HistogramAnswer, "intervalMs" | "bars" | "total"> {
  const out: { time: string; count: number }[] = [];
  let total = 0;
  for (let fromMs = Math.floor(sinceMs / intervalMs) * intervalMs; fromMs < untilMs; fromMs += intervalMs) {
    const count = counts.get(fromMs) ?? 0;
    total += count;
    out.push({ time: isoTime(fromMs), count });
  }
  return { intervalMs, bars: out, total };
}
