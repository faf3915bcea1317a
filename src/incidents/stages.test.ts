// Any order of verbs by anybody: no incident gets into a state that there is not.
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { freshState } from "../../test/postgres.ts";
import { type Caller, DomainError } from "../core/index.ts";
import { readJournal, type State, type TenantDb, withTenant } from "../store/index.ts";
import { closeIncident, findIncident, type Incident, listIncidents, mergeIncidents, openIncident, qualifyIncident, reopenIncident, setStage, setWaiting } from "./index.ts";
import { type Stage, stagesFrom, stepBetween } from "./stage.ts";

const STAGES: readonly Stage[] = ["open", "contained", "eradicated", "recovered", "closed"];

test("from every stage there is a way to the end, and from the end one back", () => {
  for (const from of STAGES) {
    // A set that grows while it is walked through is walked through to its end.
    const reached = new Set<Stage>([from]);
    for (const one of reached) STAGES.filter((to) => stepBetween(one, to) !== undefined).forEach((to) => reached.add(to));
    expect([from, reached.size]).toEqual([from, STAGES.length]);
    expect(stagesFrom(from).includes("closed")).toBe(false);
    expect(stepBetween(from, from)).toBeUndefined();
  }
  expect(stagesFrom("closed")).toEqual([]);
});

let state: State;
let atMs = Date.parse("2026-11-24T08:00:00Z");
beforeAll(async () => {
  state = await freshState("north");
});
const caller = (): Caller => ({ who: "Analyst A.", id: "person:1", side: "provider", now: new Date((atMs += 60_000)) });
const within = <T>(work: (db: TenantDb) => Promise<T>): Promise<T> => withTenant(state, "north", work);

type Verb = { readonly name: string; readonly run: (db: TenantDb, one: string, other: string) => Promise<unknown> };
const reason = "for a test";
const verbs: fc.Arbitrary<Verb> = fc.oneof(
  fc.constantFrom(...STAGES).map((stage): Verb => ({ name: `stage ${stage}`, run: (db, one) => setStage(db, caller(), one, { stage, reason }) })),
  fc.constantFrom("provider", "client", "team", null).map((on): Verb => ({ name: `wait ${on ?? "nobody"}`, run: (db, one) => setWaiting(db, caller(), one, on === null ? null : { on, reason, team: on === "team" ? "Support" : undefined }) })),
  fc.constantFrom("true_positive", "false_positive").map((verdict): Verb => ({ name: verdict, run: (db, one) => qualifyIncident(db, caller(), one, { verdict, words: reason }) })),
  fc.constant<Verb>({ name: "close", run: (db, one) => closeIncident(db, caller(), one, { reason }, async () => ({ requests: [], escalations: [] })) }),
  fc.constant<Verb>({ name: "reopen", run: (db, one) => reopenIncident(db, caller(), one, reason) }),
  fc.constant<Verb>({ name: "merge", run: (db, one, other) => mergeIncidents(db, caller(), one, [other], reason) }),
);

function expectPossible(incident: Incident): void {
  const { stage, stageTimes, closedAt, closedReason, verdict, waits, mergedInto, due, openedAt, changedAt } = incident;
  expect(STAGES).toContain(stage);
  expect(stageTimes[stage]).toBeDefined();
  expect(stage === "closed").toBe(closedAt !== null);
  if (stage === "closed") expect({ closedReason, waits, due }).toEqual({ closedReason: reason, waits: null, due: null });
  if (stage === "closed" && mergedInto === null) expect(verdict).not.toBeNull();
  if (mergedInto !== null) expect(stage).toBe("closed");
  if (waits !== null) expect((waits.on === "team") === (waits.team !== null)).toBe(true);
  expect(changedAt >= openedAt).toBe(true);
}

test("whatever is done in whatever order, each is in a state that there is, merged ones are closed, and the counts add up", async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.tuple(verbs, fc.nat(2), fc.nat(2)), { minLength: 1, maxLength: 14 }), async (steps) => {
    const made: string[] = [];
    for (const title of ["one", "two", "three"]) made.push((await within((db) => openIncident(db, caller(), { title, severity: "low", origin: "provider" }))).id);
    for (const [{ run }, a, b] of steps) {
      const before = await within((db) => Promise.all(made.map((id) => findIncident(db, id))));
      const outcome = await within((db) => run(db, made[a]!, made[b]!)).catch((error: unknown) => error);
      const after = await within((db) => Promise.all(made.map((id) => findIncident(db, id))));
      if (outcome instanceof Error) {
        // What is refused says why, and has changed nothing.
        expect(outcome).toBeInstanceOf(DomainError);
        expect(after).toEqual(before);
      } else expect((await within((db) => readJournal(db, { limit: 1 })))[0]?.action).toMatch(/^incident\./);
      for (const incident of after) expectPossible(incident);
      for (const [i, incident] of before.entries()) if (incident.mergedInto !== null) expect([after[i]?.stage, after[i]?.verdict]).toEqual(["closed", incident.verdict]);
    }
    const { counts } = await within((db) => listIncidents(db, { view: "all", order: "newest", me: { id: "person:1", side: "provider" }, limit: 1 }, new Date(atMs)));
    expect(counts.waitsOnClient + counts.waitsOnProvider + counts.waitsOnTeam).toBe(counts.open);
    expect(Object.values(counts.byStage).reduce((sum, count) => sum + count, 0)).toBe(counts.open);
    expect(counts.unowned + counts.mine).toBe(counts.open);
  }), { numRuns: 12 });
}, 60_000);
