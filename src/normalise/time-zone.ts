/** One time zone with its summer times. */
export type Zone = {
  /** UTC milliseconds of what the zone's clocks show; `localMs` is that read as if it were UTC. Of a time that comes twice, the first. */
  readonly utcMs: (localMs: number) => number;
};

const HOUR_MS = 3_600_000;
// Hours whose offset is remembered: more than a year of them, so that an archive in order asks for each once.
const MEMORY = 10_000;

/** A zone by its IANA name; a `RangeError` if there is none of that name. */
export function createZone(name: string): Zone {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: name, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" });
  const offsets = new Map<number, number>();
  /** What the zone's clocks are ahead of UTC at an instant. */
  const offsetAt = (utcMs: number): number => {
    const hour = Math.floor(utcMs / HOUR_MS);
    const known = offsets.get(hour);
    if (known !== undefined) return known;
    if (offsets.size >= MEMORY) offsets.clear();
    const offset = shown(format, hour * HOUR_MS) - hour * HOUR_MS;
    offsets.set(hour, offset);
    return offset;
  };
  return {
    utcMs(localMs) {
      if (!(Math.abs(localMs) < LIMIT_MS)) return localMs;
      // The offset before a change and the one after it: the earlier instant that shows the time, if one does.
      const [before, after] = [offsetAt(localMs - DAY_MS), offsetAt(localMs + DAY_MS)];
      if (before === after) return localMs - before;
      const first = localMs - before;
      return offsetAt(first) === before ? first : localMs - after;
    },
  };
}

const DAY_MS = 24 * HOUR_MS;
const LIMIT_MS = 8.64e15 - 2 * DAY_MS;

function shown(format: Intl.DateTimeFormat, ms: number): number {
  const part: { [type in Intl.DateTimeFormatPartTypes]?: number } = {};
  for (const { type, value } of format.formatToParts(ms)) part[type] = Number(value);
  return Date.UTC(part.year ?? 1970, (part.month ?? 1) - 1, part.day, part.hour, part.minute, part.second);
}
