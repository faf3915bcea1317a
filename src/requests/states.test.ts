import fc from "fast-check";
import { expect, test } from "vitest";
import { ENDED, MOVES, next, type RequestState, type RequestVerb, STATES, turnOf, UNSENT, VERBS } from "./states.ts";

/** The states on a walk that takes each verb if the table allows it. */
function walk(verbs: readonly RequestVerb[]): { readonly states: readonly RequestState[]; readonly taken: readonly RequestVerb[] } {
  const states: RequestState[] = ["draft"];
  const taken: RequestVerb[] = [];
  for (const verb of verbs) {
    const to = MOVES[states.at(-1)!][verb];
    if (to === undefined) continue;
    states.push(to);
    taken.push(verb);
  }
  return { states, taken };
}

const walks = fc.array(fc.constantFrom(...VERBS), { maxLength: 60 }).map(walk);

test("a team never has what nobody released since it was a draft last", () => {
  fc.assert(fc.property(walks, ({ states, taken }) => {
    for (const [i, state] of states.entries()) {
      if (UNSENT.includes(state) || state === "refused" || state === "cancelled") continue;
      const draft = states.lastIndexOf("draft", i);
      const since = taken.slice(draft, i);
      expect(since.some((verb) => verb === "queue" || verb === "approve")).toBe(true);
      expect(since).toContain("deliver");
    }
  }));
});

test("what was asked of the client is queued by approval alone", () => {
  fc.assert(fc.property(walks, ({ states, taken }) => {
    for (const [i, verb] of taken.entries()) if (states[i] === "awaiting_approval" && states[i + 1] === "queued") expect(verb).toBe("approve");
  }));
});

test("nothing is verified that nobody said to be done", () => {
  fc.assert(fc.property(walks, ({ states }) => {
    for (const [i, state] of states.entries()) if (state === "verified") expect(states[i - 1]).toBe("claimed_done");
  }));
});

test("what is refused is with the team again only after a new release; what is cancelled stays so", () => {
  fc.assert(fc.property(walks, ({ states }) => {
    for (const [i, state] of states.entries()) {
      if (state === "cancelled") expect(i).toBe(states.length - 1);
      if (state === "refused" && i + 1 < states.length) expect(states[i + 1]).toBe("draft");
    }
  }));
});

test("every state can be reached, from every one but the ended ones there is a way on, and it is somebody's turn", () => {
  const reached = new Set<RequestState>(["draft"]);
  for (const state of reached) for (const to of Object.values(MOVES[state])) reached.add(to);
  expect([...reached].toSorted()).toEqual([...STATES].toSorted());
  for (const state of STATES) {
    expect(Object.keys(MOVES[state]).length > 0).toBe(state !== "cancelled");
    for (const asked of [true, false]) expect(turnOf(state, asked) === "nobody").toBe(ENDED.has(state));
  }
});

test("a wrong step says what is possible instead", () => {
  expect(() => next("NOR-R-0001", "awaiting_approval", "queue")).toThrow("NOR-R-0001 cannot take this step (queue): it waits for the client's approval.");
  for (const state of STATES) for (const verb of VERBS) if (MOVES[state][verb] === undefined) expect(() => next("X", state, verb)).toThrow("cannot take this step");
});
