import fc from "fast-check";
import { expect, it } from "vitest";
import { DomainError } from "../core/index.ts";
import { type ClientAnswer, ESCALATION_STATES, ESCALATION_VERBS, type EscalationState, isOpen, requireSide, stateAfter, verbsOf, waitsOn } from "./escalation.ts";

const verbs = fc.array(fc.constantFrom(...ESCALATION_VERBS), { maxLength: 30 });
const answers = fc.constantFrom<ClientAnswer>("not-us", "ours-allowed", "wrong-alarm");

/** Follows verbs as far as they are possible, with what the client answered. */
function follow(way: readonly (typeof ESCALATION_VERBS)[number][], answer: ClientAnswer) {
  let state: EscalationState = "made";
  let answered: ClientAnswer | null = null;
  const passed: EscalationState[] = [state];
  for (const verb of way) {
    try {
      state = stateAfter(state, verb);
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError);
      expect((error as DomainError).code).toBe("conflict");
      continue;
    }
    if (verb === "qualify") answered = answer;
    passed.push(state);
  }
  return { state, answered, passed };
}

it("has no path to an impossible state", () => {
  fc.assert(fc.property(verbs, answers, (way, answer) => {
    const { state, answered, passed } = follow(way, answer);
    // What the database refuses, too: nothing is closed, responded to or qualified without an answer.
    if (["qualified", "responded", "closed"].includes(state)) expect(answered).not.toBeNull();
    if (passed.includes("responded") || state === "closed") expect(passed).toContain("qualified");
    // An end is an end.
    const end = passed.findIndex((one) => !isOpen(one));
    if (end !== -1) expect(end).toBe(passed.length - 1);
    // What was qualified is not withdrawn: the verdict stands.
    if (state === "withdrawn") expect(passed).not.toContain("qualified");
  }));
});

it("always waits on exactly one side that can do something, until it has ended", () => {
  fc.assert(fc.property(verbs, answers, (way, answer) => {
    const { state, answered } = follow(way, answer);
    const side = waitsOn(state, answered);
    expect(side === null).toBe(!isOpen(state));
    if (side !== null) expect(verbsOf(state, side).length).toBeGreaterThan(0);
  }));
});

it("gives each verb to one side, and offers what is possible and nothing else", () => {
  for (const state of ESCALATION_STATES) {
    for (const verb of ESCALATION_VERBS) {
      const offered = (["client", "provider"] as const).filter((side) => verbsOf(state, side).includes(verb));
      let isPossible = true;
      try {
        stateAfter(state, verb);
      } catch {
        isPossible = false;
      }
      expect(offered).toHaveLength(isPossible ? 1 : 0);
      const refused = (["client", "provider", "system"] as const).filter((side) => {
        try {
          requireSide(verb, side);
          return false;
        } catch {
          return true;
        }
      });
      expect(refused).toHaveLength(2);
    }
  }
});
