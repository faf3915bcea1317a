// How much time of the service passed, and when enough of it will have.
import type { SettingDocuments } from "../settings/setting.ts";
import { holidayTest } from "./holidays.ts";
import { openSpans, type Weekly } from "./weekly.ts";

/** When the service works: always, or in some hours of the week. */
export type ServiceHours = "always" | Weekly;

/** Which minutes count, as objectives and notifications say it. */
export type Timing = "service-hours" | "calendar";

const MINUTE_MS = 60_000;
// Who has a minute a week for a year's work will not see it done.
const HORIZON_MS = 20 * 366 * 86_400_000;

/** The hours in which the service works on incidents of a severity. */
export function serviceHoursOf(settings: Pick<SettingDocuments, "service-hours" | "holidays">, severity: string, timing: Timing = "service-hours"): ServiceHours {
  const { timeZone, default: otherwise, bySeverity } = settings["service-hours"];
  const hours = timing === "calendar" ? "always" : (bySeverity.find((one) => one.severity === severity)?.hours ?? otherwise);
  return hours === "always" ? "always" : { timeZone, hours, isHoliday: holidayTest(settings.holidays) };
}

/** The minutes that count from one time to another; parts of a minute are parts of one. 0 if the end is not later. */
export function serviceTimeBetween(hours: ServiceHours, from: Date, to: Date): number {
  if (to <= from) return 0;
  if (hours === "always") return (to.getTime() - from.getTime()) / MINUTE_MS;
  let openMs = 0;
  for (const span of openSpans(hours, from.getTime(), to.getTime())) openMs += span.untilMs - span.fromMs;
  return openMs / MINUTE_MS;
}

/** The first time at which so many minutes have counted since `from`; undefined if that is not within twenty years. */
export function dueAt(hours: ServiceHours, from: Date, minutes: number): Date | undefined {
  // Whole milliseconds: a part of one that the division lost would make it due one too early.
  let leftMs = Math.round(minutes * MINUTE_MS);
  if (leftMs <= 0) return from;
  if (hours === "always") return new Date(from.getTime() + leftMs);
  for (const span of openSpans(hours, from.getTime(), from.getTime() + HORIZON_MS)) {
    const spanMs = span.untilMs - span.fromMs;
    if (leftMs <= spanMs) return new Date(span.fromMs + leftMs);
    leftMs -= spanMs;
  }
  return undefined;
}

/** Whether the service works at a time. */
export const isOpenAt = (hours: ServiceHours, at: Date): boolean => hours === "always" || !openSpans(hours, at.getTime(), at.getTime() + 1).next().done;
