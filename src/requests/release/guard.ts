// What keeps the platform from sending too much without a person. Pure.
export type Stop = { readonly at: Date; readonly by: string; readonly reason: string };

/** The guards of one organisation, with what was sent without a person. */
export type Guard = {
  readonly isDryRun: boolean;
  readonly perHour: number;
  readonly perDay: number;
  readonly sentLastHour: number;
  readonly sentLastDay: number;
  readonly stopped: Stop | null;
  readonly stoppedForAll: Stop | null;
};

/** What an organisation has that nobody set otherwise. */
export const DEFAULT_LIMITS = { isDryRun: false, perHour: 10, perDay: 50 } as const;

/** Why nothing may go out by itself now; undefined: it may. */
export function heldBy({ perHour, perDay, sentLastHour, sentLastDay, stopped, stoppedForAll }: Guard): string | undefined {
  const stop = stoppedForAll ?? stopped;
  if (stop !== null) return `Sending without a person is stopped${stoppedForAll === null ? "" : " for all organisations"} by ${stop.by}: ${stop.reason}`;
  if (sentLastHour >= perHour) return `${sentLastHour} were sent without a person in the last hour, and ${perHour} may be`;
  if (sentLastDay >= perDay) return `${sentLastDay} were sent without a person in the last 24 hours, and ${perDay} may be`;
  return undefined;
}

/** The same for people. */
export function guardWords(guard: Guard): string {
  const held = heldBy(guard);
  if (held !== undefined) return `${held}.`;
  const left = Math.min(guard.perHour - guard.sentLastHour, guard.perDay - guard.sentLastDay);
  return guard.isDryRun ? `Dry run: what would be sent is written down, and nothing is sent; ${left} more this hour.` : `${left} more may be sent without a person this hour.`;
}
