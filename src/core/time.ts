/**
 * Milliseconds since 1970 UTC of a time as a log wrote it, or undefined if it is none.
 *
 * Takes ISO 8601 with any number of fraction digits and a space for the `T`, epoch seconds, milliseconds,
 * microseconds and nanoseconds (told apart by size), as number or text. A text without zone is read as UTC.
 */
export function timeMs(time: string | number | undefined): number | undefined {
  if (typeof time === "number") return fromEpoch(time);
  if (time === undefined) return undefined;
  if (/^\d{1,19}(?:\.\d{1,12})?$/.test(time)) return fromEpoch(Number(time));
  const iso = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,12}))? ?(Z|UTC|[+-]\d\d:?\d\d)?$/.exec(time);
  if (iso === null) return undefined;
  const [, day, clock, fraction = "0", zone = "Z"] = iso;
  const ms = Date.parse(`${day}T${clock}${zone === "UTC" ? "Z" : zone}`);
  return Number.isNaN(ms) ? undefined : ms + Math.floor(Number(`0.${fraction}`) * 1000);
}

// Below these bounds a number of that unit lies before the year 2286.
function fromEpoch(value: number): number | undefined {
  // Beyond these a number is written with an exponent, which no log does for a time.
  if (!(value === 0 || (value >= 1e-6 && value < 1e19))) return undefined;
  if (value < 1e10) return Math.floor(value * 1000);
  if (value < 1e13) return Math.floor(value);
  if (value < 1e16) return Math.floor(value / 1e3);
  return Math.floor(value / 1e6);
}
