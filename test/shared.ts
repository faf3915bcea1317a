import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");
const WANTED = resolve(ROOT, process.env["VIGIE_SHARED"] ?? "../shared");

/** The folder with the corpora that conformance suites need and the project does not ship; undefined where it is absent. */
const SHARED: string | undefined = existsSync(WANTED) ? WANTED : undefined;

/** A suite that needs the corpora; where they are absent it is skipped, and says so. `suite` gets their folder. */
export function describeShared(name: string, suite: (shared: string) => void): void {
  if (SHARED !== undefined) {
    describe(name, () => suite(SHARED));
    return;
  }
  process.stderr.write(`skipped: ${name}: there is no ${WANTED} (set VIGIE_SHARED to the folder of the corpora)\n`);
  describe.skip(name, () => test("needs the corpora", () => {}));
}
