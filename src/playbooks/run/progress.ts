// How far a run has come: what is done, what is to be done now, what waits on others, what the answers left out. Pure.
import { type Playbook, type SectionKey, SECTIONS, type Step } from "../format/schema.ts";

/** Step → what it came to; `asked` while somebody else has it. */
export type Outcomes = ReadonlyMap<string, string>;

/** `off-branch`: the answers lead past it. */
export type StepStatus = "done" | "skipped" | "off-branch" | "waiting" | "now" | "not-reached";

export type StepProgress = { readonly step: Step; readonly section: SectionKey; readonly status: StepStatus; readonly outcome: string | null };

/**
 * Steps are taken one after the other. What others do (a team, the client) does not hold up those that come after it,
 * unless they name it in `when` or wait for it.
 */
export function progressOf({ sections }: Pick<Playbook, "sections">, outcomes: Outcomes): readonly StepProgress[] {
  const seen = new Map<string, StepProgress>();
  let isHeldUp = false;
  for (const section of SECTIONS) {
    for (const step of sections[section].steps) {
      const outcome = outcomes.get(step.id) ?? null;
      const status = statusOf(step, outcome, isHeldUp, seen);
      if (status === "now" && isOurs(step)) isHeldUp = true;
      seen.set(step.id, { step, section, status, outcome });
    }
  }
  return [...seen.values()];
}

function statusOf(step: Step, outcome: string | null, isHeldUp: boolean, seen: ReadonlyMap<string, StepProgress>): StepStatus {
  if (outcome === "asked") return "waiting";
  if (outcome !== null) return outcome === "skipped" ? "skipped" : "done";
  const branch = branchOf(step, seen);
  if (branch === "closed") return "off-branch";
  return branch === "undecided" || isHeldUp ? "not-reached" : "now";
}

/** Whether nobody has to do anything more about it. */
export const isSettled = ({ status }: Pick<StepProgress, "status">): boolean => status === "done" || status === "skipped" || status === "off-branch";

/** Whether the SOC does it: until then what comes after it is not reached. */
export const isOurs = (step: Step): boolean =>
  step.kind === "do" || step.kind === "wait" || step.kind === "request" || (step.kind === "question" && step.to === "analyst") || (step.kind === "decision" && step.by === "analyst");

function branchOf({ when = {} }: Step, seen: ReadonlyMap<string, StepProgress>): "open" | "closed" | "undecided" {
  const each = Object.entries(when).map(([name, wanted]) => {
    const other = seen.get(name);
    if (other === undefined || !isSettled(other)) return "undecided";
    return other.outcome !== null && wanted.includes(other.outcome) ? "open" : "closed";
  });
  return each.includes("closed") ? "closed" : each.includes("undecided") ? "undecided" : "open";
}

/** What the platform does by itself next: asks the client, makes requests, passes a wait whose requests have ended. */
export type Doing = { readonly step: Step; readonly what: "ask" | "make" } | { readonly step: Step; readonly what: "pass"; readonly outcome: "verified" | "refused" };

/** Undefined: it is somebody's turn. `except`: steps that it tried without success. */
export function nextDoing(all: readonly StepProgress[], except: ReadonlySet<string> = new Set()): Doing | undefined {
  for (const { step, status } of all) {
    if (status !== "now" || except.has(step.id)) continue;
    if (step.kind === "request") return { step, what: "make" };
    if (step.kind === "wait") {
      const awaited = all.filter((one) => step.for.includes(one.step.id));
      if (awaited.every(isSettled)) return { step, what: "pass", outcome: awaited.some(({ outcome }) => outcome === "refused") ? "refused" : "verified" };
    } else if (!isOurs(step)) return { step, what: "ask" };
  }
  return undefined;
}

/** How many of the steps that the answers lead to are behind it. */
export function countOf(all: readonly StepProgress[]): { readonly done: number; readonly of: number } {
  const on = all.filter(({ status }) => status !== "off-branch");
  return { done: on.filter(isSettled).length, of: on.length };
}
