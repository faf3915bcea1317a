// Clocks: by when who has to do what.
import { z } from "zod";
import { Phase, Timing } from "./setting-kinds.ts";
import { Reason, Time } from "./shared.ts";

const ClockSide = z.enum(["provider", "client"]);

const ClockPause = z.object({
  from: Time,
  until: Time.nullable().describe("null: it lasts"),
  reason: z.string(),
  side: ClockSide.describe("on which side the reason lies"),
  evidence: z.string(),
  by: z.string(),
  resumedBy: z.string().nullable(),
});

export const Clock = z
  .object({
    phase: Phase,
    round: z.int().describe("from 1; what was reopened runs again"),
    owner: ClockSide.describe("who has to do it"),
    state: z.enum(["running", "paused", "met", "late", "stopped-late", "cancelled"]).describe("late: the due date has passed; cancelled: its reason went away"),
    forecast: z.enum(["in-time", "near", "late"]).nullable().describe("near: less than a quarter is left; null: it has stopped"),
    severity: z.string(),
    targetMinutes: z.int(),
    timing: Timing,
    usedMinutes: z.number().describe("as the contract counts: without the pauses"),
    usedWithPausesMinutes: z.number().describe("as if there had been no pause"),
    leftMinutes: z.number(),
    lateMinutes: z.number(),
    isLateWithPauses: z.boolean(),
    startedAt: Time,
    startedBy: z.string().describe("the event that started it"),
    stoppedAt: Time.nullable(),
    stoppedBy: z.string().nullable(),
    dueAt: Time.nullable().describe("if it goes on from now, where it is paused; null: its hours never come"),
    warnAt: Time.nullable(),
    pauses: z.array(ClockPause),
  })
  .meta({ id: "Clock" });
export type Clock = z.infer<typeof Clock>;

export const ClockList = z.object({ clocks: z.array(Clock) });
export const ClocksQuery = z.strictObject({ all: z.stringbool().default(false).describe("earlier rounds too, of what was reopened") });

export const PauseClocks = z.strictObject({
  reason: Reason,
  side: ClockSide.describe("on which side the reason lies: the clocks of the other one pause"),
  evidence: z.string().trim().min(1).max(2000).describe("what shows it: an entry of the thread, the number of a message"),
  phases: z.array(Phase).min(1).max(8).optional().describe("none: all of that other side"),
});
export const ResumeClocks = z.strictObject({ reason: Reason, phases: z.array(Phase).min(1).max(8).optional().describe("none: all that are paused") });

export const ClockDue = z.object({ phase: Phase, dueAt: Time.nullable(), state: Clock.shape.state, owner: ClockSide }).nullable().describe("what is due next; null: nothing");
