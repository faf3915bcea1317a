// The public rules: all that can be used are, and of the others each says why it cannot.
import { globSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { isRouted } from "../../src/detect/index.ts";
import { readPack, type Pack } from "../../src/packs/index.ts";
import { withTree } from "../../scripts/tree.ts";
import { describeShared } from "../shared.ts";

const NEEDS = /^placeholders without value: (%[\w.-]+%(?:, %[\w.-]+%)*)$/;

describeShared("the public corpus of Sigma", (shared) => {
  const root = join(shared, "data/sigma");
  const active = globSync("rules*", { cwd: root }).toSorted().map((name) => join(root, name));
  let pack: Pack;
  beforeAll(async () => {
    pack = await readPack({ rules: active });
  });

  test("every rule loads but those that need placeholders, and each of these names them", () => {
    expect(pack.rules.rules.length).toBeGreaterThan(1000);
    expect(pack.rules.refused.filter(({ reason }) => !NEEDS.test(reason)).map(({ path, reason }) => `${path}: ${reason}`)).toEqual([]);
  });

  test("documents = rules + refused, one a file", () => {
    const { rules, refused } = pack.rules;
    expect(rules.length + refused.length).toBe(globSync("rules*/**/*.yml", { cwd: root }).length);
  });

  test("with a value for each placeholder all load", async () => {
    const names = new Set<string>();
    let full = pack;
    // A refusal names what one value lacks; the next value may lack another.
    for (let round = 0; round < 5 && full.rules.refused.length > 0; round++) {
      for (const { reason } of full.rules.refused) for (const name of NEEDS.exec(reason)?.[1]?.split(", ") ?? []) names.add(name.slice(1, -1));
      const values = JSON.stringify(Object.fromEntries([...names].map((name) => [name, ["one", "two*"]])));
      full = await withTree({ "vars.json": values }, (folder) => readPack({ rules: active, variables: join(folder, "vars.json") }));
    }
    expect(full.rules.refused).toEqual([]);
    expect(full.rules.rules.length).toBe(pack.rules.rules.length + pack.rules.refused.length);
  });

  test("nearly every rule is for a log source that we read", () => {
    const idle = pack.rules.rules.filter((rule) => !isRouted(rule.logsource, pack.logsources));
    expect(idle.length).toBeLessThan(pack.rules.rules.length / 100);
  });

  describe.each(["unsupported", "deprecated"])("%s", (folder) => {
    let plain: Pack;
    beforeAll(async () => {
      plain = await readPack({ rules: [join(root, folder)] });
    });

    test("what says that it is deprecated or unsupported is refused, with place, reason and what to do", () => {
      expect(plain.rules.rules.filter(({ head }) => head.status === "deprecated" || head.status === "unsupported")).toEqual([]);
      expect(plain.rules.refused.length).toBeGreaterThan(80);
      expect(plain.rules.refused.filter(({ line, column, reason, hint }) => line < 1 || column < 1 || reason === "" || hint === "")).toEqual([]);
    });

    test("asked for all the same, what cannot be said in Sigma 2 stays refused, and no document is lost", async () => {
      const { rules } = await readPack({ rules: [join(root, folder)], deprecated: true });
      expect(rules.rules.length + rules.refused.length).toBe(plain.rules.rules.length + plain.rules.refused.length);
      expect(rules.refused.filter(({ reason }) => reason.startsWith("the rule is"))).toEqual([]);
    });
  });
});
