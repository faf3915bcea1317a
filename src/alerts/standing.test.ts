import fc from "fast-check";
import { expect, test } from "vitest";
import { VERDICTS } from "./alert.ts";
import { isRefusal, type Move, type Standing, standingAfter } from "./standing.ts";

const BEGUN: Standing = { status: "new", owner: null, verdict: null, isClients: false, statusBefore: null, incident: null, mergedInto: null };
const person = fc.constantFrom("a", "b");
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ verb: fc.constant("take" as const), by: person }), fc.record({ verb: fc.constant("assign" as const), to: person }), fc.record({ verb: fc.constantFrom("release" as const, "close" as const, "reopen" as const, "return" as const, "unlink" as const) }) as fc.Arbitrary<Move>,
  fc.record({ verb: fc.constant("judge" as const), verdict: fc.constantFrom(...VERDICTS), closes: fc.boolean(), isAnswer: fc.boolean() }), fc.record({ verb: fc.constant("unjudge" as const), side: fc.constantFrom("provider" as const, "client" as const) }), fc.record({ verb: fc.constant("escalate" as const), to: fc.constantFrom("escalated" as const, "waiting_client" as const) }),
  fc.record({ verb: fc.constant("link" as const), incident: fc.constantFrom("i", "j") }), fc.record({ verb: fc.constant("merge" as const), into: fc.constant("x") }),
);

/** What may never be, whatever was done before. */
function impossible({ status, owner, verdict, isClients, statusBefore, incident, mergedInto }: Standing): string | undefined {
  if (status === "new" && owner !== null) return "new, and somebody has it";
  if (status === "in_progress" && owner === null) return "in progress, and nobody has it";
  if (status === "closed" && verdict === null && mergedInto === null) return "closed, and neither judged nor merged";
  if (mergedInto !== null && (status !== "closed" || verdict !== null || incident !== null)) return "merged, and something else too";
  if (isClients && verdict === null) return "said by the client, and by nobody";
  if (statusBefore !== null && status !== "closed") return "open, with a status to go back to";
  return undefined;
}

test("no path leads to an impossible standing, and a refusal says what to do", () => {
  fc.assert(fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
    let standing = BEGUN;
    for (const one of moves) {
      const after = standingAfter(standing, one);
      if (isRefusal(after)) expect(after.refused).toMatch(/^[A-Z].+\.$/);
      else {
        expect(after).not.toEqual(standing);
        standing = after;
      }
      expect(impossible(standing)).toBeUndefined();
    }
  }), { numRuns: 2_000 });
});

test("taking a verdict back restores what was", () => {
  fc.assert(fc.property(fc.array(move, { maxLength: 10 }), fc.constantFrom(...VERDICTS), fc.boolean(), (moves, verdict, closes) => {
    let standing = BEGUN;
    for (const one of moves) {
      const after = standingAfter(standing, one);
      if (!isRefusal(after)) standing = after;
    }
    const judged = standingAfter(standing, { verb: "judge", verdict, closes });
    if (isRefusal(judged)) return;
    expect(standingAfter(judged, { verb: "unjudge", side: "provider" })).toEqual({ ...standing, statusBefore: null });
  }));
});

test.each<[string, Partial<Standing>, Move, string | Partial<Standing>]>([
  ["a merged alert", { status: "closed", mergedInto: "x" }, { verb: "reopen" }, "act on that one"],
  ["another's alert", { status: "in_progress", owner: "a" }, { verb: "take", by: "b" }, "assign it to yourself"],
  ["a harmless one into an incident", { status: "closed", verdict: "false_positive", statusBefore: "new" }, { verb: "link", incident: "i" }, "harmless"],
  ["one of another incident", { incident: "j" }, { verb: "link", incident: "i" }, "merge the incidents"],
  ["one that the client is being asked about", { status: "escalated" }, { verb: "judge", verdict: "false_positive", closes: true }, "wait for its answer"],
  ["one that the client is being asked about, merged", { status: "waiting_client" }, { verb: "merge", into: "x" }, "withdraw the escalation first"],
  ["what the client said, taken back by another", { verdict: "false_positive", isClients: true, status: "closed", statusBefore: "new" }, { verb: "unjudge", side: "provider" }, "ask again"],
  ["an escalated one, released", { status: "escalated", owner: "a" }, { verb: "release" }, { status: "escalated", owner: null }],
  ["an escalated one that comes back", { status: "waiting_client", owner: "a" }, { verb: "return" }, { status: "in_progress" }],
])("%s", (_, before, one, expected) => {
  const after = standingAfter({ ...BEGUN, ...before }, one);
  if (typeof expected === "string") expect(after).toMatchObject({ refused: expect.stringContaining(expected) as string });
  else expect(after).toMatchObject(expected);
});
