// A rule that somebody is writing: what is wrong with it, and what it says of events. Nothing is kept.
import { z } from "zod";
import { Level } from "./shared.ts";

const Text = z.string().min(1).max(1_000_000).describe("Sigma as YAML");
const Path = z.string().min(1).max(200).default("draft.yml").describe("what the file will be called");

export const CheckRule = z.strictObject({ text: Text, path: Path });

const Mistake = z.object({ line: z.int(), column: z.int(), reason: z.string(), hint: z.string().describe("what to do about it"), title: z.string().nullable() }).meta({ id: "RuleMistake" });
const Read = z.object({
  key: z.string(), kind: z.enum(["rule", "correlation", "filter"]), title: z.string(), level: Level.nullable(),
  logsource: z.object({ product: z.string().nullable(), category: z.string().nullable(), service: z.string().nullable() }).nullable().describe("null: it has none of its own"),
});

export const CheckedRule = z.object({ refused: z.array(Mistake).describe("none: it can be saved"), rules: z.array(Read) }).meta({ id: "CheckedRule" });

export const TestRule = z.strictObject({
  text: Text,
  path: Path,
  events: z.array(z.string().min(1).max(64)).max(100).default([]).describe("ids of stored events"),
  lines: z.array(z.string().min(1).max(100_000)).max(50).default([]).describe("as they would come in"),
  source: z.string().min(1).max(63).optional().describe("of these lines; none: what they are is told by themselves"),
});

const Item = z.object({ field: z.string(), asks: z.string(), value: z.string().nullable().describe("what the event holds; null: it has no such field"), holds: z.boolean() });
const Selection = z.object({ name: z.string(), holds: z.boolean(), items: z.array(Item) });

export const TestedRule = z
  .object({
    results: z.array(z.object({
      event: z.string().nullable().describe("its id; null: a line"),
      line: z.int().nullable().describe("which of the lines, from 0"),
      what: z.string().describe("which log it is of, in words"),
      isRead: z.boolean().describe("false: nobody understands it, so no rule can match it"),
      rules: z.array(z.object({ key: z.string(), title: z.string(), matches: z.boolean(), applies: z.boolean().describe("false: the rule is for another log source"), selections: z.array(Selection) })),
    })),
    gone: z.array(z.string()).describe("ids of events that are not there"),
    refused: CheckedRule.shape.refused,
  })
  .meta({ id: "TestedRule" });
