// The engine against the reference over random rules and events. `VIGIE_FUZZ_RUNS=100000 npx vitest run test/fuzz` runs
// long, with another seed each time unless VIGIE_FUZZ_SEED says which.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { PLACEHOLDERS, SEMANTICS } from "../reference/semantics.ts";
import { eventOf } from "../reference/event.ts";
import { compareBatch, type Difference, type Tally } from "./compare.ts";
import { askEngine } from "./engine.ts";
import { eventFor } from "./events.ts";
import { detection, world } from "./generate.ts";

const PAIRS = 1000;
const given = process.env["VIGIE_FUZZ_RUNS"];
const batches = Math.ceil(Number(given ?? 10_000) / PAIRS);
const seed = Number(process.env["VIGIE_FUZZ_SEED"] ?? (given === undefined ? 1 : Date.now() % 2 ** 31));

// Few rules and many events for what the matcher remembers; many rules for what they share.
const batch = fc.tuple(world, fc.constantFrom(50, 50, 50, 250)).chain(([common, count]) => fc.record({
  rules: fc.array(detection(common), { minLength: count, maxLength: count }),
  seeds: fc.array(fc.integer(), { minLength: PAIRS / count, maxLength: PAIRS / count }),
  memoryChars: fc.constantFrom(undefined, undefined, 0, 30),
}));

test("the engine and the reference agree on random rules and events", { timeout: 3_600_000 }, () => {
  const tally: Tally = { pairs: 0, matched: 0, rules: 0, refused: 0, differences: 0 };
  const found = new Map<string, Difference>();
  fc.assert(fc.property(batch, ({ rules, seeds, memoryChars }) => {
    const events = seeds.map((number) => eventFor(rules, number));
    const options = { isEnough: () => tally.differences > 80, ...(memoryChars !== undefined && { memoryChars }) };
    for (const one of compareBatch(rules, events, tally, options)) found.set(signature(one), one);
  }), { numRuns: batches, seed, endOnFailure: true });
  const share = ((100 * tally.matched) / tally.pairs).toFixed(1);
  console.log(`seed ${seed}: ${tally.rules} rules, ${tally.pairs} pairs, ${share} % matched, ${tally.refused} rules refused by both, ${tally.differences} rules differ`);
  expect([...found.values()].map((one) => JSON.stringify(one)).join("\n")).toBe("");
});

/** What differences of one cause mostly have in common: the modifiers, and how they differ. */
const signature = ({ detection: small, reference, engine, beside }: Difference): string =>
  JSON.stringify([JSON.stringify(small).match(/\|[a-z0-9|]+(?=":)/g), reference, engine, beside === undefined]);

test("the engine agrees with every row of the table", () => {
  const wrong = SEMANTICS.flatMap((row) => {
    const [answer] = askEngine([row.detection], [eventOf(row.fields, row.text)], { placeholders: PLACEHOLDERS });
    const got = typeof answer === "string" ? "refused" : answer![0];
    return got === row.want ? [] : [`${row.what}: ${String(got)}${typeof answer === "string" ? ` (${answer})` : ""}`];
  });
  expect(wrong).toEqual([]);
});
