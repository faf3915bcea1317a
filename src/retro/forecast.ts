import type { Forecast } from "./retro-run.ts";

type Counts = ReadonlyMap<number, number>;

/** What a forecast is made of: matches by day, as numbers since 1970, and those of the host that has most. */
export type Past = {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly days: readonly { readonly day: number; readonly isWhole: boolean }[];
  readonly byDay: Counts;
  readonly noisiest: { readonly host: string; readonly byDay: Counts } | undefined;
};

const DAY_MS = 86_400_000;

/**
 * The alerts a day to be reckoned with: the coming days are taken to be like the past ones. Parts of days at the ends of
 * the range would make it too low, so they do not count; a range without a whole day is taken for so much of one.
 */
export function forecastOf({ sinceMs, untilMs, days, byDay, noisiest }: Past): Forecast {
  const whole = days.filter(({ isWhole }) => isWhole).map(({ day }) => day);
  const aDay = (counts: Counts, less?: Counts): Pick<Forecast, "median" | "maximum"> => {
    if (whole.length > 0) return middle(whole.map((day) => (counts.get(day) ?? 0) - (less?.get(day) ?? 0)));
    const scaled = rounded(((sum(counts) - (less === undefined ? 0 : sum(less))) * DAY_MS) / (untilMs - sinceMs));
    return { median: scaled, maximum: scaled };
  };
  return { wholeDays: whole.length, ...aDay(byDay), withoutNoisiest: noisiest === undefined ? null : { host: noisiest.host, ...aDay(byDay, noisiest.byDay) } };
}

function middle(counts: readonly number[]): Pick<Forecast, "median" | "maximum"> {
  const sorted = counts.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const median = Number.isInteger(half) ? ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2 : (sorted[Math.floor(half)] ?? 0);
  return { median, maximum: sorted.at(-1) ?? 0 };
}

const sum = (counts: Counts): number => [...counts.values()].reduce((all, n) => all + n, 0);
const rounded = (value: number): number => Math.round(value * 10) / 10;
