// What all of the fake Jira works on: issues, the index that is late, people and times, and how they are shown.
import { setFields } from "./jira-fields.ts";
import { CATEGORY, type FakeComment, type FakeFile, type FakeIssue, type Json, type Person, PLAIN, Refusal, SERVICE } from "./jira-issue.ts";
import { rendered } from "./jira-wiki.ts";

export type JiraFakeOptions = { readonly flavour: "cloud" | "data-center"; readonly isService?: boolean; readonly zone?: string };
export type JiraTraits = { lagMs: number; tellsZone: boolean; denied: Set<string>; form: { fieldId: string; required: boolean }[]; at: Date | null; afterStep: string | null; findsNoWords: boolean };
export type JiraWorld = ReturnType<typeof newJira>;

export function newJira({ flavour, isService = false, zone = "America/New_York" }: JiraFakeOptions) {
  const isCloud = flavour === "cloud";
  const us: Person = { displayName: "Vigie SOC", accountId: "5b10a2844c20165700ede21g", timeZone: zone };
  const alice: Person = { displayName: "Alice Admin", accountId: "5b10ac8d82e05b22cc7d4ef5", timeZone: "Europe/Paris" };
  const workflow = isService ? SERVICE : PLAIN;
  const issues = new Map<string, FakeIssue>();
  const index = new Map<string, { summary: string; updated: Date; created: Date; project: string }>();
  const temporary = new Map<string, Omit<FakeFile, "id" | "author">>();
  const traits: JiraTraits = { lagMs: isCloud ? 150 : 0, tellsZone: true, denied: new Set(), form: [{ fieldId: "summary", required: true }, { fieldId: "description", required: false }], at: null, afterStep: null, findsNoWords: false };
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

  function make(fields: Json, properties: readonly { key: string; value: unknown }[]): FakeIssue {
    need("CREATE_ISSUES");
    const issue: FakeIssue = {
      id: next(), key: `SOC-${issues.size + 1}`, project: "SOC", type: isService ? "[System] Service request" : "Task", summary: "", description: null, status: isService ? "Waiting for support" : "To Do", priority: "Medium", components: [], resolution: null, duedate: null,
      fields: {}, properties: new Map(properties.map(({ key, value }) => [key, value])), comments: [], files: [], histories: [], created: now(), updated: now(),
    };
    setFields(isCloud, issue, fields);
    if (issue.summary === "") throw new Refusal(400, [], { summary: "You must specify a summary of the issue." });
    issues.set(issue.id, issue);
    touch(issue);
    return issue;
  }

  const statusOf = (name: string): Json => ({ name, id: name, statusCategory: { key: CATEGORY[name] ?? "undefined", name } });
  const personOf = ({ displayName, accountId }: Person): Json => ({ displayName, ...(isCloud ? { accountId } : { name: accountId, key: accountId }) });
  const fileOf = (file: FakeFile): Json => ({ id: file.id, filename: file.name, mimeType: file.type, size: file.bytes.length, author: personOf(file.author), created: stamp(now()), content: isCloud ? `https://api.media.example/${file.id}` : `${site.url}/secure/attachment/${file.id}/${encodeURIComponent(file.name)}` });
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
  // Known once it listens.
  const site = { url: "" };
  return { isCloud, isService, zone, api, us, alice, workflow, issues, index, temporary, traits, site, now, next, touch, stamp, walls, issueAt, need, make, statusOf, personOf, fileOf, commentOf, present, move, addComment, addFile };
}
