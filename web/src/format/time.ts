// Times and durations as people read them, by language and zone.
import { languageNow } from "../locales/index.ts";

const LOCALES = { en: "en-GB", fr: "fr-FR" } as const;
export const locale = (): string => LOCALES[languageNow()];

/** The zone of the person: what the browser says. */
export const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

const made = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${locale()} ${JSON.stringify(options)}`;
  const known = made.get(name) ?? new Intl.DateTimeFormat(locale(), options);
  made.set(name, known);
  return known;
}

const CLOCK: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const DAY: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };

const isSameDay = (a: Date, b: Date): boolean => format({ dateStyle: "short" }).format(a) === format({ dateStyle: "short" }).format(b);

/** `10:42` today, `24 Nov 10:42` this year, else with the year. */
export function timeText(at: Date, now: Date, { seconds = false }: { readonly seconds?: boolean } = {}): string {
  const clock = format({ ...CLOCK, ...(seconds ? { second: "2-digit" } : {}) }).format(at);
  if (isSameDay(at, now)) return clock;
  return `${dayText(at, now)} ${clock}`;
}

/** `24 Nov`, with the year where it is another one. */
export const dayText = (at: Date, now: Date): string => format(at.getFullYear() === now.getFullYear() ? DAY : { ...DAY, year: "numeric" }).format(at);

/** To the millisecond, in UTC, for whoever compares with a log. */
export const utcText = (at: Date): string => `${at.toISOString().replace("T", " ").replace("Z", "")} UTC`;

/** Two units at most: `40 s`, `18 min`, `3 h 10`, `2 d`. */
export function durationText(seconds: number): string {
  const units = languageNow() === "fr" ? { day: "j", hour: "h" } : { day: "d", hour: "h" };
  const left = Math.max(0, Math.round(seconds));
  if (left < 60) return `${left} s`;
  const minutes = Math.round(left / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} ${units.hour}` : `${hours} ${units.hour} ${String(minutes % 60).padStart(2, "0")}`;
  const days = Math.floor(hours / 24);
  return hours % 24 === 0 || days >= 10 ? `${days} ${units.day}` : `${days} ${units.day} ${hours % 24} ${units.hour}`;
}

/** `1,234.5` or `1 234,5`. */
export const numberText = (value: number, digits = 0): string => new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);

/** A share of one as per cent. */
export const shareText = (share: number, digits = 1): string => new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: digits }).format(share);
