// What a clock shows at a time. Pure; the slow definition that it is tested against counts minute by minute.
import { dueAt, type ServiceHours, serviceTimeBetween } from "../tenants/index.ts";
import { type Clock, type ClockSide, ownerOf } from "./clock.ts";

/** `late` and `stopped-late` say that the due date has passed, `paused` that it moves on meanwhile. */
export type ClockState = "running" | "paused" | "met" | "late" | "stopped-late" | "cancelled";

/** `near`: less than a quarter of the time is left. */
export type Forecast = "in-time" | "near" | "late";

export type Reading = Clock & {
  readonly owner: ClockSide;
  readonly state: ClockState;
  /** Minutes that count, as the contract counts: pauses are not among them. */
  readonly usedMinutes: number;
  /** The same as if there had been no pause: both sides see both. */
  readonly usedWithPausesMinutes: number;
  /** Never less than 0. */
  readonly leftMinutes: number;
  /** Minutes that counted after it was due. */
  readonly lateMinutes: number;
  readonly isLateWithPauses: boolean;
  /** If it goes on from now, where it is paused. Null: its hours never come. */
  readonly dueAt: Date | null;
  readonly warnAt: Date | null;
  /** What will become of it at this pace; null: it has stopped. */
  readonly forecast: Forecast | null;
};

// Whoever hears of it with a quarter left can still do something.
const WARN_SHARE = 0.75;
const MINUTE_MS = 60_000;

/** Reads a clock at a time; one that has stopped shows what it showed then. */
export function readClock(clock: Clock, hours: ServiceHours, now: Date): Reading {
  const { targetMinutes, stoppedAt, startedAt, isCancelled } = clock;
  const at = laterOf(stoppedAt ?? now, startedAt);
  const { dueAt: due, warnAt } = duesOf(clock, hours, at);
  const usedMinutes = minutesUsed(clock, hours, at);
  const usedWithPausesMinutes = serviceTimeBetween(hours, startedAt, at);
  const isLate = !isCancelled && due !== null && at > due;
  const dueWithPauses = dueAt(hours, startedAt, targetMinutes);
  return {
    ...clock,
    owner: ownerOf(clock.phase),
    state: stateOf(clock, isLate),
    usedMinutes,
    usedWithPausesMinutes,
    leftMinutes: isLate ? 0 : Math.max(0, targetMinutes - usedMinutes),
    lateMinutes: isLate ? Math.max(0, usedMinutes - targetMinutes) : 0,
    isLateWithPauses: !isCancelled && dueWithPauses !== undefined && at > dueWithPauses,
    dueAt: due,
    warnAt,
    forecast: stoppedAt !== null ? null : isLate ? "late" : warnAt !== null && at >= warnAt ? "near" : "in-time",
  };
}

/** When a clock is due, and when to warn of it, if an open pause ends at a time. */
export function duesOf(clock: Clock, hours: ServiceHours, at: Date): { readonly dueAt: Date | null; readonly warnAt: Date | null } {
  return { dueAt: whenUsed(clock, hours, clock.targetMinutes, at), warnAt: whenUsed(clock, hours, clock.targetMinutes * WARN_SHARE, at) };
}

function stateOf({ stoppedAt, isCancelled, pauses }: Clock, isLate: boolean): ClockState {
  if (isCancelled) return "cancelled";
  if (stoppedAt !== null) return isLate ? "stopped-late" : "met";
  if (isLate) return "late";
  return pauses.at(-1)?.until === null ? "paused" : "running";
}

/** The minutes that counted until a time, without the pauses. */
function minutesUsed({ startedAt, pauses }: Clock, hours: ServiceHours, at: Date): number {
  let cursor = startedAt;
  let minutes = 0;
  for (const { from, until } of pauses) {
    if (from >= at) break;
    minutes += serviceTimeBetween(hours, cursor, from);
    cursor = until ?? at;
  }
  return minutes + serviceTimeBetween(hours, cursor, at);
}

/** The first time at which so many minutes have counted; a pause moves it by the minutes that would have counted in it. */
function whenUsed({ startedAt, pauses }: Clock, hours: ServiceHours, minutes: number, at: Date): Date | null {
  let cursor = startedAt;
  let leftMs = Math.round(minutes * MINUTE_MS);
  for (const { from, until } of pauses) {
    const spanMs = Math.round(serviceTimeBetween(hours, cursor, from) * MINUTE_MS);
    if (leftMs <= spanMs) break;
    leftMs -= spanMs;
    cursor = until ?? laterOf(at, from);
  }
  return dueAt(hours, cursor, leftMs / MINUTE_MS) ?? null;
}

const laterOf = (a: Date, b: Date): Date => (a > b ? a : b);
