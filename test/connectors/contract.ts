// What every connector must do, asked of each in the same words: with a real server, or with a fake that answers as its
// documents say. A proxy stands between that breaks what can break.
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Capabilities } from "../../src/requests/connectors/connector.ts";
import type { OtherSide } from "./other-side.ts";
import { brokenTests } from "./suite/broken.ts";
import { changeTests } from "./suite/changes.ts";
import { commentTests } from "./suite/comments.ts";
import { fileTests } from "./suite/files.ts";
import { setStage, type Stage } from "./suite/stage.ts";
import { endTests } from "./suite/ends.ts";
import { type Skips, TEST_NAMES, type TestName, whyNotAsked } from "./suite/tests.ts";
import { ticketTests } from "./suite/tickets.ts";

/** A test's own words; what it is given stands. */
export type ContractTest = (stage: Stage) => Promise<void>;

const TESTS: Readonly<Record<TestName, ContractTest>> = { ...ticketTests, ...commentTests, ...changeTests, ...fileTests, ...endTests, ...brokenTests };

/** Asks a connector everything. What it says it cannot is skipped with that reason; what else is skipped needs one of its own. */
export function contractSuite(name: string, start: () => Promise<OtherSide>, skips: Skips = {}): void {
  describe(`contract: ${name}`, () => {
    let stage: Stage;
    beforeAll(async () => {
      stage = await setStage(start);
    });
    beforeEach(() => stage.faults.clear());
    afterAll(async () => {
      console.log(linesOf(recordOf(name, stage.other, skips)));
      await stage.stop();
    });
    for (const test of TEST_NAMES) {
      // Real servers are slow, and the last asks for everything to go wrong in every place.
      it(test, { timeout: 1_800_000 }, async (context) => {
        const why = whyNot(test, stage.other, skips);
        if (why !== undefined) context.skip(why);
        await TESTS[test](stage);
      });
    }
    // docs/connectors/README.md is made of these files. `npm test -- -u` writes them anew.
    it("what it can and is not asked is as it is told", () => expect(`${JSON.stringify(recordOf(name, stage.other, skips), null, 2)}\n`).toMatchFileSnapshot(join(import.meta.dirname, "records", `${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.json`)));
  });
}

const whyNot = (test: TestName, other: OtherSide, skips: Skips): string | undefined => whyNotAsked(test, other) ?? skips[test];

/** What a connector can, and what it is not asked. */
export type ContractRecord = {
  readonly name: string;
  readonly kind: string;
  readonly product: string;
  readonly capabilities: Capabilities;
  readonly asked: number;
  readonly skipped: Readonly<Record<string, string>>;
};

function recordOf(name: string, other: OtherSide, skips: Skips): ContractRecord {
  const skipped = TEST_NAMES.flatMap((test) => {
    const why = whyNot(test, other, skips);
    return why === undefined ? [] : [[test, why] as const];
  });
  const { kind, product, capabilities } = other.kind;
  return { name, kind, product, capabilities, asked: TEST_NAMES.length - skipped.length, skipped: Object.fromEntries(skipped) };
}

const linesOf = ({ name, product, capabilities, asked, skipped }: ContractRecord): string => [
  `${name} (${product}): ${asked} of ${TEST_NAMES.length} asked`,
  ...Object.entries(capabilities).map(([what, value]) => `  ${what}: ${Array.isArray(value) ? value.join(", ") || "none" : String(value)}`),
  ...Object.entries(skipped).map(([test, why]) => `  skipped: ${test}: ${why}`),
].join("\n");
