// Into a status on the steps that the workflow has: each status has steps of its own, and ids of steps mean nothing elsewhere.
import { notAccepted, RemoteError } from "../../../outbound/index.ts";
import { afterWriting } from "../shaped.ts";
import { found } from "./read.ts";
import { Issue, ProjectStatuses, type Status, type Transition, Transitions } from "./shapes.ts";
import { issuePath, type Site } from "./site.ts";

// A workflow that needs more steps than this is not walked by a machine.
const MOST_STEPS = 5;
const same = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();
const categoryOf = ({ statusCategory }: Status): string => statusCategory?.key ?? "undefined";

// Through what a ticket may pass on its way: never through an end, unless it comes from one.
const THROUGH: Readonly<Record<string, readonly string[]>> = { done: ["indeterminate", "new"], indeterminate: ["indeterminate", "new"], new: ["new", "indeterminate"], undefined: ["indeterminate", "new"] };

export async function transition(site: Site, id: string, state: string): Promise<void> {
  const { status, project, type } = await standing(site, id);
  if (same(status.name, state)) return;
  const target = await statusOf(site, state, project, type);
  let steps = 0;
  try {
    await walk(site, id, { from: status, target, taken: () => { steps++; } });
  } catch (error) {
    throw steps > 0 ? afterWriting(error) : error;
  }
}

type Way = { readonly from: Status; readonly target: Status; readonly taken: () => void };

async function walk(site: Site, id: string, { from, target, taken }: Way): Promise<void> {
  const state = target.name;
  const visited = new Set([from.name.toLowerCase()]);
  let at = from;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { transitions } = await site.get(Transitions, `${issuePath(site, id)}/transitions`, { expand: "transitions.fields" });
    const next = transitions.find(({ to }) => same(to.name, state)) ?? through(transitions, categoryOf(target), visited);
    if (next === undefined) throw notAccepted(`the workflow leads from ${at.name} to ${transitions.map(({ to }) => to.name).join(", ") || "nowhere"}, and not to ${state}`, `Let the account take the step from ${at.name} to ${state}, or name another status under moves.`);
    await take(site, id, next);
    taken();
    ({ status: at } = await standing(site, id));
    if (same(at.name, state)) return;
    if (!same(at.name, next.to.name)) throw notAccepted(`after the step ${next.name} the status is ${at.name}, not ${next.to.name}`, "A rule of the workflow moved it on: see with whoever runs it, or name another status under moves.");
    visited.add(at.name.toLowerCase());
  }
  throw notAccepted(`${MOST_STEPS} steps did not lead to ${state}: the status is ${at.name}`, "Name a status under moves that is nearer.");
}

function through(transitions: readonly Transition[], category: string, visited: ReadonlySet<string>): Transition | undefined {
  const fresh = transitions.filter(({ to }) => !visited.has(to.name.toLowerCase()));
  for (const wanted of THROUGH[category] ?? []) {
    const [first] = fresh.filter(({ to }) => categoryOf(to) === wanted);
    if (first !== undefined) return first;
  }
  return undefined;
}

async function standing(site: Site, id: string): Promise<{ readonly status: Status; readonly project: string; readonly type: string }> {
  const issue = await found(() => site.get(Issue, issuePath(site, id), { fields: "status,project,issuetype" }));
  if (issue === undefined) throw new RemoteError({ problem: "not_found", words: `no issue ${id}`, arrived: "no" });
  return { status: issue.fields.status, project: issue.fields.project?.key ?? site.options.project, type: issue.fields.issuetype?.name ?? "" };
}

/** A status of the project by its name: what is none is refused before a step is taken. */
async function statusOf(site: Site, state: string, project: string, type: string): Promise<Status> {
  const types = await site.get(ProjectStatuses, `${site.api}/project/${encodeURIComponent(project)}/statuses`);
  const own = types.filter(({ name }) => type === "" || same(name, type));
  const all = (own.length > 0 ? own : types).flatMap(({ statuses }) => statuses);
  const status = all.find(({ name }) => same(name, state));
  if (status === undefined) throw notAccepted(`${state.slice(0, 100)} is no status of ${project}; there are: ${[...new Set(all.map(({ name }) => name))].join(", ").slice(0, 300)}`, "Name one of those under moves, as it is shown in the language of the connector's account.");
  return status;
}

async function take({ http, options: { resolution }, ...site }: Site, id: string, { id: step, fields }: Transition): Promise<void> {
  const asked = fields?.["resolution"];
  const known = asked?.allowedValues ?? [];
  // Only what stands on the step's screen may be sent.
  const name = asked === undefined || resolution === null ? undefined : known.find((value) => same(value.name ?? "", resolution))?.name ?? (known.length === 0 ? resolution : asked.required === true ? known[0]?.name : undefined);
  await http.ask({ method: "POST", path: `${issuePath(site, id)}/transitions`, json: { transition: { id: step }, ...(name === undefined || name === null ? {} : { fields: { resolution: { name } } }) }, expects: "nothing" });
}
