// Searches of the fake Jira.
import { type Json, Refusal } from "./jira-issue.ts";
import type { JiraWorld } from "./jira-world.ts";

/** JQL, as much as was asked of it, in an index that is late. */
export function search({ isCloud, issues, index, traits, stamp, now, walls }: JiraWorld, json: Json): Json {
  const jql = String(json["jql"]);
  const [where = "", order = ""] = jql.split(/ ORDER BY /);
  const clauses = where.match(/(?:[^"]|"(?:\\.|[^"\\])*")+?(?= AND |$)/g)?.map((one) => one.replace(/^ AND /, "").trim()) ?? [];
  const surely = new Set(isCloud ? ((json["reconcileIssues"] as number[] | undefined) ?? []).map(String) : []);
  if (surely.size > 50) throw new Refusal(400, ["Too many issues to reconcile"]);
  const seen = [...issues.values()].flatMap((issue) => {
    const entry = surely.has(issue.id) ? { summary: issue.summary, updated: issue.updated, created: issue.created, project: issue.project } : index.get(issue.id);
    return entry === undefined ? [] : [{ issue, ...entry }];
  });
  let bounded = false;
  let rows = seen;
  for (const clause of clauses) {
    const [, field, operator, quoted = ""] = /^(project|summary|updated|created) (=|~|>=) "((?:\\.|[^"\\])*)"$/.exec(clause) ?? [];
    const value = quoted.replace(/\\(.)/g, "$1");
    if (field === "project" && operator === "=") rows = rows.filter(({ project }) => project === value);
    else if (field === "summary" && operator === "~") rows = rows.filter(({ summary }) => !traits.findsNoWords && ` ${tokens(summary)} `.includes(` ${tokens(value)} `));
    else if ((field === "updated" || field === "created") && operator === ">=") {
      const from = timeOf(value, now(), walls);
      rows = rows.filter(({ [field]: at }) => at >= from);
    }
    else throw new Refusal(400, [`Error in the JQL Query: '${clause}'`]);
    bounded = true;
  }
  if (isCloud && !bounded) throw new Refusal(400, ["Unbounded JQL queries are not allowed here. Please add a search restriction to your query."]);
  const [by, direction] = order.split(" ") as ["created" | "updated", string];
  rows = rows.toSorted((a, b) => (direction === "DESC" ? -1 : 1) * (a[by].getTime() - b[by].getTime()));
  const limit = Math.min(100, Number(json["maxResults"] ?? 50));
  const startAt = isCloud ? Number(json["nextPageToken"] ?? 0) : Number(json["startAt"] ?? 0);
  const page = rows.slice(startAt, startAt + limit).map(({ issue, summary, updated }) => ({
    id: issue.id, key: issue.key, fields: Object.fromEntries(Object.entries({ summary, updated: stamp(updated) }).filter(([field]) => (json["fields"] as string[] | undefined)?.includes(field) === true)),
    ...(isCloud && Array.isArray(json["properties"]) ? { properties: Object.fromEntries(issue.properties) } : {}),
  }));
  const isLast = startAt + page.length >= rows.length;
  return isCloud ? { issues: page, isLast, ...(isLast ? {} : { nextPageToken: String(startAt + page.length) }) } : { issues: page, total: rows.length, startAt, maxResults: limit };
}
const tokens = (text: string): string => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "").join(" ");
/** Minutes in the account's zone. */
const timeOf = (text: string, now: Date, walls: Intl.DateTimeFormat): Date => {
  const days = /^-(\d+)d$/.exec(text)?.[1];
  if (days !== undefined) return new Date(now.getTime() - Number(days) * 86_400_000);
  if (!/^\d{4}\/\d\d\/\d\d \d\d:\d\d$/.test(text)) throw new Refusal(400, [`Date value '${text}' for field 'updated' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm'`]);
  const naive = Date.parse(`${text.replaceAll("/", "-").replace(" ", "T")}:00Z`);
  const wall = (ms: number): string => walls.format(new Date(ms)).replaceAll("-", "/");
  for (let quarter = -14 * 4; quarter <= 14 * 4; quarter++) if (wall(naive + quarter * 900_000) === text) return new Date(naive + quarter * 900_000);
  return new Date(naive);
};
