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
    await Promise.race([intake.room(), aborted(closing)]);
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

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
