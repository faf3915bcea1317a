// What each kind of step can come to.
import type { Step } from "../format/schema.ts";

/** `asked`: somebody else has it now. `skipped`: a person left it out, with a reason. Neither is a choice. */
export const RESERVED: ReadonlySet<string> = new Set(["asked", "skipped", "done", "approved", "refused", "nothing", "verified"]);

/** Outcomes that other steps can refer to in `when`. */
export function outcomesOf(step: Step): readonly string[] {
  switch (step.kind) {
    case "do": return ["done"];
    case "question":
    case "decision": return Object.keys(step.choices);
    case "request": return step.each.optional ? ["verified", "refused", "nothing"] : ["verified", "refused"];
    case "wait": return ["verified", "refused"];
    case "approval": return ["approved", "refused", "nothing"];
  }
}
