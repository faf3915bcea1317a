// A site of Jira in memory, as its documents tell of Cloud's API 3 and Data Center's API 2, with and without a service desk,
// and with its traps: an index that is late, times of JQL in the account's zone, steps that differ from status to status,
// screens, ADF that must be right, forms that take no other field, redirects to another host for files.
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Json = Record<string, unknown>;
type Person = { readonly displayName: string; readonly accountId: string; readonly timeZone: string };
type FakeComment = { readonly id: string; readonly author: Person; readonly created: Date; readonly body: unknown; readonly isInternal: boolean; readonly role: string | null };
type FakeFile = { readonly id: string; readonly author: Person; readonly name: string; readonly type: string; readonly bytes: Buffer };
export type FakeIssue = {
  readonly id: string; key: string; project: string; type: string; summary: string; description: unknown; status: string; priority: string; components: string[]; resolution: string | null; duedate: string | null;
  readonly fields: Json; readonly properties: Map<string, unknown>; readonly comments: FakeComment[]; readonly files: FakeFile[]; readonly histories: { created: Date; author: Person; items: { field: string; toString: string }[] }[];
  readonly created: Date; updated: Date;
};

const CATEGORY: Readonly<Record<string, string>> = { "To Do": "new", "Waiting for support": "new", "In Progress": "indeterminate", "In Review": "indeterminate", "Waiting for customer": "indeterminate", Pending: "indeterminate", Done: "done", Resolved: "done", Closed: "done", Canceled: "done" };
type Step = { readonly id: string; readonly name: string; readonly to: string; readonly asksResolution?: boolean };
const PLAIN: Readonly<Record<string, readonly Step[]>> = {
  "To Do": [{ id: "11", name: "Start", to: "In Progress" }, { id: "12", name: "Refuse", to: "Canceled" }],
  "In Progress": [{ id: "21", name: "Stop", to: "To Do" }, { id: "22", name: "Review", to: "In Review" }, { id: "23", name: "Finish", to: "Done", asksResolution: true }],
  "In Review": [{ id: "31", name: "Back", to: "In Progress" }, { id: "32", name: "Accept", to: "Done", asksResolution: true }],
  // The same id, another step.
  Done: [{ id: "11", name: "Reopen", to: "To Do" }],
  Canceled: [],
};
const SERVICE: Readonly<Record<string, readonly Step[]>> = {
  "Waiting for support": [{ id: "851", name: "Respond", to: "Waiting for customer" }, { id: "861", name: "Start", to: "In Progress" }],
  "Waiting for customer": [{ id: "781", name: "Answer", to: "Waiting for support" }],
  "In Progress": [{ id: "871", name: "Pause", to: "Pending" }, { id: "761", name: "Resolve", to: "Resolved", asksResolution: true }, { id: "751", name: "Cancel", to: "Canceled" }],
  Pending: [{ id: "881", name: "Go on", to: "In Progress" }],
  Resolved: [{ id: "891", name: "Back to in progress", to: "In Progress" }, { id: "901", name: "Close", to: "Closed" }],
  Closed: [], Canceled: [],
};

const COMPONENTS = ["Network", "Service Desk", "Beside"];

export type JiraFakeOptions = { readonly flavour: "cloud" | "data-center"; readonly isService?: boolean; readonly zone?: string };

export type FakeJira = {
  readonly url: string;
  readonly user: string;
  readonly token: string;
  readonly issues: Map<string, FakeIssue>;
  readonly traits: { lagMs: number; tellsZone: boolean; denied: Set<string>; form: { fieldId: string; required: boolean }[]; at: Date | null; afterStep: string | null; findsNoWords: boolean };
  readonly asked: { method: string; path: string; query: URLSearchParams; json: Json }[];
  readonly comment: (id: string, body: unknown, isInternal: boolean) => void;
  readonly change: (id: string, change: { summary?: string; status?: string; key?: string }) => void;
  readonly attach: (id: string, name: string, type: string, bytes: Uint8Array) => void;
  readonly remove: (id: string) => void;
  readonly stop: () => Promise<void>;
};

class Refusal extends Error {
  readonly status: number;
  readonly json: Json;
  constructor(status: number, errorMessages: readonly string[], errors: Json = {}) {
    super(errorMessages.join());
    this.status = status;
    this.json = { errorMessages, errors };
  }
}

export async function startJira({ flavour, isService = false, zone = "America/New_York" }: JiraFakeOptions): Promise<FakeJira> {
  const isCloud = flavour === "cloud";
  const secrets = { user: "soc@vigie.example", token: "t0ken" };
  const us: Person = { displayName: "Vigie SOC", accountId: "5b10a2844c20165700ede21g", timeZone: zone };
  const alice: Person = { displayName: "Alice Admin", accountId: "5b10ac8d82e05b22cc7d4ef5", timeZone: "Europe/Paris" };
  const workflow = isService ? SERVICE : PLAIN;
  const issues = new Map<string, FakeIssue>();
  const index = new Map<string, { summary: string; updated: Date; created: Date; project: string }>();
  const temporary = new Map<string, Omit<FakeFile, "id" | "author">>();
  const asked: FakeJira["asked"] = [];
  const traits: FakeJira["traits"] = { lagMs: isCloud ? 150 : 0, tellsZone: true, denied: new Set(), form: [{ fieldId: "summary", required: true }, { fieldId: "description", required: false }], at: null, afterStep: null, findsNoWords: false };
  let count = 10_000;
  const now = (): Date => traits.at ?? new Date();
  const next = (): string => String(++count);
  const api = `/rest/api/${isCloud ? 3 : 2}`;

  const touch = (issue: FakeIssue): void => {
    issue.updated = now();
    const put = (): void => {
      if (issues.has(issue.id)) index.set(issue.id, { summary: issue.summary, updated: issue.updated, created: issue.created, project: issue.project });
    };
    if (traits.lagMs === 0) put();
    else setTimeout(put, traits.lagMs).unref();
  };
  const offsets = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  const walls = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  // As Jira writes times: with the offset of the account's zone, without a colon.
  const stamp = (at: Date): string => {
    const parts = Object.fromEntries(offsets.formatToParts(at).map(({ type, value }) => [type, value]));
    const offset = (parts["timeZoneName"] ?? "GMT").replace("GMT", "").replace(":", "") || "+0000";
    const ms = at.getTime() + (offset.startsWith("-") ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(3, 5))) * 60_000;
    return `${new Date(ms).toISOString().slice(0, 23)}${offset}`;
  };
  const issueAt = (id: string): FakeIssue => {
    const issue = issues.get(id) ?? [...issues.values()].find(({ key }) => key === id);
    if (issue === undefined) throw new Refusal(404, ["Issue does not exist or you do not have permission to see it."]);
    return issue;
  };
  const need = (right: string): void => {
    if (traits.denied.has(right)) throw new Refusal(403, ["You do not have permission."]);
  };

  function checkRich(value: unknown, field: string): void {
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

  function setFields(issue: FakeIssue, fields: Json): void {
    for (const [field, value] of Object.entries(fields)) {
      switch (field) {
        case "summary":
          if (typeof value !== "string" || value === "" || /[\r\n]/.test(value) || value.length > 255) throw new Refusal(400, [], { summary: "The summary is invalid because it contains newline characters." });
          issue.summary = value;
          break;
        case "description":
          checkRich(value, field);
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
  const component = (name: string): string => {
    if (!COMPONENTS.includes(name)) throw new Refusal(400, [], { components: `Component name '${name}' is not valid` });
    return name;
  };

  function make(fields: Json, properties: readonly { key: string; value: unknown }[]): FakeIssue {
    need("CREATE_ISSUES");
    const issue: FakeIssue = {
      id: next(), key: `SOC-${issues.size + 1}`, project: "SOC", type: isService ? "[System] Service request" : "Task", summary: "", description: null, status: isService ? "Waiting for support" : "To Do", priority: "Medium", components: [], resolution: null, duedate: null,
      fields: {}, properties: new Map(properties.map(({ key, value }) => [key, value])), comments: [], files: [], histories: [], created: now(), updated: now(),
    };
    setFields(issue, fields);
    if (issue.summary === "") throw new Refusal(400, [], { summary: "You must specify a summary of the issue." });
    issues.set(issue.id, issue);
    touch(issue);
    return issue;
  }

  const statusOf = (name: string): Json => ({ name, id: name, statusCategory: { key: CATEGORY[name] ?? "undefined", name } });
  const personOf = ({ displayName, accountId }: Person): Json => ({ displayName, ...(isCloud ? { accountId } : { name: accountId, key: accountId }) });
  const fileOf = (file: FakeFile): Json => ({ id: file.id, filename: file.name, mimeType: file.type, size: file.bytes.length, author: personOf(file.author), created: stamp(now()), content: isCloud ? `https://api.media.example/${file.id}` : `${url()}/secure/attachment/${file.id}/${encodeURIComponent(file.name)}` });
  const commentOf = (comment: FakeComment, expand: string): Json => ({
    id: comment.id, author: personOf(comment.author), created: stamp(comment.created), updated: stamp(comment.created), body: comment.body,
    ...(isCloud && isService ? { jsdPublic: !comment.isInternal } : isCloud ? { jsdPublic: true } : {}),
    ...(comment.role === null ? {} : { visibility: { type: "role", value: comment.role } }),
    ...(expand.includes("properties") ? { properties: isService ? [{ key: "sd.public.comment", value: { internal: comment.isInternal } }] : [] } : {}),
    ...(!isCloud && expand.includes("renderedBody") ? { renderedBody: rendered(String(comment.body)) } : {}),
  });
  const present = (issue: FakeIssue, query: URLSearchParams): Json => {
    const wanted = new Set((query.get("fields") ?? "").split(","));
    const all: Json = {
      summary: issue.summary, status: statusOf(issue.status), assignee: null, priority: { name: issue.priority, id: "3" }, components: issue.components.map((name) => ({ name, id: name })), attachment: issue.files.map(fileOf), project: { key: issue.project }, issuetype: { name: issue.type },
      updated: stamp(issue.updated), ...issue.fields,
    };
    return {
      id: issue.id, key: issue.key, fields: Object.fromEntries(Object.entries(all).filter(([field]) => wanted.has(field))),
      ...(query.get("properties") === null ? {} : { properties: Object.fromEntries([...issue.properties].filter(([key]) => query.get("properties")?.split(",").includes(key))) }),
      ...(query.get("expand")?.includes("changelog") === true ? { changelog: { histories: issue.histories.map(({ created, author, items }) => ({ created: stamp(created), author: personOf(author), items })) } } : {}),
    };
  };

  function move(issue: FakeIssue, to: string, author: Person): void {
    issue.histories.push({ created: now(), author, items: [{ field: "status", toString: to }] });
    issue.status = to;
    issue.resolution = CATEGORY[to] === "done" ? issue.resolution ?? "Done" : null;
    touch(issue);
  }

  function addComment(issue: FakeIssue, author: Person, { body, isInternal, role }: Pick<FakeComment, "body" | "isInternal" | "role">): FakeComment {
    const comment: FakeComment = { id: next(), author, created: now(), body, isInternal, role };
    issue.comments.push(comment);
    touch(issue);
    return comment;
  }
  function addFile(issue: FakeIssue, author: Person, file: Omit<FakeFile, "id" | "author">): FakeFile {
    const added: FakeFile = { id: next(), author, ...file };
    issue.files.push(added);
    touch(issue);
    return added;
  }

  function search(json: Json): Json {
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
        const from = timeOf(value);
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
  const timeOf = (text: string): Date => {
    const days = /^-(\d+)d$/.exec(text)?.[1];
    if (days !== undefined) return new Date(now().getTime() - Number(days) * 86_400_000);
    if (!/^\d{4}\/\d\d\/\d\d \d\d:\d\d$/.test(text)) throw new Refusal(400, [`Date value '${text}' for field 'updated' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm'`]);
    const naive = Date.parse(`${text.replaceAll("/", "-").replace(" ", "T")}:00Z`);
    const wall = (ms: number): string => walls.format(new Date(ms)).replaceAll("-", "/");
    for (let quarter = -14 * 4; quarter <= 14 * 4; quarter++) if (wall(naive + quarter * 900_000) === text) return new Date(naive + quarter * 900_000);
    return new Date(naive);
  };

  type Call = { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly json: Json; readonly body: Buffer; readonly headers: Readonly<Record<string, string | undefined>> };
  type Said = { readonly status?: number; readonly json?: unknown; readonly bytes?: Buffer; readonly location?: string };

  function serve(call: Call): Said {
    const { method, path, query, json } = call;
    const sign = call.headers["authorization"] ?? "";
    if (sign !== `Basic ${Buffer.from(`${secrets.user}:${secrets.token}`).toString("base64")}` && (isCloud || sign !== `Bearer ${secrets.token}`)) throw new Refusal(401, ["Client must be authenticated to access this resource."]);
    if (path === `${api}/serverInfo`) return { json: { baseUrl: url(), version: isCloud ? "1001.0.0-SNAPSHOT" : "9.12.4", deploymentType: isCloud ? "Cloud" : "Server", serverTime: stamp(new Date()) } };
    if (path === `${api}/myself`) return { json: { ...personOf(us), ...(traits.tellsZone ? { timeZone: zone } : {}) } };
    if (path === `${api}/mypermissions`) {
      if (isCloud && query.get("permissions") === null) throw new Refusal(400, ["The 'permissions' query parameter is required."]);
      return { json: { permissions: Object.fromEntries(["BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES", "TRANSITION_ISSUES", "ADD_COMMENTS", "CREATE_ATTACHMENTS"].map((key) => [key, { key, havePermission: !traits.denied.has(key) }])) } };
    }
    if (path === `${api}/project/SOC/statuses`) return { json: [{ name: isService ? "[System] Service request" : "Task", statuses: Object.keys(workflow).map(statusOf) }, { name: "Epic", statuses: [statusOf("Backlog")] }] };
    if (path === `${api}/project/SOC/components`) return { json: COMPONENTS.map((name) => ({ id: name, name })) };
    if (path === (isCloud ? `${api}/search/jql` : `${api}/search`) && method === "POST") return { json: search(json) };
    if (path === `${api}/search`) return { status: 410, json: { errorMessages: ["The requested API has been removed. Please migrate to the /rest/api/3/search/jql API."], errors: {} } };
    if (path === `${api}/issue` && method === "POST") {
      if ((json["fields"] as { issuetype?: { name?: string } }).issuetype?.name !== "Task") throw new Refusal(400, [], { issuetype: "Specify a valid issue type" });
      const { id, key } = make(json["fields"] as Json, (json["properties"] as { key: string; value: unknown }[] | undefined) ?? []);
      return { status: 201, json: { id, key, self: `${url()}${api}/issue/${id}` } };
    }
    if (path === `${api}/issue/bulkfetch` && method === "POST" && isCloud) {
      const wanted = json["issueIdsOrKeys"] as string[];
      if (wanted.length > 100) throw new Refusal(400, ["You can request up to 100 issues"]);
      const all = wanted.map((name) => issues.get(name) ?? [...issues.values()].find(({ key }) => key === name)).filter((issue) => issue !== undefined);
      return { json: { issues: all.map((issue) => ({ id: issue.id, key: issue.key, fields: { summary: issue.summary }, properties: Object.fromEntries(issue.properties) })), issueErrors: [] } };
    }
    const [, id, rest = ""] = new RegExp(`^${api}/issue/([^/]+)(/.*)?$`).exec(path) ?? [];
    if (id !== undefined) return onIssue(call, issueAt(id), rest);
    return path.startsWith("/rest/servicedeskapi/") && isService ? onService(call) : onFile(call);
  }

  function onIssue({ method, query, json, body, headers }: Call, issue: FakeIssue, rest: string): Said {
    if (rest === "" && method === "GET") return { json: present(issue, query) };
    if (rest === "" && method === "PUT") {
      need("EDIT_ISSUES");
      const copy = { ...issue, components: [...issue.components] };
      setFields(copy, (json["fields"] as Json | undefined) ?? {});
      for (const { add, remove } of ((json["update"] as { components?: { add?: { name: string }; remove?: { name: string } }[] } | undefined)?.components ?? [])) {
        if (remove !== undefined) copy.components = copy.components.filter((name) => name !== remove.name);
        if (add !== undefined) copy.components.push(component(add.name));
      }
      Object.assign(issue, copy);
      touch(issue);
      return { status: 204 };
    }
    if (rest.startsWith("/properties/") && method === "PUT") {
      issue.properties.set(rest.slice(12), json);
      return { status: 201 };
    }
    if (rest === "/comment" && method === "GET") {
      const [startAt, limit] = [Number(query.get("startAt") ?? 0), Number(query.get("maxResults") ?? 50)];
      const sorted = query.get("orderBy") === "-created" ? issue.comments.toReversed() : issue.comments;
      return { json: { comments: sorted.slice(startAt, startAt + limit).map((one) => commentOf(one, query.get("expand") ?? "")), startAt, maxResults: limit, total: issue.comments.length } };
    }
    if (rest === "/comment" && method === "POST") {
      need("ADD_COMMENTS");
      checkRich(json["body"], "comment");
      const property = (json["properties"] as { key: string; value: { internal?: boolean } }[] | undefined)?.find(({ key }) => key === "sd.public.comment");
      const comment = addComment(issue, us, { body: json["body"], isInternal: isService && property?.value.internal === true, role: (json["visibility"] as { value?: string } | undefined)?.value ?? null });
      return { status: 201, json: commentOf(comment, "") };
    }
    if (rest === "/transitions") return onTransitions(method, json, issue);
    if (rest === "/attachments" && method === "POST") {
      if (headers["x-atlassian-token"] !== "no-check") throw new Refusal(403, ["XSRF check failed"]);
      return { json: [fileOf(addFile(issue, us, partOf(headers["content-type"] ?? "", body)))] };
    }
    throw new Refusal(404, ["Not found"]);
  }

  function onTransitions(method: string, json: Json, issue: FakeIssue): Said {
    const steps = traits.denied.has("TRANSITION_ISSUES") ? [] : workflow[issue.status] ?? [];
    if (method === "GET") return { json: { transitions: steps.map(({ id, name, to, asksResolution }) => ({ id, name, to: statusOf(to), hasScreen: asksResolution === true, fields: asksResolution === true ? { resolution: { required: true, name: "Resolution", allowedValues: [{ name: "Fixed" }, { name: "Done" }] } } : {} })) } };
    const step = steps.find(({ id }) => id === (json["transition"] as { id?: string }).id);
    if (step === undefined) throw new Refusal(400, ["It seems that you have tried to perform a workflow operation that is not valid for the current state of this issue. The likely cause is that somebody has changed the issue recently, please look at the issue history for details."]);
    const { resolution } = (json["fields"] as { resolution?: { name?: string } } | undefined) ?? {};
    if (step.asksResolution === true && resolution === undefined) throw new Refusal(400, [], { resolution: "Resolution is required." });
    if (step.asksResolution !== true && resolution !== undefined) throw new Refusal(400, [], { resolution: "Field 'resolution' cannot be set. It is not on the appropriate screen, or unknown." });
    issue.resolution = resolution?.name ?? null;
    move(issue, traits.afterStep ?? step.to, us);
    return { status: 204 };
  }

  function onService({ method, path, json, body, headers }: Call): Said {
    if (path === "/rest/servicedeskapi/servicedesk/4/requesttype/25/field") return { json: { requestTypeFields: traits.form.map(({ fieldId, required }) => ({ fieldId, name: fieldId, required })), canRaiseOnBehalfOf: true } };
    if (path === "/rest/servicedeskapi/request" && method === "POST") {
      const values = json["requestFieldValues"] as Json;
      const other = Object.keys(values).find((field) => !traits.form.some(({ fieldId }) => fieldId === field));
      if (json["serviceDeskId"] !== "4" || json["requestTypeId"] !== "25" || other !== undefined) throw new Refusal(400, [`The field '${other ?? ""}' is not valid for this request type.`]);
      if (isCloud && (json["isAdfRequest"] === true) !== (typeof values["description"] === "object")) throw new Refusal(400, ["description must be a string"]);
      const { id, key } = make(values, []);
      return { status: 201, json: { issueId: id, issueKey: key, requestTypeId: "25", serviceDeskId: "4" } };
    }
    if (path === "/rest/servicedeskapi/servicedesk/4/attachTemporaryFile") {
      if (headers["x-atlassian-token"] !== "no-check" || headers["x-experimentalapi"] === undefined) throw new Refusal(403, ["XSRF check failed"]);
      const id = `temp${next()}`;
      temporary.set(id, partOf(headers["content-type"] ?? "", body));
      return { status: 201, json: { temporaryAttachments: [{ temporaryAttachmentId: id, fileName: temporary.get(id)?.name }] } };
    }
    const id = /^\/rest\/servicedeskapi\/request\/([^/]+)\/attachment$/.exec(path)?.[1];
    if (id === undefined) throw new Refusal(404, ["Not found"]);
    const issue = issueAt(id);
    const files = (json["temporaryAttachmentIds"] as string[]).map((one) => temporary.get(one)).filter((one) => one !== undefined).map((file) => addFile(issue, us, file));
    const shown = isCloud ? { type: "doc", version: 1, content: files.map((file) => ({ type: "mediaGroup", content: [{ type: "media", attrs: { id: `media-${file.id}`, type: "file", collection: "" } }] })) } : files.map((file) => `[^${file.name}] _(1 kB)_`).join("\n\n");
    addComment(issue, us, { body: shown, isInternal: json["public"] !== true, role: null });
    return { status: 201, json: { comment: {}, attachments: { values: files.map((file) => ({ filename: file.name, size: file.bytes.length, _links: { jiraRest: `${url()}${api}/attachment/${file.id}` } })) } } };
  }

  function onFile({ path, query }: Call): Said {
    const all = [...issues.values()].flatMap(({ files }) => files);
    const find = (id: string | undefined): FakeFile => all.find((file) => file.id === id) ?? ((): never => { throw new Refusal(404, ["The attachment with id '0' does not exist"]); })();
    const meta = new RegExp(`^${api}/attachment/(\\d+)$`).exec(path)?.[1];
    if (meta !== undefined) return { json: fileOf(find(meta)) };
    const content = (isCloud ? new RegExp(`^${api}/attachment/content/(\\d+)$`) : /^\/secure\/attachment\/(\d+)\/[^/]+$/).exec(path)?.[1];
    if (content === undefined) throw new Refusal(404, ["null for uri"]);
    return isCloud && query.get("redirect") !== "false" ? { status: 303, location: `https://api.media.example/${content}` } : { bytes: find(content).bytes };
  }

  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("error", () => {});
    request.on("end", () => {
      const body = Buffer.concat(parts);
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://fake");
      const json = (request.headers["content-type"] ?? "").includes("json") && body.length > 0 ? JSON.parse(body.toString("utf8")) as Json : {};
      const call: Call = { method: request.method ?? "GET", path: decodeURIComponent(pathname), query: searchParams, json, body, headers: request.headers as Record<string, string | undefined> };
      asked.push({ method: call.method, path: call.path, query: call.query, json });
      say(response, call);
    });
  });
  const say = (response: ServerResponse, call: Call): void => {
    try {
      const { status = 200, json, bytes, location } = serve(call);
      if (bytes !== undefined) response.writeHead(status, { "content-type": "application/octet-stream" }).end(bytes);
      else if (json === undefined) response.writeHead(status, location === undefined ? {} : { location }).end();
      else response.writeHead(status, { "content-type": "application/json;charset=UTF-8" }).end(JSON.stringify(json));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      response.writeHead(error.status, { "content-type": "application/json;charset=UTF-8" }).end(JSON.stringify(error.json));
    }
  };
  await new Promise<void>((done) => { server.listen(0, "127.0.0.1", done); });
  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: url(), ...secrets, issues, traits, asked,
    comment: (id, body, isInternal) => { addComment(issueAt(id), alice, { body, isInternal, role: isInternal && !isService ? "Developers" : null }); },
    change: (id, { summary, status, key }) => {
      const issue = issueAt(id);
      if (summary !== undefined) issue.summary = summary;
      if (key !== undefined) issue.key = key;
      if (status === undefined) touch(issue);
      else move(issue, status, alice);
    },
    attach: (id, name, type, bytes) => { addFile(issueAt(id), alice, { name, type, bytes: Buffer.from(bytes) }); },
    remove: (id) => {
      issues.delete(id);
      index.delete(id);
    },
    stop: () => new Promise((done) => { server.close(() => done()); server.closeAllConnections(); }),
  };
}

/** The one part of a form with a file. */
function partOf(type: string, body: Buffer): Omit<FakeFile, "id" | "author"> {
  const boundary = /boundary=(.+)$/.exec(type)?.[1] ?? "";
  const head = body.indexOf("\r\n\r\n");
  const end = body.lastIndexOf(`\r\n--${boundary}--`);
  const header = body.subarray(0, head).toString("utf8");
  if (boundary === "" || head < 0 || end < 0 || !header.startsWith(`--${boundary}\r\n`) || !header.includes('name="file"')) throw new Refusal(400, ["No file part"]);
  return { name: decodeURIComponent(/filename="([^"]*)"/.exec(header)?.[1] ?? ""), type: /Content-Type: (.+)/.exec(header)?.[1] ?? "", bytes: body.subarray(head + 4, end) };
}

const ESCAPED = "-#*_+?^~|%{}[]()!@";
const html = (text: string): string => text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);

/** Wiki markup as Jira would render it, as far as people and attackers use it: what is not escaped loses its signs. */
function rendered(wiki: string): string {
  const kept: string[] = [];
  // A backslash before one of its signs; after another backslash it is none.
  let text = "";
  for (let i = 0; i < wiki.length; i++) {
    if (wiki[i] === "\\" && wiki[i + 1] === "\\") {
      text += "\n";
      i++;
    } else if (wiki[i] === "\\" && ESCAPED.includes(wiki[i + 1] ?? "")) {
      text += `\uE000${kept.push(wiki[++i] ?? "") - 1}\uE001`;
    } else text += wiki[i];
  }
  const shown = html(text)
    .replace(/\{(?:code|noformat|quote|color|panel)(?::[^}\n]*)?\}/g, "").replace(/\[~([^\]\n]+)\]/g, '<a href="/user">someone</a>')
    .replace(/\[([^\]\n|]+)\|([^\]\n]+)\]/g, '<a href="$2">$1</a>').replace(/!(?=\S)[^!\n]+!/g, '<img src="x">')
    .replace(/^h[1-6]\. (.*)$/gm, "<h1>$1</h1>").replace(/^bq\. (.*)$/gm, "<blockquote>$1</blockquote>").replace(/^[*#-]+ (.*)$/gm, "<li>$1</li>")
    .replace(/(^|\W)\*(?=\S)([^*\n]+)\*/g, "$1<b>$2</b>").replace(/(^|\W)_(?=\S)([^_\n]+)_/g, "$1<em>$2</em>").replace(/(^|\s)-(?=\S)([^-\n]+)-(?=\s|$)/g, "$1<del>$2</del>").replace(/\?\?([^?\n]+)\?\?/g, "<cite>$1</cite>")
    .replace(/\|\|?/g, "</td><td>").replace(/[:;](?:-?[()DP])/g, '<img class="emoticon" src="x">').replaceAll("\n", "<br/>\n");
  return `<p>${shown.replace(/\uE000(\d+)\uE001/g, (_, at: string) => html(kept[Number(at)] ?? ""))}</p>`;
}
