// A playbook's text, read: what it says, or all that is wrong with it, with line and what to write instead.
import { isNode, LineCounter, parseDocument, visit, type Document } from "yaml";
import type { z } from "zod";
import { contradictions } from "./contradictions.ts";
import { Playbook } from "./schema.ts";
import type { Wrong } from "./wrong.ts";

export type PlaybookProblem = { readonly file: string; readonly line: number; readonly column: number; readonly message: string };
export type ReadPlaybook = { readonly playbook: Playbook; readonly problems: readonly [] } | { readonly playbook: undefined; readonly problems: readonly PlaybookProblem[] };

/** Reads the text of a file; `file` stands in messages, and the playbook is called as the file is. */
export function readPlaybook(file: string, text: string): ReadPlaybook {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: "core" });
  const at = (offset: number, message: string): PlaybookProblem => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col), message };
  };
  const broken: PlaybookProblem[] = document.errors.map(({ pos, message }) => at(pos[0], `this is not YAML: ${message}`));
  visit(document, { Alias: (_, { range, source }) => void broken.push(at(range?.[0] ?? 0, `aliases (*${source}) are not read here: write the value out`)) });
  if (broken.length > 0) return { playbook: undefined, problems: broken };
  const parsed = Playbook.safeParse(document.toJS() ?? {});
  const wrong = parsed.success ? contradictions(file, parsed.data) : parsed.error.issues.flatMap(problemsOf);
  if (wrong.length > 0) return { playbook: undefined, problems: wrong.map(({ path, message }) => at(offsetOf(document, path), message)) };
  return { playbook: parsed.data as Playbook, problems: [] };
}

function problemsOf(issue: z.core.$ZodIssue): readonly Wrong[] {
  const { path, message } = issue;
  const name = String(path.at(-1) ?? "the playbook");
  switch (issue.code) {
    case "unrecognized_keys": return issue.keys.map((key) => ({ path: [...path, key], message: `${key} is not known here: take it out, or look at docs/playbooks.md for its right name` }));
    case "invalid_type": return [{ path, message: issue.input === undefined ? `${name} is missing` : `${name}: write ${issue.expected === "object" ? "named values" : issue.expected === "array" ? "a list" : `a ${issue.expected}`} here` }];
    case "invalid_value": return [{ path, message: `${name}: write ${issue.values.map(String).join(", ")}` }];
    case "invalid_union": return "discriminator" in issue && issue.discriminator === "kind" ? [{ path, message: "kind: write do, question, decision, request, approval or wait" }] : [{ path, message: `${name}: ${issue.errors[0]?.[0]?.message ?? message}` }];
    case "invalid_key": return [{ path, message: `${name}: ${issue.issues[0]?.message ?? message}` }];
    default: return [{ path, message: `${name}: ${message}` }];
  }
}

/** Where the value of a path begins; of one that is missing, where the value around it does. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth >= 0; depth--) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range !== null && node.range !== undefined) return node.range[0];
  }
  return 0;
}
