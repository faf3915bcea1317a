// The machine alone, over all shipped playbooks and over made-up ones: whoever answers whatever, it holds.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stepsOf, type Playbook, type Step } from "../format/schema.ts";
import { readPlaybook } from "../format/read.ts";
import { shippedPlaybooks } from "../format/shelf.ts";
import { outcomeOf, outcomesAfter, undoingOf, type Move, type PersonVerb } from "./moves.ts";
import { outcomesOf } from "./outcomes.ts";
import { isOurs, isSettled, nextDoing, progressOf, type Outcomes, type StepProgress } from "./progress.ts";

const PLAYBOOKS = await shippedPlaybooks();

const title = { en: "Something", fr: "Quelque chose" };
const lapse = { minutes: 30, default: "refuse" } as const;

/** A made-up step; what its `when` names comes before it. */
const madeUp = fc.array(fc.record({ kind: fc.constantFrom("do", "client", "analyst", "request", "approval", "wait"), when: fc.option(fc.nat(), { nil: undefined }), pick: fc.nat() }), { minLength: 1, maxLength: 14 }).map((drawn): Playbook => {
  const steps: Step[] = [];
  for (const [index, { kind, when, pick }] of drawn.entries()) {
    const other = when === undefined ? undefined : steps[when % Math.max(1, steps.length)];
    const outcomes = other === undefined ? [] : outcomesOf(other);
    const base = { id: `s${index}`, title, ...(other === undefined ? {} : { when: { [other.id]: [outcomes[pick % outcomes.length]!] } }) };
    const requests = steps.filter((one) => one.kind === "request").map(({ id }) => id);
    const choices = { a: title, b: title };
    if (kind === "client" || kind === "analyst") steps.push({ kind: "question", to: kind, choices, ...base });
    else if (kind === "request") steps.push({ kind, action: "other", each: { kind: "asset", optional: false }, steps: [title], approval: lapse, ...base });
    else if (kind === "approval") steps.push({ kind, minutes: 30, default: "approve", ...base });
    else if (kind === "wait" && requests.length > 0) steps.push({ kind, for: [requests[pick % requests.length]!], ...base });
    else steps.push({ kind: "do", shared: false, ...base });
  }
  const half = Math.ceil(steps.length / 2);
  const section = (own: readonly Step[]) => ({ done: [title], steps: [...own] });
  return { name: "made-up", version: 1, title, summary: title, for: { categories: [], techniques: ["t1059"], tags: [] }, done: [title], sections: { understand: section(steps.slice(0, half)), contain: section(steps.slice(half)), recover: section([]), learn: section([]) } };
});

const anyPlaybook = fc.oneof(fc.constantFrom(...PLAYBOOKS), madeUp);

/** What somebody, a team or the platform could do next: each is a step and an outcome. */
function possible(playbook: Playbook, outcomes: Outcomes): readonly { readonly step: Step; readonly outcome: string }[] {
  const all = progressOf(playbook, outcomes);
  const doing = nextDoing(all);
  if (doing !== undefined) return [{ step: doing.step, outcome: doing.what === "pass" ? doing.outcome : "asked" }];
  return all.filter(({ status }) => status === "now" || status === "waiting").flatMap(({ step, status }) => [
    ...(step.kind === "wait" || (step.kind === "request" && status === "now") ? [] : outcomesOf(step).map((outcome) => ({ step, outcome }))), { step, outcome: "skipped" },
  ]);
}

/** Plays it to its end by these picks; gives every state on the way. */
function play(playbook: Playbook, picks: readonly number[]): readonly (readonly [Outcomes, readonly StepProgress[]])[] {
  const states: (readonly [Outcomes, readonly StepProgress[]])[] = [];
  let outcomes: Outcomes = new Map();
  for (let i = 0; ; i++) {
    states.push([outcomes, progressOf(playbook, outcomes)]);
    const next = possible(playbook, outcomes);
    if (next.length === 0) return states;
    const { step, outcome } = next[picks[i % picks.length]! % next.length]!;
    outcomes = new Map([...outcomes, [step.id, outcome]]);
    if (i > 200) throw new Error("it does not end");
  }
}

const picks = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 60 });

describe("whoever answers whatever", () => {
  test("every path ends, with every step settled", () => {
    fc.assert(fc.property(anyPlaybook, picks, (playbook, chosen) => {
      const [, last] = play(playbook, chosen).at(-1)!;
      expect(last.filter((one) => !isSettled(one))).toEqual([]);
    }), { numRuns: 400 });
  });

  test("what is settled stays settled, and what the answers lead past never gets an outcome", () => {
    fc.assert(fc.property(anyPlaybook, picks, (playbook, chosen) => {
      const states = play(playbook, chosen);
      for (const [index, [, after]] of states.entries()) {
        const before = states[index - 1]?.[1] ?? [];
        for (const [at, one] of before.entries()) if (isSettled(one)) expect(after[at]).toEqual(one);
        for (const { status, outcome } of after) if (status === "off-branch" || status === "not-reached") expect(outcome).toBeNull();
      }
    }), { numRuns: 400 });
  });

  test("a step is on the way exactly if its `when` holds, by the slow definition", () => {
    fc.assert(fc.property(anyPlaybook, picks, (playbook, chosen) => {
      const [outcomes, last] = play(playbook, chosen).at(-1)!;
      for (const { step, status } of last) {
        const holds = Object.entries(step.when ?? {}).every(([name, wanted]) => wanted.includes(outcomes.get(name) ?? ""));
        expect(status !== "off-branch").toBe(holds);
      }
    }), { numRuns: 400 });
  });

  test("the SOC has one thing to do at a time", () => {
    fc.assert(fc.property(anyPlaybook, picks, (playbook, chosen) => {
      for (const [, all] of play(playbook, chosen)) expect(all.filter(({ step, status }) => status === "now" && isOurs(step)).length).toBeLessThanOrEqual(1);
    }), { numRuns: 200 });
  });

  test("no shipped playbook asks a team before a person has said something", () => {
    fc.assert(fc.property(fc.constantFrom(...PLAYBOOKS), picks, (playbook, chosen) => {
      for (const [outcomes] of play(playbook, chosen)) {
        const byId = new Map(stepsOf(playbook).map((step) => [step.id, step]));
        const first = [...outcomes.keys()].find((id) => byId.get(id)?.kind === "request");
        const said = [...outcomes.entries()].findIndex(([id, outcome]) => outcome !== "asked" && byId.get(id)?.kind !== "request");
        if (first !== undefined) expect(said).toBeLessThan([...outcomes.keys()].indexOf(first));
        if (first !== undefined) expect(said).toBeGreaterThanOrEqual(0);
      }
    }), { numRuns: 200 });
  });
});

type Verb = { readonly verb: PersonVerb; readonly step: string; readonly choice?: string; readonly note: string; readonly side: "provider" | "client" };

/** What a person may do now, as verbs. */
function verbsNow(playbook: Playbook, outcomes: Outcomes): readonly Verb[] {
  return progressOf(playbook, outcomes).filter(({ status }) => status === "now" || status === "waiting").flatMap(({ step, status }): readonly Verb[] => {
    const provider = { step: step.id, note: "said", side: "provider" as const };
    const skip = { verb: "skip" as const, ...provider };
    if ("choices" in step) return [...Object.keys(step.choices).map((choice) => ({ verb: step.kind === "question" ? ("answer" as const) : ("decide" as const), choice, ...provider })), skip];
    if (step.kind === "approval") return [{ verb: "approve" as const, step: step.id, note: "said", side: "client" as const }, skip];
    return step.kind === "do" || (step.kind === "request" && status === "now") ? [{ verb: "do" as const, ...provider }, skip] : [skip];
  });
}

/** Adds what the platform does by itself; requests are made of what has a target. */
function settle(playbook: Playbook, moves: readonly Move[], hasTargets: boolean): readonly Move[] {
  const all = [...moves];
  const tried = new Set<string>();
  for (;;) {
    const doing = nextDoing(progressOf(playbook, outcomesAfter(all)), tried);
    if (doing === undefined) return all;
    tried.add(doing.step.id);
    if (doing.what === "make" && !hasTargets) continue;
    all.push(move(all, { verb: doing.what, step: doing.step.id, outcome: doing.what === "pass" ? doing.outcome : "asked", side: "system", requests: doing.what === "make" ? [doing.step.id] : [] }));
  }
}

const move = (moves: readonly Move[], of: Pick<Move, "verb" | "step" | "outcome" | "side"> & Partial<Move>): Move => ({ seq: moves.length + 1, at: new Date(0), who: "somebody", note: null, requests: [], deadline: null, isUndone: false, ...of });

describe("moves", () => {
  test("undo restores what was before, and nothing is done twice", () => {
    fc.assert(fc.property(anyPlaybook, picks, fc.boolean(), (playbook, chosen, hasTargets) => {
      let moves = settle(playbook, [], hasTargets);
      for (const pick of chosen) {
        const verbs = verbsNow(playbook, outcomesAfter(moves));
        if (verbs.length === 0) break;
        const asked = verbs[pick % verbs.length]!;
        const before = progressOf(playbook, outcomesAfter(moves));
        const after = settle(playbook, [...moves, move(moves, { ...asked, outcome: outcomeOf(playbook, outcomesAfter(moves), asked) })], hasTargets);
        // Again: refused, whatever it was, but for requests that a person may still leave out.
        if (!progressOf(playbook, outcomesAfter(after)).some(({ step, status }) => step.id === asked.step && status === "waiting")) expect(() => outcomeOf(playbook, outcomesAfter(after), asked)).toThrow();
        if (asked.verb !== "approve") {
          const { seqs, move: undone } = undoingOf(after, asked.side);
          expect(undone.step).toBe(asked.step);
          const restored = settle(playbook, after.map((one) => (seqs.includes(one.seq) ? { ...one, isUndone: true } : one)), hasTargets);
          expect(progressOf(playbook, outcomesAfter(restored))).toEqual(before);
        }
        moves = after;
      }
    }), { numRuns: 300 });
  });

  test("what others did meanwhile stays when a step is undone", () => {
    const made = [move([], { verb: "make", step: "isolate", outcome: "asked", side: "system", requests: ["r1"] })];
    const done = [...made, move(made, { verb: "do", step: "look", outcome: "done", side: "provider" })];
    const verified = [...done, move(done, { verb: "settle", step: "isolate", outcome: "verified", side: "system" })];
    expect(undoingOf(verified, "provider")).toMatchObject({ seqs: [2], requests: [] });
    expect(() => undoingOf(verified, "client")).toThrow("The last step was taken by somebody");
  });

  const PLAYBOOK = PLAYBOOKS.find(({ name }) => name === "malware-on-host")!;
  test.each([
    [{ verb: "do", step: "none" }, "has no step none"],
    [{ verb: "answer", step: "first-host", choice: "a" }, "is a do: do or skip it"],
    [{ verb: "do", step: "process-story" }, "is not reached yet"],
    [{ verb: "skip", step: "first-host" }, "Say why it is left out"],
    [{ verb: "do", step: "first-host", side: "client" }, "The provider does that."],
  ] as const)("refused: %j", (asked, why) => {
    expect(() => outcomeOf(PLAYBOOK, new Map(), { side: "provider", ...asked })).toThrow(why);
  });

  test("the client's answer is the client's, or said by whom it was", () => {
    const outcomes = new Map([["first-host", "done"], ["process-story", "done"], ["is-malware", "confirmed"], ["spread", "done"], ["vital", "asked"]]);
    const asked = { verb: "answer", step: "vital", choice: "no" } as const;
    expect(() => outcomeOf(PLAYBOOK, outcomes, { ...asked, side: "provider" })).toThrow("That is for the client to say");
    expect(outcomeOf(PLAYBOOK, outcomes, { ...asked, side: "provider", note: "Mrs Martin, by telephone" })).toBe("no");
    expect(outcomeOf(PLAYBOOK, outcomes, { ...asked, side: "client" })).toBe("no");
    expect(() => outcomeOf(PLAYBOOK, outcomes, { ...asked, choice: "constructor", side: "client" })).toThrow("one of no, soon, never");
  });
});

test("a run's text is read back as it was written", () => {
  for (const playbook of PLAYBOOKS) expect(readPlaybook(`${playbook.name}.yml`, JSON.stringify(playbook)).playbook).toEqual(playbook);
});
