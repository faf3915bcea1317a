import { ANY, literalOf, showPattern, type Pattern } from "../values/pattern.ts";
import type { ValueTest } from "../values/value-test.ts";

/** How many alternatives are written out. */
const SHOWN = 5;

/** What an item asks of a value, as a clause for people: `ends with \cmd.exe or \powershell.exe`. */
export function describeTests(tests: readonly ValueTest[]): string {
  const shown = tests.slice(0, SHOWN).map(describeTest).join(" or ");
  return tests.length > SHOWN ? `${shown} or ${tests.length - SHOWN} others` : shown;
}

function describeTest(test: ValueTest): string {
  switch (test.kind) {
    case "pattern": return describePattern(test.pattern) + (test.cased ? " (case counts)" : "");
    case "regex": return `has a match of /${test.source}/${test.flags}`;
    case "cidr": return `is in ${showNetwork(test.network)}`;
    case "compare": return `${test.part === undefined ? "" : `${test.part} `}${COMPARISONS[test.op]} ${test.than}`;
    case "null": return "is absent or null";
    case "exists": return test.want ? "is there" : "is not there";
    case "field": return `${FIELD_WORDS[Number(test.opensStart) * 2 + Number(test.opensEnd)]!} the field ${test.field}`;
  }
}

const COMPARISONS = { eq: "=", lt: "<", lte: "≤", gt: ">", gte: "≥" } as const;
const FIELD_WORDS = ["equals", "starts with", "ends with", "contains"];

function describePattern(pattern: Pattern): string {
  if (pattern.length === 1 && pattern[0] === ANY) return "is any value";
  const opensStart = pattern[0] === ANY;
  const opensEnd = pattern.at(-1) === ANY;
  const inner = literalOf(pattern.slice(opensStart ? 1 : 0, opensEnd ? -1 : undefined));
  if (inner === undefined) return `is like ${showPattern(pattern)}`;
  return `${FIELD_WORDS[Number(opensStart) * 2 + Number(opensEnd)]!} ${inner === "" ? "the empty text" : inner}`;
}

function showNetwork({ bits, value, prefix }: { readonly bits: number; readonly value: bigint; readonly prefix: number }): string {
  if (bits === 32) return `${[24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join(".")}/${prefix}`;
  const groups = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - i * 16)) & 0xffffn).toString(16));
  return `${groups.join(":")}/${prefix}`;
}
