import { DomainError } from "../core/index.ts";

const UNITS_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** The time that an option names: `24h`, `7d` before now, or a time of ISO 8601, in UTC where it names no zone. */
export function timeOption(name: string, text: string, nowMs: number): string {
  const span = /^(\d{1,6})([smhdw])$/.exec(text);
  const ms = span === null ? Date.parse(/^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?$/.test(text) ? withZone(text) : "") : nowMs - Number(span[1]) * UNITS_MS[span[2]!]!;
  if (Number.isNaN(ms)) throw new DomainError("invalid", `--${name} ${text}: write 24h, 7d, 2026-03-01 or 2026-03-01T10:15:00Z`);
  return new Date(ms).toISOString();
}

// Times without a zone are UTC, as everywhere in Vigie.
const withZone = (text: string): string => (text.includes("T") && !/(?:Z|[+-]\d\d:\d\d)$/.test(text) ? `${text}Z` : text);
