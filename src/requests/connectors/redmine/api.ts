// Redmine's API as the connector asks it, and the ids behind the names that settings use.
import type { z } from "zod";
import { type Http, notAccepted, RemoteError } from "../../../outbound/index.ts";
import { shaped } from "../shaped.ts";
import type { RedmineOptions } from "./options.ts";
import { Account, type IssueBody, type Issues, Members, OneIssue, Priorities, Projects, Statuses, Trackers } from "./shapes.ts";

type Query = Readonly<Record<string, string | number | undefined>>;
type Named = { readonly id: number; readonly name: string };
export type Listed = z.infer<typeof Issues>["issues"][number];

/** Its lists come in pages of at most so many. */
export const PAGE = 100;
const MOST_PAGES = 20;

export type Redmine = {
  readonly http: Http;
  readonly options: RedmineOptions;
  readonly url: string;
  readonly now: () => Date;
  readonly get: <Shape>(shape: z.ZodType<Shape>, path: string, query?: Query) => Promise<Shape>;
  readonly issue: (id: string, include: string) => Promise<IssueBody>;
  readonly account: () => Promise<z.infer<typeof Account>["user"]>;
  readonly idOf: (list: List, name: string) => Promise<number>;
  readonly close: () => void;
};

type List = "projects" | "statuses" | "priorities" | "trackers" | "members";

/** Opens it. Names are looked up once for as long as it is open. */
export function openRedmine(http: Http, { options, url, now }: Pick<Redmine, "options" | "url" | "now">): Redmine {
  const get: Redmine["get"] = async (shape, path, query) => shaped(shape, (await http.ask({ path, query })).json, path, "no");
  const known = new Map<string, Promise<unknown>>();
  const once = <Value>(name: string, ask: () => Promise<Value>): Promise<Value> => {
    const asked = (known.get(name) as Promise<Value> | undefined) ?? ask();
    known.set(name, asked);
    asked.catch(() => known.delete(name));
    return asked;
  };
  const lists: Readonly<Record<List, () => Promise<readonly Named[]>>> = {
    projects: () => pages((query) => get(Projects, "projects.json", query), (page) => page.projects),
    statuses: async () => (await get(Statuses, "issue_statuses.json")).issue_statuses,
    priorities: async () => (await get(Priorities, "enumerations/issue_priorities.json")).issue_priorities,
    trackers: async () => (await get(Trackers, "trackers.json")).trackers,
    members: async () => {
      const project = await idOf("projects", options.project ?? "");
      return pages((query) => get(Members, `projects/${project}/memberships.json`, query), (page) => page.memberships.flatMap(({ user, group }) => [user, group].filter((one) => one !== undefined)));
    },
  };
  const idOf = async (list: List, name: string): Promise<number> => {
    const all = await once(list, lists[list]);
    const found = all.filter((one) => one.name.toLowerCase() === name.toLowerCase());
    if (found.length === 1 && found[0] !== undefined) return found[0].id;
    const there = all.slice(0, 30).map((one) => one.name).join(", ");
    throw notAccepted(`Redmine shows us ${found.length === 0 ? "no" : "more than one"} ${SINGULAR[list]} named ${name.slice(0, 100)}; there are: ${there}`, `Name one of those in the connector's mapping, or give the account the right to see it.`);
  };
  return {
    http, options, url, now, get, idOf,
    issue: async (id, include) => (await get(OneIssue, pathOf(id), { include })).issue,
    account: () => once("account", async () => (await get(Account, "users/current.json", { include: "memberships" })).user),
    close: () => known.clear(),
  };
}

const SINGULAR: Readonly<Record<List, string>> = { projects: "project", statuses: "status", priorities: "priority", trackers: "tracker", members: "member of the project" };

/** The path of an issue; an id that is none of Redmine's leads nowhere. */
export function pathOf(id: string): string {
  if (!/^\d{1,18}$/.test(id)) throw new RemoteError({ problem: "not_found", words: `${id.slice(0, 40)} is no number of an issue`, arrived: "no" });
  return `issues/${id}.json`;
}

async function pages<Page extends { readonly total_count: number }>(ask: (query: Query) => Promise<Page>, of: (page: Page) => readonly Named[]): Promise<readonly Named[]> {
  const all: Named[] = [];
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await ask({ limit: PAGE, offset: page * PAGE });
    all.push(...of(answer));
    if ((page + 1) * PAGE >= answer.total_count) break;
  }
  return all;
}
