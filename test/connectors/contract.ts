// What every connector must do, asked of each in the same words: with a real server, or with a fake that answers as its
// documents say. A proxy stands between that breaks what can break.
import { afterAll, beforeAll, beforeEach, describe, it } from "vitest";
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
    const skipped = new Map<TestName, string>();
    beforeAll(async () => {
      stage = await setStage(start);
    });
    beforeEach(() => stage.faults.clear());
    afterAll(async () => {
      console.log(summary(name, stage, skipped));
      await stage.stop();
    });
    for (const test of TEST_NAMES) {
      // Real servers are slow, and the last asks for everything to go wrong in every place.
      it(test, { timeout: 900_000 }, async (context) => {
        const why = whyNotAsked(test, stage.other) ?? skips[test];
        if (why !== undefined) {
          skipped.set(test, why);
          context.skip(why);
        }
        await TESTS[test](stage);
      });
    }
  });
}

function summary(name: string, { can, other }: Stage, skipped: ReadonlyMap<TestName, string>): string {
  const capabilities = Object.entries(can).map(([what, value]) => `  ${what}: ${Array.isArray(value) ? value.join(", ") || "none" : String(value)}`);
  const skips = [...skipped].map(([test, why]) => `  skipped: ${test}: ${why}`);
  return [`${name} (${other.kind.product}): ${TEST_NAMES.length - skipped.size} of ${TEST_NAMES.length} asked`, ...capabilities, ...skips].join("\n");
}
