// What an organisation changes of a rule without touching its text: it survives the next version of the pack.
import { DomainError } from "../../core/index.ts";
import { type Level, loadRules, type Rule } from "../../detect/index.ts";

export type RuleChange = {
  readonly level?: Level | undefined;
  /** A Sigma selection, or a whole Sigma detection: what it is true of is not raised. */
  readonly filter?: Readonly<Record<string, unknown>> | undefined;
  readonly grouping?: { readonly strategy?: "rule-and-entity" | "entity-and-time" | undefined; readonly windowMinutes?: number | undefined } | undefined;
};

const MAX_CHARS = 32_768;

/** The document that narrows the rule: in JSON, which is YAML. */
export function filterText(rule: Rule, filter: NonNullable<RuleChange["filter"]>): string {
  const selections = Object.hasOwn(filter, "condition") ? filter : { falsepositives: filter, condition: "falsepositives" };
  const condition = `not (${String(selections["condition"])})`;
  return JSON.stringify({ title: `Override of ${rule.head.title}`, logsource: rule.logsource, filter: { ...selections, condition, rules: [rule.head.id] } });
}

/** Refuses a filter that cannot be used with the rule. */
export function checkFilter(rule: Rule, text: string, filter: NonNullable<RuleChange["filter"]>): void {
  if (rule.head.id === undefined) throw new DomainError("invalid", "The rule has no id, so no filter can name it: write an exception instead.");
  const made = filterText(rule, filter);
  if (made.length > MAX_CHARS) throw new DomainError("invalid", `filter: more than ${MAX_CHARS} characters; give the rule a placeholder instead.`);
  const wrong = loadRules([{ path: "rule", text }, { path: "filter", text: made }]).refused.find(({ path }) => path === "filter");
  if (wrong !== undefined) throw new DomainError("invalid", `filter: ${wrong.reason}. ${wrong.hint}`);
}
