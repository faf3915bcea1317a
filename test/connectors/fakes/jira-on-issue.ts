// The fake Jira's API for one issue.
import { checkRich, component, setFields } from "./jira-fields.ts";
import { type Call, type FakeIssue, type Json, Refusal, type Said } from "./jira-issue.ts";
import { partOf } from "./jira-files.ts";
import type { JiraWorld } from "./jira-world.ts";

/** What is asked of one issue. */
export function onIssue(world: JiraWorld, { method, query, json, body, headers }: Call, issue: FakeIssue, rest: string): Said {
  const { isCloud, isService, us, touch, need, present, commentOf, fileOf, addComment, addFile } = world;
  if (rest === "" && method === "GET") return { json: present(issue, query) };
  if (rest === "" && method === "PUT") {
    need("EDIT_ISSUES");
    const copy = { ...issue, components: [...issue.components] };
    setFields(isCloud, copy, (json["fields"] as Json | undefined) ?? {});
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
    checkRich(isCloud, json["body"], "comment");
    const property = (json["properties"] as { key: string; value: { internal?: boolean } }[] | undefined)?.find(({ key }) => key === "sd.public.comment");
    const comment = addComment(issue, us, { body: json["body"], isInternal: isService && property?.value.internal === true, role: (json["visibility"] as { value?: string } | undefined)?.value ?? null });
    return { status: 201, json: commentOf(comment, "") };
  }
  if (rest === "/transitions") return onTransitions(world, method, json, issue);
  if (rest === "/attachments" && method === "POST") {
    if (headers["x-atlassian-token"] !== "no-check") throw new Refusal(403, ["XSRF check failed"]);
    return { json: [fileOf(addFile(issue, us, partOf(headers["content-type"] ?? "", body)))] };
  }
  throw new Refusal(404, ["Not found"]);
}

function onTransitions({ traits, workflow, us, statusOf, move }: JiraWorld, method: string, json: Json, issue: FakeIssue): Said {
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
