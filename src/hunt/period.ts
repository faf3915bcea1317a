// Times as people write them: a day or a minute is a period, so that `@timestamp: 2026-03-01` is that whole day.

/** From its first millisecond to the one after its last, since 1970, UTC. */
export type Period = { readonly fromMs: number; readonly toMs: number };

const UNITS_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
type Unit = keyof typeof UNITS_MS;

/** Reads `2026-03-01`, `2026-03-01T10:15`, with seconds, fraction and zone, or `now-2d`, `now/d`; undefined if it is none. */
export function parsePeriod(text: string, nowMs: number): Period | undefined {
  return text.startsWith("now") ? relative(text, nowMs) : absolute(text);
}

function relative(text: string, nowMs: number): Period | undefined {
  const found = /^now(?:([+-]\d{1,6})([smhdw]))?(?:\/([smhd]))?$/.exec(text);
  if (found === null) return undefined;
  const [, count, unit, rounding] = found;
  const ms = nowMs + (count === undefined ? 0 : Number(count) * UNITS_MS[unit as Unit]);
  if (rounding === undefined) return { fromMs: ms, toMs: ms + 1 };
  const width = UNITS_MS[rounding as Unit];
  const fromMs = Math.floor(ms / width) * width;
  return { fromMs, toMs: fromMs + width };
}

function absolute(text: string): Period | undefined {
  const found = /^(\d{4}-\d\d(?:-\d\d)?)(?:[T ](\d\d:\d\d)(:\d\d)?(?:[.,](\d{1,3})\d{0,9})?(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  if (found === null) return undefined;
  const [, day = "", clock, seconds, fraction, zone = "Z"] = found;
  if (clock === undefined) return dayOrMonth(day);
  if (day.length < 10 || (fraction !== undefined && seconds === undefined)) return undefined;
  const fromMs = Date.parse(`${day}T${clock}${seconds ?? ":00"}.${(fraction ?? "").padEnd(3, "0")}${zone}`);
  if (Number.isNaN(fromMs)) return undefined;
  return { fromMs, toMs: fromMs + (fraction !== undefined ? 1 : seconds !== undefined ? UNITS_MS.s : UNITS_MS.m) };
}

function dayOrMonth(day: string): Period | undefined {
  const fromMs = Date.parse(`${day}T00:00:00Z`.replace(/^(\d{4}-\d\d)T/, "$1-01T"));
  // A day that the month does not have would turn into one of the next month.
  if (Number.isNaN(fromMs) || !new Date(fromMs).toISOString().startsWith(day)) return undefined;
  if (day.length === 10) return { fromMs, toMs: fromMs + UNITS_MS.d };
  const first = new Date(fromMs);
  return { fromMs, toMs: Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1) };
}
