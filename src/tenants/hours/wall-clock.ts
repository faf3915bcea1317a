// The clock on the wall of a time zone.

const MINUTE_MS = 60_000;
// How far apart two changes of a zone's clock must be to be told apart: Morocco's, around Ramadan, are a month.
const STEP_MS = 7 * 86_400_000;

/** A stretch of time in which the wall clock goes on evenly: wall time is `fromMs` … `untilMs` plus `offsetMs`. */
export type Stretch = { readonly fromMs: number; readonly untilMs: number; readonly offsetMs: number };

/** Cuts a time into stretches of a week at most, at each change of the zone's clock. Made as they are asked for: `untilMs` may be far away. */
export function* stretches(timeZone: string, fromMs: number, untilMs: number): Generator<Stretch> {
  let at = fromMs;
  let offsetMs = offsetAt(timeZone, at);
  while (at < untilMs) {
    const ahead = Math.min(at + STEP_MS, untilMs);
    const nextMs = offsetAt(timeZone, ahead);
    const end = nextMs === offsetMs ? ahead : firstChange(timeZone, at, ahead, offsetMs);
    yield { fromMs: at, untilMs: end, offsetMs };
    at = end;
    offsetMs = nextMs;
  }
}

// Clocks change at a whole minute; the search ends at the first one with the new offset.
function firstChange(timeZone: string, sameMs: number, otherMs: number, offsetMs: number): number {
  let same = Math.floor(sameMs / MINUTE_MS);
  let other = Math.ceil(otherMs / MINUTE_MS);
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (offsetAt(timeZone, middle * MINUTE_MS) === offsetMs) same = middle;
    else other = middle;
  }
  return Math.min(other * MINUTE_MS, otherMs);
}

/** Zones are few: each was checked against those that exist. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const kept = formats.get(timeZone);
  if (kept !== undefined) return kept;
  const made = new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "longOffset" });
  formats.set(timeZone, made);
  return made;
}

/** What the zone's clock shows more than UTC's, in milliseconds. */
function offsetAt(timeZone: string, ms: number): number {
  const name = formatOf(timeZone).formatToParts(ms).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
  const written = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name);
  if (written === null) throw new Error(`the offset ${name} of ${timeZone} cannot be read`);
  const [, sign = "+", hours = "0", minutes = "0", seconds = "0"] = written;
  return (sign === "-" ? -1 : 1) * ((Number(hours) * 60 + Number(minutes)) * MINUTE_MS + Number(seconds) * 1000);
}
