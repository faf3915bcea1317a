// Weeks as ISO 8601 counts them: from Monday, in UTC.
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const DAYS_TO_THURSDAY = 3;

/** The Monday on which the week of a time begins. */
export function weekOf(at: Date): Date {
  const dayMs = at.getTime() - (((at.getTime() % DAY_MS) + DAY_MS) % DAY_MS);
  const sinceMonday = (new Date(dayMs).getUTCDay() + 6) % 7;
  return new Date(dayMs - sinceMonday * DAY_MS);
}

/** The last weeks up to that of a time, in order. */
export function lastWeeks(at: Date, count: number): readonly Date[] {
  const last = weekOf(at).getTime();
  return Array.from({ length: count }, (_, i) => new Date(last - (count - 1 - i) * WEEK_MS));
}

/** What a week is called: `2026-W48`. It is of the year that has its Thursday. */
export function weekName(monday: Date): string {
  const thursday = new Date(monday.getTime() + DAYS_TO_THURSDAY * DAY_MS);
  const year = thursday.getUTCFullYear();
  const week = Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / WEEK_MS) + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
}

/** The end of the week that begins then. */
export const weekEnd = (monday: Date): Date => new Date(monday.getTime() + WEEK_MS);
