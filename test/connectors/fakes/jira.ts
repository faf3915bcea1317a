// A site of Jira in memory, as its documents tell of Cloud's API 3 and Data Center's API 2, with and without a service desk,
// and with its traps: an index that is late, times of JQL in the account's zone, steps that differ from status to status,
// screens, ADF that must be right, forms that take no other field, redirects to another host for files.
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onFile } from "./jira-files.ts";
import { type Call, COMPONENTS, type FakeIssue, type Json, Refusal, type Said } from "./jira-issue.ts";
import { onIssue } from "./jira-on-issue.ts";
import { search } from "./jira-search.ts";
import { onService } from "./jira-service.ts";
import { type JiraFakeOptions, type JiraTraits, type JiraWorld, newJira } from "./jira-world.ts";

const SECRETS = { user: "soc@vigie.example", token: "t0ken" };

export type FakeJira = {
  readonly url: string;
  readonly user: string;
  readonly token: string;
  readonly issues: Map<string, FakeIssue>;
  readonly traits: JiraTraits;
  readonly asked: { method: string; path: string; query: URLSearchParams; json: Json }[];
  readonly comment: (id: string, body: unknown, isInternal: boolean) => void;
  readonly change: (id: string, change: { summary?: string; status?: string; key?: string }) => void;
  readonly attach: (id: string, name: string, type: string, bytes: Uint8Array) => void;
  readonly remove: (id: string) => void;
  readonly stop: () => Promise<void>;
};

export async function startJira(options: JiraFakeOptions): Promise<FakeJira> {
  const world = newJira(options);
  const { isService, alice, issues, index, traits, site, touch, issueAt, move, addComment, addFile } = world;
  const asked: FakeJira["asked"] = [];
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
      const { status = 200, json, bytes, location } = serve(world, call);
      if (bytes !== undefined) response.writeHead(status, { "content-type": "application/octet-stream" }).end(bytes);
      else if (json === undefined) response.writeHead(status, location === undefined ? {} : { location }).end();
      else response.writeHead(status, { "content-type": "application/json;charset=UTF-8" }).end(JSON.stringify(json));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      response.writeHead(error.status, { "content-type": "application/json;charset=UTF-8" }).end(JSON.stringify(error.json));
    }
  };
  await new Promise<void>((done) => { server.listen(0, "127.0.0.1", done); });
  site.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: site.url, ...SECRETS, issues, traits, asked,
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

function serve(world: JiraWorld, call: Call): Said {
  const { isCloud, isService, zone, api, us, workflow, issues, traits, site, stamp, statusOf, personOf, make, issueAt } = world;
  const { method, path, query, json } = call;
  const sign = call.headers["authorization"] ?? "";
  if (sign !== `Basic ${Buffer.from(`${SECRETS.user}:${SECRETS.token}`).toString("base64")}` && (isCloud || sign !== `Bearer ${SECRETS.token}`)) throw new Refusal(401, ["Client must be authenticated to access this resource."]);
  if (path === `${api}/serverInfo`) return { json: { baseUrl: site.url, version: isCloud ? "1001.0.0-SNAPSHOT" : "9.12.4", deploymentType: isCloud ? "Cloud" : "Server", serverTime: stamp(new Date()) } };
  if (path === `${api}/myself`) return { json: { ...personOf(us), ...(traits.tellsZone ? { timeZone: zone } : {}) } };
  if (path === `${api}/mypermissions`) {
    if (isCloud && query.get("permissions") === null) throw new Refusal(400, ["The 'permissions' query parameter is required."]);
    return { json: { permissions: Object.fromEntries(["BROWSE_PROJECTS", "CREATE_ISSUES", "EDIT_ISSUES", "TRANSITION_ISSUES", "ADD_COMMENTS", "CREATE_ATTACHMENTS"].map((key) => [key, { key, havePermission: !traits.denied.has(key) }])) } };
  }
  if (path === `${api}/project/SOC/statuses`) return { json: [{ name: isService ? "[System] Service request" : "Task", statuses: Object.keys(workflow).map(statusOf) }, { name: "Epic", statuses: [statusOf("Backlog")] }] };
  if (path === `${api}/project/SOC/components`) return { json: COMPONENTS.map((name) => ({ id: name, name })) };
  if (path === (isCloud ? `${api}/search/jql` : `${api}/search`) && method === "POST") return { json: search(world, json) };
  if (path === `${api}/search`) return { status: 410, json: { errorMessages: ["The requested API has been removed. Please migrate to the /rest/api/3/search/jql API."], errors: {} } };
  if (path === `${api}/issue` && method === "POST") {
    if ((json["fields"] as { issuetype?: { name?: string } }).issuetype?.name !== "Task") throw new Refusal(400, [], { issuetype: "Specify a valid issue type" });
    const { id, key } = make(json["fields"] as Json, (json["properties"] as { key: string; value: unknown }[] | undefined) ?? []);
    return { status: 201, json: { id, key, self: `${site.url}${api}/issue/${id}` } };
  }
  if (path === `${api}/issue/bulkfetch` && method === "POST" && isCloud) {
    const wanted = json["issueIdsOrKeys"] as string[];
    if (wanted.length > 100) throw new Refusal(400, ["You can request up to 100 issues"]);
    const all = wanted.map((name) => issues.get(name) ?? [...issues.values()].find(({ key }) => key === name)).filter((issue) => issue !== undefined);
    return { json: { issues: all.map((issue) => ({ id: issue.id, key: issue.key, fields: { summary: issue.summary }, properties: Object.fromEntries(issue.properties) })), issueErrors: [] } };
  }
  const [, id, rest = ""] = new RegExp(`^${api}/issue/([^/]+)(/.*)?$`).exec(path) ?? [];
  if (id !== undefined) return onIssue(world, call, issueAt(id), rest);
  return path.startsWith("/rest/servicedeskapi/") && isService ? onService(world, call) : onFile(world, call);
}
