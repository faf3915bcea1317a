// The service desk of the fake Jira: forms that take no other field, and files in two steps.
import { partOf } from "./jira-files.ts";
import { type Call, type Json, Refusal, type Said } from "./jira-issue.ts";
import type { JiraWorld } from "./jira-world.ts";

/** What is asked of the service desk. */
export function onService({ isCloud, api, us, traits, temporary, site, next, issueAt, make, addComment, addFile }: JiraWorld, { method, path, json, body, headers }: Call): Said {
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
  return { status: 201, json: { comment: {}, attachments: { values: files.map((file) => ({ filename: file.name, size: file.bytes.length, _links: { jiraRest: `${site.url}${api}/attachment/${file.id}` } })) } } };
}
