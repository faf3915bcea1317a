// How alerts of the same rule were judged, and what differs this time.
import type { KeptDetection } from "../../detections/index.ts";
import type { Alert, Verdict } from "../alert.ts";
import { type AlertsDb } from "../repo.ts";
import { textOf } from "../values.ts";
import { shownValue } from "../words/segments.ts";
import { countSimilar, fieldsOfSimilar } from "./repo.ts";

export type SimilarCounts = { readonly total: number; readonly open: number; readonly byVerdict: Readonly<Record<Verdict, number>> };

/** A value that all of the most common ones shared, and this one has not. */
export type Difference = { readonly field: string; readonly here: string | null; readonly there: string };

export type Similar = {
  readonly days: number;
  readonly sameRule: SimilarCounts;
  readonly sameEntity: SimilarCounts;
  /** The verdict that most of the judged ones have, with the reason that most of those have. */
  readonly common: { readonly verdict: Verdict; readonly reason: string; readonly count: number } | null;
  readonly differs: readonly Difference[];
  /** Whether older ones were left out of the counts. */
  readonly isPartial: boolean;
};

export const SIMILAR_DAYS = 180;
/** The newest so many are counted. */
const MOST_COUNTED = 2_000;
/** Of so many of the most common ones the values are compared. */
const MOST_COMPARED = 20;
const MOST_TOLD = 5;

/** Alerts of the same rule over the last days, this one left out. */
export async function similarTo(db: AlertsDb, alert: Alert, fields: KeptDetection["fields"], now: Date): Promise<Similar> {
  const rows = await countSimilar(db, alert, { since: new Date(now.getTime() - SIMILAR_DAYS * 86_400_000), limit: MOST_COUNTED });
  const counts = (some: typeof rows): SimilarCounts => ({
    total: some.length, open: some.filter(({ verdict }) => verdict === null).length,
    byVerdict: { true_positive: some.filter(({ verdict }) => verdict === "true_positive").length, benign_positive: some.filter(({ verdict }) => verdict === "benign_positive").length, false_positive: some.filter(({ verdict }) => verdict === "false_positive").length },
  });
  const sameRule = counts(rows);
  const common = mostCommon(rows);
  const compared = common === null ? [] : await fieldsOfSimilar(db, rows.filter(({ verdict }) => verdict === common.verdict).slice(0, MOST_COMPARED).map(({ id }) => id));
  return { days: SIMILAR_DAYS, sameRule, sameEntity: counts(rows.filter(({ entity }) => entity === alert.entity.value)), common, differs: differences(fields, compared), isPartial: rows.length === MOST_COUNTED };
}

type Row = Awaited<ReturnType<typeof countSimilar>>[number];

function mostCommon(rows: readonly Row[]): Similar["common"] {
  const judged = rows.filter((row): row is Row & { readonly verdict: Verdict } => row.verdict !== null);
  const [most] = [...Map.groupBy(judged, ({ verdict }) => verdict)].toSorted(([, a], [, b]) => b.length - a.length);
  if (most === undefined) return null;
  const [verdict, same] = most;
  const [reason] = [...Map.groupBy(same, ({ reason: one }) => one ?? "")].toSorted(([, a], [, b]) => b.length - a.length)[0] ?? [""];
  return { verdict, reason, count: same.length };
}

/** The values that all of the others share, and this one has not. One alone shows no habit. */
function differences(here: KeptDetection["fields"], others: readonly KeptDetection["fields"][]): readonly Difference[] {
  const [first, ...rest] = others;
  if (first === undefined || rest.length === 0) return [];
  const found: Difference[] = [];
  for (const [field, value] of Object.entries(first)) {
    const there = textOf(value);
    if (there === undefined || rest.some((other) => !Object.hasOwn(other, field) || textOf(other[field]) !== there)) continue;
    const mine = Object.hasOwn(here, field) ? textOf(here[field]) : undefined;
    if (mine !== there) found.push({ field, here: mine === undefined ? null : shownValue(mine), there: shownValue(there) });
  }
  return found.slice(0, MOST_TOLD);
}
