// Public holidays, and days on which an organisation is closed.
import type { SettingDocument } from "../../contract/settings.ts";

export type Holidays = SettingDocument<"holidays">;

// Code du travail, article L3133-1: days with a fixed date, and those that follow Easter Sunday by so many days.
const FRENCH_DATES = ["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"];
const FRENCH_AFTER_EASTER = [1, 39, 50];
// Code du travail, article L3134-13: Good Friday and 26 December in Bas-Rhin, Haut-Rhin and Moselle.
const ALSACE_DATES = ["12-26"];
const ALSACE_AFTER_EASTER = [-2];

const CALENDARS = {
  none: { dates: [] as readonly string[], afterEaster: [] as readonly number[] },
  fr: { dates: FRENCH_DATES, afterEaster: FRENCH_AFTER_EASTER },
  "fr-alsace-moselle": { dates: [...FRENCH_DATES, ...ALSACE_DATES], afterEaster: [...FRENCH_AFTER_EASTER, ...ALSACE_AFTER_EASTER] },
} as const satisfies Record<Holidays["calendar"], unknown>;

const DAY_MS = 86_400_000;

/** Tells of a day, as YYYY-MM-DD by the wall clock, whether the service hours leave it out. */
export function holidayTest({ calendar, own }: Holidays): (day: string) => boolean {
  const closed = new Set(own.map(({ day }) => day));
  const years = new Map<string, ReadonlySet<string>>();
  return (day) => {
    if (closed.has(day)) return true;
    const year = day.slice(0, -6);
    const known = years.get(year) ?? holidaysOf(calendar, Number(year));
    years.set(year, known);
    return known.has(day);
  };
}

/** The public holidays of a year, as YYYY-MM-DD. */
export function holidaysOf(calendar: Holidays["calendar"], year: number): ReadonlySet<string> {
  const { dates, afterEaster } = CALENDARS[calendar];
  const easterMs = Date.parse(easterOf(year));
  return new Set([...dates.map((date) => `${String(year).padStart(4, "0")}-${date}`), ...afterEaster.map((days) => new Date(easterMs + days * DAY_MS).toISOString().slice(0, 10))]);
}

/** Easter Sunday of the Gregorian calendar, as YYYY-MM-DD: the algorithm that Nature published in 1876 (Meeus, Astronomical Algorithms, chapter 8). */
export function easterOf(year: number): string {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const ofCentury = year % 100;
  const skipped = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - skipped + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const count = epact + weekday - 7 * late + 114;
  return `${String(year).padStart(4, "0")}-${String(Math.floor(count / 31)).padStart(2, "0")}-${String((count % 31) + 1).padStart(2, "0")}`;
}
