// Dates as tables write them: 31/12/2026, 2026-12-31 08:30, 12/31/26 is refused (which century?).
export type DateOrder = "ymd" | "dmy" | "mdy";

const WRITTEN = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?\s?(Z|[+-]\d\d:?\d\d)?$/;

/** The time that a text means; undefined if it is none. ISO 8601 counts whatever the order. `offset` is of texts that name none. */
export function readDate(text: string, order: DateOrder, offset: string): Date | undefined {
  const parts = WRITTEN.exec(text.trim());
  if (parts === null) return undefined;
  const [, first = "", second = "", third = "", hour = "0", minute = "0", second2 = "0", zone = offset] = parts;
  const [year, month, day] = first.length === 4 ? [first, second, third] : order === "mdy" ? [third, first, second] : order === "dmy" ? [third, second, first] : ["", "", ""];
  if (year.length !== 4 || Number(hour) > 23 || Number(minute) > 59 || Number(second2) > 59) return undefined;
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second2));
  const date = new Date(utc);
  // 31 February would become 3 March.
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined;
  return new Date(utc - offsetMs(zone));
}

function offsetMs(zone: string): number {
  if (zone === "Z") return 0;
  const digits = zone.slice(1).replace(":", "");
  const ms = (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))) * 60_000;
  return zone.startsWith("-") ? -ms : ms;
}
