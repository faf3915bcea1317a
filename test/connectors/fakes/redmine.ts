// A Redmine 5 in memory, as its wiki tells of the REST API, with its traps: a filter that it does not know is left out, an
// update that the workflow or a right forbids answers 204 all the same, a private note without the right is public, an id of
// a note is told nowhere, times are whole seconds.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { FileToSend } from "../../../src/requests/connectors/connector.ts";
import { redmine } from "../../../src/requests/connectors/redmine/index.ts";
import type { OtherSide } from "../other-side.ts";

type Named = { readonly id: number; readonly name: string };
type Note = { id: number; user: Named; notes: string; private_notes: boolean; created_on: string; details: { property: string; name: string; old_value: string; new_value: string }[] };
type Kept = { id: number; filename: string; content_type: string; data: Buffer; author: Named };
type Issue = { id: number; project: Named; tracker: Named; status: Named; priority: Named; author: Named; assigned_to?: Named | undefined; subject: string; description: string; due_date: string | null; key: string; readonly created_on: string; updated_on: string; notes: Note[]; files: Kept[] };

const STATUSES = ["New", "In Progress", "Resolved", "Feedback", "Closed", "Rejected"].map((name, i) => ({ id: i + 1, name, is_closed: i > 3 }));
const PRIORITIES = ["Low", "Normal", "High", "Urgent"].map((name, i) => ({ id: i + 1, name }));
const PROJECTS = [{ id: 1, name: "SOC Requests", identifier: "soc" }, { id: 2, name: "Network Team", identifier: "network" }];
const TRACKERS = [{ id: 1, name: "Bug" }, { id: 3, name: "Support" }];
const CONNECTOR = { id: 6, name: "Soc Connector", login: "soc-connector" };
const ALICE = { id: 7, name: "Alice Test", login: "alice" };
const GROUP = { id: 5, name: "Network engineers" };
const FIELD = 1;

export type FakeRedmine = {
  readonly url: string;
  readonly apiKey: string;
  readonly issues: Map<number, Issue>;
  /** What may be switched while it runs. `frozenAt`: all that happens is of this second. */
  readonly traits: { rights: string[]; closedFrom: string[]; hasField: boolean; tellsAllowed: boolean; frozenAt: Date | null };
  readonly asked: { readonly method: string; readonly path: string; readonly body: string }[];
  readonly change: (by: Named, id: number, change: Change) => void;
  readonly stop: () => Promise<void>;
};

type Change = { readonly status_id?: number; readonly subject?: string; readonly project_id?: number; readonly priority_id?: number; readonly assigned_to_id?: number; readonly notes?: string; readonly private_notes?: boolean; readonly uploads?: readonly { readonly token: string; readonly filename: string; readonly content_type?: string }[] };

const named = ({ id, name }: Named): Named => ({ id, name });
const byId = (list: readonly Named[], id: unknown): Named | undefined => list.find((one) => one.id === Number(id));

export async function startRedmine(): Promise<FakeRedmine> {
  const issues = new Map<number, Issue>();
  const uploads = new Map<string, { readonly id: number; readonly data: Buffer }>();
  const traits: FakeRedmine["traits"] = { rights: ["view_issues", "add_issues", "edit_issues", "add_issue_notes", "set_notes_private", "view_private_notes"], closedFrom: [], hasField: true, tellsAllowed: true, frozenAt: null };
  const asked: FakeRedmine["asked"][number][] = [];
  let count = 0;
  const second = (): string => `${(traits.frozenAt ?? new Date()).toISOString().slice(0, 19)}Z`;

  const change: FakeRedmine["change"] = (by, id, said) => {
    const issue = issues.get(id);
    if (issue === undefined) throw new Error(`no issue ${id}`);
    const note: Note = { id: ++count, user: named(by), notes: said.notes ?? "", private_notes: said.private_notes === true && (by.id !== CONNECTOR.id || traits.rights.includes("set_notes_private")), created_on: second(), details: [] };
    const set = (name: string, is: string, to: string | undefined): boolean => {
      if (to === undefined || is === to) return false;
      note.details.push({ property: "attr", name, old_value: is, new_value: to });
      return true;
    };
    const status = byId(STATUSES, said.status_id);
    // Ignored without a word.
    const may = status !== undefined && (by.id !== CONNECTOR.id || !traits.closedFrom.includes(status.name));
    if (may && set("status_id", String(issue.status.id), String(status.id))) issue.status = named(status);
    const project = byId(PROJECTS, said.project_id);
    if (project !== undefined && set("project_id", String(issue.project.id), String(project.id))) issue.project = named(project);
    const priority = byId(PRIORITIES, said.priority_id);
    if (priority !== undefined && set("priority_id", String(issue.priority.id), String(priority.id))) issue.priority = priority;
    const assignee = byId([GROUP, ALICE], said.assigned_to_id);
    if (assignee !== undefined && set("assigned_to_id", String(issue.assigned_to?.id ?? ""), String(assignee.id))) issue.assigned_to = named(assignee);
    if (set("subject", issue.subject, said.subject)) issue.subject = said.subject ?? "";
    for (const { token, filename, content_type } of said.uploads ?? []) {
      const upload = uploads.get(token);
      if (upload === undefined) continue;
      issue.files.push({ id: upload.id, filename, content_type: content_type ?? "", data: upload.data, author: named(by) });
      note.details.push({ property: "attachment", name: String(upload.id), old_value: "", new_value: filename });
    }
    if (note.notes === "" && note.details.length === 0) return;
    issue.notes.push(note);
    issue.updated_on = second();
  };

  const shown = (issue: Issue, include: string): object => ({
    id: issue.id, project: issue.project, tracker: issue.tracker, status: { ...issue.status, is_closed: issue.status.id > 4 }, priority: issue.priority, author: issue.author,
    ...(issue.assigned_to === undefined ? {} : { assigned_to: issue.assigned_to }), subject: issue.subject, description: issue.description, due_date: issue.due_date,
    custom_fields: traits.hasField ? [{ id: FIELD, name: "SOC key", value: issue.key }] : [], created_on: issue.created_on, updated_on: issue.updated_on,
    ...(include.includes("journals") ? { journals: issue.notes.filter((note) => !note.private_notes || traits.rights.includes("view_private_notes")) } : {}),
    ...(include.includes("attachments") ? { attachments: issue.files.map(fileOf) } : {}),
    ...(include.includes("allowed_statuses") && traits.tellsAllowed ? { allowed_statuses: STATUSES.filter(({ name }) => !traits.closedFrom.includes(name)) } : {}),
  });
  const fileOf = ({ id, filename, content_type, data, author }: Kept): object => ({ id, filename, filesize: data.length, content_type, content_url: `http://elsewhere.test/attachments/download/${id}/${filename}`, author, created_on: second() });

  const list = (query: URLSearchParams): object => {
    const limit = Math.min(100, Number(query.get("limit") ?? 25));
    const offset = Number(query.get("offset") ?? 0);
    const [field = "id", order] = (query.get("sort") ?? "id:desc").split(":");
    const [subject, since, least, key, status] = [query.get("subject"), query.get("updated_on"), query.get("issue_id"), query.get(`cf_${FIELD}`), query.get("status_id")];
    const found = [...issues.values()].filter((issue) =>
      (status === "*" || issue.status.id <= 4) && (subject === null || issue.subject.toLowerCase().includes(subject.replace(/^~/, "").toLowerCase())) && (since === null || issue.updated_on >= since.replace(/^>=/, ""))
      && (least === null || issue.id >= Number(least.replace(/^>=/, ""))) && (key === null || !traits.hasField || issue.key === key),
    ).toSorted((one, other) => (field === "updated_on" ? one.updated_on.localeCompare(other.updated_on) : one.id - other.id) * (order === "desc" ? -1 : 1));
    return { issues: found.slice(offset, offset + limit).map((issue) => shown(issue, "")), total_count: found.length, offset, limit };
  };

  const create = (said: Change & { readonly description?: string; readonly due_date?: string; readonly tracker_id?: number; readonly custom_fields?: readonly { readonly id: number; readonly value: string }[] }): readonly [number, unknown] => {
    const project = byId(PROJECTS, said.project_id);
    const errors = [...(project === undefined ? ["Project cannot be blank"] : []), ...(said.subject === undefined || said.subject === "" ? ["Subject cannot be blank"] : []), ...((said.subject?.length ?? 0) > 255 ? ["Subject is too long (maximum is 255 characters)"] : []), ...(said.priority_id !== undefined && byId(PRIORITIES, said.priority_id) === undefined ? ["Priority cannot be blank"] : [])];
    if (project === undefined || errors.length > 0) return [422, { errors }];
    const assignee = byId([GROUP, ALICE], said.assigned_to_id);
    const issue: Issue = {
      id: issues.size + 1, project: named(project), tracker: byId(TRACKERS, said.tracker_id ?? 1) ?? { id: 1, name: "Bug" }, status: { id: 1, name: "New" }, priority: byId(PRIORITIES, said.priority_id ?? 2) ?? { id: 2, name: "Normal" },
      author: named(CONNECTOR), assigned_to: assignee === undefined ? undefined : named(assignee), subject: said.subject ?? "", description: said.description ?? "", due_date: said.due_date ?? null, key: said.custom_fields?.find(({ id }) => id === FIELD)?.value ?? "", created_on: second(), updated_on: second(), notes: [], files: [],
    };
    issues.set(issue.id, issue);
    return [201, { issue: shown(issue, "") }];
  };

  const answer = (method: string, url: URL, body: Buffer): readonly [number, unknown] => {
    const { pathname, searchParams: query } = url;
    const json = (): Record<string, never> => JSON.parse(body.toString("utf8")) as Record<string, never>;
    const [, id] = /^\/issues\/(\d+)\.json$/.exec(pathname) ?? [];
    const issue = id === undefined ? undefined : issues.get(Number(id));
    if (id !== undefined && issue === undefined) return [404, undefined];
    if (issue !== undefined && method === "GET") return [200, { issue: shown(issue, query.get("include") ?? "") }];
    if (issue !== undefined) return change(CONNECTOR, issue.id, json()["issue"] ?? {}), [204, undefined];
    if (pathname === "/issues.json") return method === "POST" ? create(json()["issue"] ?? {}) : [200, list(query)];
    if (pathname === "/uploads.json") {
      const token = `${++count}.${"0".repeat(20)}`;
      uploads.set(token, { id: count, data: body });
      return [201, { upload: { id: count, token } }];
    }
    const [, file] = /^\/attachments\/(?:download\/)?(\d+)/.exec(pathname) ?? [];
    const kept = file === undefined ? undefined : [...issues.values()].flatMap(({ files }) => files).find((one) => one.id === Number(file));
    if (kept !== undefined) return pathname.includes("/download/") ? [200, kept.data] : [200, { attachment: fileOf(kept) }];
    const lists: Readonly<Record<string, object>> = {
      "/projects.json": { projects: PROJECTS, total_count: PROJECTS.length, offset: 0, limit: 25 }, "/issue_statuses.json": { issue_statuses: STATUSES }, "/enumerations/issue_priorities.json": { issue_priorities: PRIORITIES }, "/trackers.json": { trackers: TRACKERS },
      "/users/current.json": { user: { id: CONNECTOR.id, login: CONNECTOR.login, memberships: PROJECTS.map((project, i) => ({ id: i, project: named(project), roles: [{ id: 6, name: "SOC connector" }] })) } },
      "/roles/6.json": { role: { id: 6, name: "SOC connector", permissions: traits.rights } },
      "/projects/1/memberships.json": { memberships: [{ id: 1, group: GROUP }, { id: 2, user: named(ALICE) }], total_count: 2, offset: 0, limit: 25 },
    };
    const found = lists[pathname];
    return found === undefined ? [404, undefined] : [200, found];
  };

  const apiKey = "0123456789abcdef";
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const url = new URL(request.url ?? "/", "http://fake");
    asked.push({ method: request.method ?? "", path: `${url.pathname}${url.search}`, body: body.toString("utf8") });
    const [status, said] = request.headers["x-redmine-api-key"] === apiKey ? answer(request.method ?? "", url, body) : [401, undefined];
    response.writeHead(status, { "content-type": Buffer.isBuffer(said) ? "application/octet-stream" : "application/json; charset=utf-8", date: new Date().toUTCString() });
    response.end(said === undefined ? undefined : Buffer.isBuffer(said) ? said : JSON.stringify(said));
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, apiKey, issues, traits, asked, change,
    stop: () => new Promise((done) => {
      server.close(() => done());
      server.closeAllConnections();
    }),
  };
}

/** The fake as the suite wants it. */
export async function redmineSide(options: object = {}): Promise<OtherSide> {
  const fake = await startRedmine();
  const at = (id: string): Issue => fake.issues.get(Number(id)) ?? (() => { throw new Error(`no issue ${id}`); })();
  const status = (name: string): number => STATUSES.find((one) => one.name === name)?.id ?? 0;
  return {
    kind: redmine, url: fake.url, options: { keyField: FIELD, ...options }, secrets: { apiKey: fake.apiKey },
    queues: ["SOC Requests", "Network Team"], priority: "High", working: "In Progress", ended: "Resolved",
    person: {
      comment: async (id, text, visibility) => fake.change(ALICE, Number(id), { notes: text, private_notes: visibility === "internal" }),
      // Its texts are textile: tags are words there.
      commentMarkup: null,
      move: async (id, state) => fake.change(ALICE, Number(id), { status_id: status(state) }),
      rename: async (id, title) => fake.change(ALICE, Number(id), { subject: title }),
      attach: async (id, { name, type, data }: FileToSend) => {
        at(id).files.push({ id: 10_000 + at(id).files.length + Number(id) * 100, filename: name, content_type: type, data: Buffer.from(data), author: named(ALICE) });
        fake.change(ALICE, Number(id), { notes: "a file" });
      },
      merge: null,
      remove: async (id) => void fake.issues.delete(Number(id)),
    },
    count: async (key) => [...fake.issues.values()].filter(({ subject, key: field }) => field === key || subject.startsWith(`[${key}]`)).length,
    look: async (id) => ({ title: at(id).subject, state: at(id).status.name }),
    stop: fake.stop,
  };
}
