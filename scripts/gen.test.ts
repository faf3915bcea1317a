import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stale } from "./gen.ts";
import { ruleCatalogue } from "./rule-catalogue.ts";
import { withTree } from "./tree.ts";

const RULES = {
  "content/rules/windows/dump.yml": `title: Dump | twice
logsource: {product: windows, category: process_creation}
level: high
tags: [attack.credential-access, attack.t1003.001, cve.2020-1]
---
title: Many dumps
correlation: {type: event_count}
`,
  "content/rules/windows/dump.events.yml": "match: []\n",
  "docs/rules.md": "old\n",
};

test("the catalogue has a row for each document, by area", () =>
  withTree(RULES, (root) => {
    expect(ruleCatalogue(root).split("\n").slice(4)).toEqual([
      "## windows",
      "",
      "| rule | level | log source | ATT&CK |",
      "|---|---|---|---|",
      String.raw`| [Dump \| twice](../content/rules/windows/dump.yml) | high | windows, process_creation | T1003.001 |`,
      "| [Many dumps](../content/rules/windows/dump.yml) |  | correlation: event_count |  |",
      "",
    ]);
  }));

test("a file that its sources would not make any more is stale", () =>
  withTree(RULES, async (root) => {
    // The others are made from this project, whatever the tree.
    const staleRules = async () => (await stale(root)).filter((path) => path === "docs/rules.md");
    expect(await staleRules()).toEqual(["docs/rules.md"]);
    writeFileSync(join(root, "docs/rules.md"), ruleCatalogue(root));
    expect(await staleRules()).toEqual([]);
    writeFileSync(join(root, "content/rules/windows/dump.yml"), readFileSync(join(root, "content/rules/windows/dump.yml"), "utf8").replace("high", "low"));
    expect(await staleRules()).toEqual(["docs/rules.md"]);
  }));
