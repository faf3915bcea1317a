import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ContractRecord } from "../test/connectors/contract.ts";

const HEAD = `# What the connectors can

Made by \`npm run gen\` from \`test/connectors/records/\`, which the contract suite (\`test/connectors/contract.ts\`) keeps true; do not
edit. Every connector is asked the same, through a proxy that breaks each request of each method once; "a real one" was asked on
a real server by \`npm run test:itsm\`, the others on fakes that answer as the product's documents say. What is skipped has a reason.
`;

/** docs/connectors/README.md: capabilities and skips of every connector. */
export function connectorTable(root: string): string {
  const records = globSync("test/connectors/records/*.json", { cwd: root }).toSorted().map((path) => JSON.parse(readFileSync(join(root, path), "utf8")) as ContractRecord);
  const skips = records.flatMap(({ name, skipped }) => Object.entries(skipped).map(([test, why]) => `| ${name} | ${test} | ${why} |`));
  return [
    HEAD,
    "| connector | finds our key | compare and set | comments | reads back | files | changes by | states | queues | priorities | asked |", "|---|---|---|---|---|---|---|---|---|---|---|", ...records.map(row), "",
    "## What is not asked", "", "| connector | test | why |", "|---|---|---|", ...skips, "",
  ].join("\n");
}

function row({ name, capabilities: { findsKey, compareAndSet, comments, reads, attachments, changes, transitions, queues, priorities }, asked, skipped }: ContractRecord): string {
  const files = { both: "both ways", out: "out", none: "no" }[attachments];
  const by = { id: "ids", time: "times", each: "reading each" }[changes];
  const yes = (is: boolean): string => (is ? "yes" : "no");
  return `| ${[name, findsKey, yes(compareAndSet), comments.join(", ") || "no", yes(reads), files, by, yes(transitions), yes(queues), yes(priorities), `${asked} of ${asked + Object.keys(skipped).length}`].join(" | ")} |`;
}
