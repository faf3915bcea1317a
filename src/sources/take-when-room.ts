import { setTimeout as pause } from "node:timers/promises";
import { type Arrival, type Intake, IntakeFull } from "./arrival.ts";

// `room` may resolve while there is room for less than this arrival.
const RETRY_MS = 50;

/**
 * Takes an arrival, as often as there is no room for it. False if `closing` was aborted meanwhile: nothing was kept.
 * Rejects with what the intake rejects with, but for `IntakeFull`.
 */
export async function takeWhenRoom(intake: Intake, arrival: Arrival, closing: AbortSignal): Promise<boolean> {
  while (!(await wasTaken(intake, arrival))) {
    if (closing.aborted) return false;
    await roomOrEnd(intake, closing);
    await pause(RETRY_MS);
  }
  return true;
}

/** Takes an arrival; false if there is no room for it. */
export async function wasTaken(intake: Intake, arrival: Arrival): Promise<boolean> {
  try {
    await intake.take(arrival);
    return true;
  } catch (error) {
    if (error instanceof IntakeFull) return false;
    throw error;
  }
}

async function roomOrEnd(intake: Intake, closing: AbortSignal): Promise<void> {
  const ended = Promise.withResolvers<void>();
  const onAbort = (): void => ended.resolve();
  closing.addEventListener("abort", onAbort);
  await Promise.race([intake.room(), ended.promise]);
  closing.removeEventListener("abort", onAbort);
}
