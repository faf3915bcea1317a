import { z } from "zod";
import { notAccepted, RemoteError } from "../../../outbound/index.ts";
import type { CommentVisibility, FileToSend, NewTicket, TicketChange } from "../connector.ts";
import { multipartOf } from "../multipart.ts";
import { afterWriting, shaped } from "../shaped.ts";
import { found, queueOf } from "./read.ts";
import { Attachments, Components, Issue, MadeIssue, MadeRequest, PROPERTY, RequestFields, TemporaryFiles, Written } from "./shapes.ts";
import { issuePath, type Site } from "./site.ts";

type Fields = Record<string, unknown>;

export async function create(site: Site, ticket: NewTicket): Promise<string> {
  const { options: { service, project, issueType } } = site;
  if (service !== null) return createRequest(site, ticket, service);
  const { id } = await site.send(MadeIssue, `${site.api}/issue`, {
    fields: { ...textFields(site, ticket), ...routeFields(site, ticket), project: { key: project }, issuetype: { name: issueType } },
    properties: [{ key: PROPERTY, value: { key: ticket.key } }],
  });
  return id;
}

const textFields = (site: Site, { title, text }: NewTicket): Fields => ({ ...site.options.fields, summary: oneLine(title), description: site.rich(text) });

function routeFields({ options }: Site, { queue, priority, dueAt }: Pick<NewTicket, "queue" | "priority" | "dueAt">): Fields {
  return {
    ...(queue === null ? {} : options.queue === "component" ? { components: [{ name: queue }] } : { [options.queue]: choiceOf(queue) }),
    ...(priority === null ? {} : { priority: { name: priority } }),
    ...(options.sendsDueDate && dueAt !== null ? { duedate: dueAt.toISOString().slice(0, 10) } : {}),
  };
}

// A field of one choice takes its value, one of a group its name; neither minds the other.
const choiceOf = (name: string): Fields => ({ value: name });

// A summary has one line, of 255 characters at most.
const oneLine = (title: string): string => title.replace(/[\p{Cc}\s]+/gu, " ").trim().slice(0, 255);

/** A request of a service desk. What does not stand on the request type's form is set on the issue behind it. */
async function createRequest(site: Site, ticket: NewTicket, { deskId, requestTypeId }: { readonly deskId: string; readonly requestTypeId: string }): Promise<string> {
  const { requestTypeFields } = await site.get(RequestFields, `rest/servicedeskapi/servicedesk/${deskId}/requesttype/${requestTypeId}/field`);
  if (ticket.queue !== null && site.options.queue === "component") await mustHave(site, ticket.queue);
  const onForm = new Set(requestTypeFields.map(({ fieldId }) => fieldId));
  const route = Object.entries(routeFields(site, ticket));
  const { issueId } = await site.send(MadeRequest, "rest/servicedeskapi/request", {
    serviceDeskId: deskId, requestTypeId, ...(site.isCloud ? { isAdfRequest: true } : {}),
    requestFieldValues: { ...textFields(site, ticket), ...Object.fromEntries(route.filter(([field]) => onForm.has(field))) },
  });
  const rest = Object.fromEntries(route.filter(([field]) => !onForm.has(field)));
  // It is made. What of this fails is seen when it is read back.
  await unless(site.http.ask({ method: "PUT", path: `${issuePath(site, issueId)}/properties/${PROPERTY}`, json: { key: ticket.key }, expects: "nothing" }));
  if (Object.keys(rest).length > 0) await unless(site.http.ask({ method: "PUT", path: issuePath(site, issueId), json: { fields: rest }, expects: "nothing" }));
  return issueId;
}

/** Beside a form nobody refuses a component that is none before the request is made. */
async function mustHave({ get, api, options: { project } }: Site, component: string): Promise<void> {
  const all = await get(Components, `${api}/project/${project}/components`);
  if (!all.some(({ name }) => name === component)) throw notAccepted(`${component.slice(0, 100)} is no component of ${project}; there are: ${all.map(({ name }) => name).join(", ").slice(0, 300)}`, "Name one of those in the mapping, as it is written there.");
}

async function unless(asked: Promise<unknown>): Promise<void> {
  await asked.catch((error: unknown) => {
    if (!(error instanceof RemoteError) || !error.isLasting || error.problem === "unauthorized") throw afterWriting(error);
  });
}

export async function update(site: Site, id: string, { title, queue, priority }: TicketChange): Promise<void> {
  const fields: Fields = { ...(title === undefined ? {} : { summary: oneLine(title) }), ...routeFields(site, { queue: site.options.queue === "component" ? null : queue ?? null, priority: priority ?? null, dueAt: null }) };
  const components = queue !== undefined && site.options.queue === "component" ? { components: await exchange(site, id, queue) } : {};
  if (Object.keys(fields).length === 0 && Object.keys(components).length === 0) return;
  await site.http.ask({ method: "PUT", path: issuePath(site, id), json: { ...(Object.keys(fields).length === 0 ? {} : { fields }), ...(Object.keys(components).length === 0 ? {} : { update: components }) }, expects: "nothing" });
}

/** Another component in place of the first: what people added beside stays. */
async function exchange(site: Site, id: string, queue: string): Promise<readonly unknown[]> {
  const issue = await found(() => site.get(Issue, issuePath(site, id), { fields: "status,components" }));
  if (issue === undefined) throw new RemoteError({ problem: "not_found", words: `no issue ${id}`, arrived: "no" });
  const before = queueOf(site.options, issue.fields);
  if (before === queue) return [];
  return [...(before === null ? [] : [{ remove: { name: before } }]), { add: { name: queue } }];
}

export async function comment(site: Site, id: string, text: string, visibility: CommentVisibility): Promise<string | null> {
  const { options: { service, internalRole } } = site;
  const isInternal = visibility === "internal";
  if (isInternal && service === null && internalRole === null) throw notAccepted("Without a service desk there are no internal comments: everybody who sees the issue would read it.", "Name the project role that may read it under options.internalRole, or send comments as public.");
  const { id: written } = await site.send(Written, `${issuePath(site, id)}/comment`, {
    body: site.richText(text),
    // On a service desk a comment is public unless it says otherwise.
    ...(service === null ? (isInternal ? { visibility: { type: "role", value: internalRole } } : {}) : { properties: [{ key: "sd.public.comment", value: { internal: isInternal } }] }),
  });
  return written;
}

const NO_CHECK = { "x-atlassian-token": "no-check" };
const Links = z.looseObject({ jiraRest: z.string().nullish() }).nullish();
const Added = z.looseObject({ attachments: z.looseObject({ values: z.array(z.record(z.string(), z.unknown()).transform((file) => Links.safeParse(file["_links"]).data?.jiraRest ?? "")) }) });

/** What customers are to see of a service desk goes by its own API, which makes a comment with the file in it and nothing else. */
export async function attach(site: Site, id: string, file: FileToSend, visibility: CommentVisibility): Promise<string | null> {
  const { http, options: { service } } = site;
  const bytes = multipartOf("file", file);
  const path = `${issuePath(site, id)}/attachments`;
  if (service === null || visibility === "internal") {
    const { json } = await http.ask({ method: "POST", path, headers: NO_CHECK, bytes });
    return shaped(Attachments, json, path, "maybe")[0]?.id ?? null;
  }
  const desk = `rest/servicedeskapi/servicedesk/${service.deskId}/attachTemporaryFile`;
  const temporary = shaped(TemporaryFiles, (await http.ask({ method: "POST", path: desk, headers: { ...NO_CHECK, "x-experimentalapi": "opt-in" }, bytes })).json, desk, "no").temporaryAttachments;
  const { attachments } = await site.send(Added, `rest/servicedeskapi/request/${id}/attachment`, { temporaryAttachmentIds: temporary.map(({ temporaryAttachmentId }) => temporaryAttachmentId), public: true }, { "x-experimentalapi": "opt-in" });
  return /\/attachment\/(\d+)$/.exec(attachments.values[0] ?? "")?.[1] ?? null;
}
