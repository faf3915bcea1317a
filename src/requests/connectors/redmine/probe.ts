// Whether the account can do what will be asked of it.
import { RemoteError } from "../../../outbound/index.ts";
import type { Probe } from "../connector.ts";
import type { Redmine } from "./api.ts";
import { rightsIn } from "./rights.ts";
import { Issues, Projects, Trackers } from "./shapes.ts";

const NEEDED: readonly (readonly [right: string, name: string])[] = [["view_issues", "View issues"], ["add_issues", "Add issues"], ["edit_issues", "Edit issues"], ["add_issue_notes", "Add notes"]];

/** Looks at account, projects, rights and the field of the key; writes nothing. */
export async function probe(redmine: Redmine): Promise<Probe> {
  const { http, options, now } = redmine;
  const { headers } = await http.ask({ path: "users/current.json" });
  const account = await redmine.account();
  const { projects } = await redmine.get(Projects, "projects.json", { limit: 100 });
  const date = Date.parse(headers["date"] ?? "");
  const all = options.project === null ? projects : projects.filter(({ name }) => name.toLowerCase() === options.project?.toLowerCase());
  const checks: Probe["checks"][number][] = [
    { name: "projects", ok: all.length > 0, words: all.length > 0 ? `The account sees ${all.map(({ name }) => name).join(", ")}.` : "The account sees no project where tickets could go: make it a member." },
  ];
  for (const { id, name } of all.slice(0, 20)) checks.push(await rightsCheck(redmine, id, name));
  if (options.keyField !== null) checks.push(await fieldCheck(redmine, options.keyField));
  if (options.tracker !== null) {
    const { trackers } = await redmine.get(Trackers, "trackers.json");
    const ok = trackers.some(({ name }) => name.toLowerCase() === options.tracker?.toLowerCase());
    checks.push({ name: "tracker", ok, words: ok ? `The tracker ${options.tracker} is there.` : `There is no tracker ${options.tracker}; there are: ${trackers.map(({ name }) => name).join(", ")}.` });
  }
  return { version: null, account: account.login, skewMs: Number.isNaN(date) ? null : date - now().getTime(), checks };
}

async function rightsCheck(redmine: Redmine, project: number, name: string): Promise<Probe["checks"][number]> {
  try {
    const rights = await rightsIn(redmine, project);
    const missing = NEEDED.filter(([right]) => !rights.has(right)).map(([, called]) => called);
    const isPrivate = rights.has("set_notes_private") && rights.has("view_private_notes");
    const words = missing.length > 0 ? `In ${name} the account lacks: ${missing.join(", ")}.` : `In ${name} the account may do what is needed${isPrivate ? ", and write private notes" : "; private notes it may not write, so comments must be public"}.`;
    return { name: `rights in ${name}`, ok: missing.length === 0, words };
  } catch (error) {
    if (!(error instanceof RemoteError) || error.problem !== "forbidden") throw error;
    return { name: `rights in ${name}`, ok: true, words: `Redmine does not say what the account may do in ${name}: a test ticket will show it.` };
  }
}

/** Redmine ignores a filter that it does not know: then as much comes back as without it. */
async function fieldCheck(redmine: Redmine, field: number): Promise<Probe["checks"][number]> {
  const { total_count } = await redmine.get(Issues, "issues.json", { [`cf_${field}`]: "no ticket has this key", status_id: "*", limit: 1 });
  const ok = total_count === 0;
  return { name: "field of the key", ok, words: ok ? `Tickets can be looked for by the custom field ${field}.` : `Redmine does not filter by the custom field ${field}: create it for issues, as text, used as a filter, for the tracker and the projects.` };
}
