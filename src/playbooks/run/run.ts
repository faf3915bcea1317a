// A playbook at work on one incident.
import type { Playbook } from "../format/schema.ts";
import type { Move } from "./moves.ts";

export type RunState = "running" | "finished" | "stopped";
export type Language = "en" | "fr";

export type Run = {
  readonly tenant: string;
  readonly id: string;
  readonly incident: string;
  /** As it was when the run began. */
  readonly playbook: Playbook;
  /** In which teams read its requests. */
  readonly language: Language;
  readonly state: RunState;
  /** Raised by every change. */
  readonly revision: number;
  /** Began by itself. */
  readonly isAutomatic: boolean;
  readonly startedAt: Date;
  readonly startedBy: string;
  readonly ended: { readonly at: Date; readonly by: string; readonly reason: string | null } | null;
  readonly moves: readonly Move[];
};

/** The nearest deadline of an approval that nobody has decided. */
export function deadlineOf({ state, moves }: Pick<Run, "state" | "moves">): Date | null {
  if (state !== "running") return null;
  const last = new Map(moves.filter(({ isUndone }) => !isUndone).map((move) => [move.step, move]));
  const open = [...last.values()].flatMap(({ outcome, deadline }) => (outcome === "asked" && deadline !== null ? [deadline.getTime()] : []));
  return open.length === 0 ? null : new Date(Math.min(...open));
}
