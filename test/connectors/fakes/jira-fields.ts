// What the fake Jira takes into the fields of an issue.
import { COMPONENTS, type FakeIssue, type Json, Refusal } from "./jira-issue.ts";

/** Sets fields as an API does that says no to what is wrong. */
export function setFields(isCloud: boolean, issue: FakeIssue, fields: Json): void {
  for (const [field, value] of Object.entries(fields)) {
    switch (field) {
      case "summary":
        if (typeof value !== "string" || value === "" || /[\r\n]/.test(value) || value.length > 255) throw new Refusal(400, [], { summary: "The summary is invalid because it contains newline characters." });
        issue.summary = value;
        break;
      case "description":
        checkRich(isCloud, value, field);
        issue.description = value;
        break;
      case "priority": {
        const { name = "" } = value as { name?: string };
        if (!["Highest", "High", "Medium", "Low"].includes(name)) throw new Refusal(400, [], { priority: `Priority name '${name}' is not valid` });
        issue.priority = name;
        break;
      }
      case "components":
        issue.components = (value as { name: string }[]).map(({ name }) => component(name));
        break;
      case "duedate":
        issue.duedate = String(value);
        break;
      case "project": case "issuetype":
        break;
      default:
        if (!/^customfield_100\d\d$/.test(field)) throw new Refusal(400, [], { [field]: `Field '${field}' cannot be set. It is not on the appropriate screen, or unknown.` });
        issue.fields[field] = value;
    }
  }
}
/** A component that is there. */
export const component = (name: string): string => {
  if (!COMPONENTS.includes(name)) throw new Refusal(400, [], { components: `Component name '${name}' is not valid` });
  return name;
};

/** Texts: ADF that must be right on Cloud, and not too long on Data Center. */
export function checkRich(isCloud: boolean, value: unknown, field: string): void {
  if (!isCloud) {
    if (typeof value !== "string") throw new Refusal(400, [], { [field]: "Operation value must be a string" });
    if (value.length > 32_767) throw new Refusal(400, [], { [field]: "The entered text is too long. It exceeds the allowed limit of 32,767 characters." });
    return;
  }
  const node = value as { type?: string; version?: number; content?: unknown };
  if (node?.type !== "doc" || node.version !== 1 || !Array.isArray(node.content)) throw new Refusal(400, [], { [field]: "Operation value must be an Atlassian Document (see the Atlassian Document Format)" });
  checkNode(value);
}
function checkNode(value: unknown): void {
  const node = value as { type?: string; text?: unknown; content?: unknown[] };
  if (node.type === "text" ? typeof node.text !== "string" || node.text === "" : node.text !== undefined) throw new Refusal(400, ["INVALID_INPUT"]);
  if (["bulletList", "orderedList"].includes(node.type ?? "") && (node.content ?? []).length === 0) throw new Refusal(400, ["INVALID_INPUT"]);
  for (const one of node.content ?? []) checkNode(one);
}
