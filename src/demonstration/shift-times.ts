// The sample logs tell of one evening. A replay is to be of now: every time in them is moved by the same span.
const EVENING = "2026-11-24";
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Behind the last line of all sample logs: none is replayed before it happened. */
export const EVENING_ENDS_MS = Date.UTC(2026, 10, 24, 22);

/** Moves the times in a text by a span in milliseconds: ISO 8601, access logs, and seconds since 1970. */
export function shiftTimes(text: string, byMs: number): string {
  return text
    .replace(/\b2026-11-24([T ])(\d\d:\d\d:\d\d)/g, (_, between: string, clock: string) => new Date(Date.parse(`${EVENING}T${clock}Z`) + byMs).toISOString().slice(0, 19).replace("T", between))
    .replace(/\b24\/Nov\/2026:(\d\d:\d\d:\d\d)/g, (_, clock: string) => {
      const time = new Date(Date.parse(`${EVENING}T${clock}Z`) + byMs);
      return `${String(time.getUTCDate()).padStart(2, "0")}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}:${time.toISOString().slice(11, 19)}`;
    })
    .replace(/\b17955[0-9]{5}\b/g, (seconds) => String(Number(seconds) + Math.round(byMs / 1000)));
}
