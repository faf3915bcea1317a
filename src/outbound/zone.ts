// Times of systems that say the hour on their wall and not where it hangs. Pure.

const WALL = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?$/;
const DAY_MS = 24 * 3_600_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone) ?? new Intl.DateTimeFormat("en-CA", { timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  formats.set(zone, known);
  return known;
}

/** Whether it is a zone of IANA's, such as "Europe/Paris". */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** What the wall says at an instant: "2026-11-24 03:48:00". */
export function textIn(zone: string, instant: Date): string {
  const parts = Object.fromEntries(formatOf(zone).formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${parts["year"]}-${parts["month"]}-${parts["day"]} ${parts["hour"]}:${parts["minute"]}:${parts["second"]}`;
}

const naive = (text: string): number => Date.parse(`${text.replace(" ", "T")}Z`);
const naiveText = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace("T", " ");

/** How far the wall is ahead of UTC at an instant, in milliseconds. */
const offsetAt = (zone: string, ms: number): number => naive(textIn(zone, new Date(ms))) - Math.floor(ms / 1000) * 1000;

/**
 * The instant of what a wall says; undefined: it says none. An hour that comes twice is the first of both; one that is
 * left out is what it would have been.
 */
export function instantIn(zone: string, text: string): Date | undefined {
  const wall = WALL.exec(text.trim());
  if (wall === null) return undefined;
  const exact = `${wall[1]}-${wall[2]}-${wall[3]} ${wall[4]}:${wall[5]}:${wall[6] ?? "00"}`;
  const guess = naive(exact);
  // A day as 2026-02-31 would be read as another.
  if (Number.isNaN(guess) || naiveText(guess) !== exact) return undefined;
  const before = guess - offsetAt(zone, guess - DAY_MS);
  const after = guess - offsetAt(zone, guess + DAY_MS);
  const fits = [before, after].filter((ms) => textIn(zone, new Date(ms)) === exact);
  return new Date(fits.length === 0 ? before : Math.min(...fits));
}

/** The least that the wall says from an instant on: less than at that instant only where it is about to be set back. */
export function leastTextIn(zone: string, instant: Date): string {
  const ms = instant.getTime();
  const setBack = Math.max(0, offsetAt(zone, ms) - offsetAt(zone, ms + 3 * 3_600_000));
  return naiveText(naive(textIn(zone, instant)) - setBack);
}
