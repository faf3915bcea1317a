import { z } from "zod";
import { RemoteError } from "../../../outbound/index.ts";
import type { Comment, Reading, TicketFile } from "../connector.ts";
import { wordsOfAdf } from "../text/adf.ts";
import { wordsOfHtml } from "../text/html.ts";
import { showsFilesAlone, wordsOfWiki } from "../text/wiki.ts";
import type { JiraOptions } from "./options.ts";
import { type Comment as JiraComment, Comments, Issue, keyIn, nameOf, OneAttachment, PROPERTY } from "./shapes.ts";
import { issuePath, type Site } from "./site.ts";

export async function read(site: Site, id: string): Promise<Reading> {
  const { options } = site;
  const issue = await found(() => site.get(Issue, issuePath(site, id), { fields: ["summary", "status", "assignee", "priority", "components", "attachment", "project", "issuetype", ...(options.queue === "component" ? [] : [options.queue])].join(","), properties: PROPERTY, expand: "changelog" }));
  if (issue === undefined) return { found: "no" };
  const { fields, changelog } = issue;
  const moves = (changelog?.histories ?? []).filter(({ items }) => items.some(({ field }) => field === "status")).toSorted((a, b) => b.created.getTime() - a.created.getTime());
  return {
    found: "yes",
    ticket: {
      // Its id stays when it is moved to another project; its key does not.
      id: issue.id, number: issue.key, url: `${site.url}/browse/${issue.key}`, title: fields.summary, state: fields.status.name,
      queue: queueOf(options, fields), priority: fields.priority?.name ?? null, assignee: nameOf(fields.assignee), changedBy: nameOf(moves[0]?.author), stateChangedAt: moves[0]?.created ?? null, key: keyIn(issue.properties), version: null,
      comments: await readComments(site, issue.id),
      files: fields.attachment.map((file): TicketFile => ({ id: file.id, name: file.filename, type: file.mimeType ?? "application/octet-stream", bytes: file.size ?? null, author: nameOf(file.author), visibility: options.filesThere })),
    },
  };
}

/** Undefined: it was deleted, or the account may not see it. */
export async function found<Value>(ask: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await ask();
  } catch (error) {
    // An address that is wrong answers 404 as well, and with a page: tickets are not gone because of it.
    if (error instanceof RemoteError && error.problem === "not_found" && (error.status === undefined || /^404 [[{]/.test(error.words))) return undefined;
    throw error;
  }
}

const Choice = z.union([z.looseObject({ value: z.string() }).transform(({ value }) => value), z.looseObject({ name: z.string() }).transform(({ name }) => name), z.string()]);

/** The first component, or the choice of the field. */
export function queueOf({ queue }: Pick<JiraOptions, "queue">, fields: z.infer<typeof Issue>["fields"]): string | null {
  if (queue === "component") return fields.components[0]?.name ?? null;
  const parsed = z.union([Choice, z.array(Choice).transform(([first]) => first)]).safeParse(fields[queue]);
  return (parsed.success ? parsed.data : undefined) ?? null;
}

const PAGE = 100;
const MOST = 1_000;

/** The newest, the oldest of them first. */
async function readComments(site: Site, id: string): Promise<readonly Comment[]> {
  const all = new Map<string, JiraComment>();
  for (let startAt = 0; startAt < MOST; startAt += PAGE) {
    const { comments, total } = await site.get(Comments, `${issuePath(site, id)}/comment`, { startAt, maxResults: PAGE, orderBy: "-created", expand: site.isCloud ? "properties" : "properties,renderedBody" });
    for (const comment of comments) all.set(comment.id, comment);
    if (comments.length === 0 || startAt + comments.length >= (total ?? 0)) break;
  }
  return [...all.values()].toSorted((a, b) => a.created.getTime() - b.created.getTime() || Number(a.id) - Number(b.id)).map((comment) => ({
    id: comment.id, at: comment.created, author: nameOf(comment.author) ?? "", visibility: isInternal(comment) ? "internal" : "public", text: wordsOf(comment),
  }));
}

/** What customers do not see, or only people of a role or group. */
const isInternal = ({ jsdPublic, visibility, properties }: JiraComment): boolean =>
  jsdPublic === false || (visibility !== undefined && visibility !== null && Object.keys(visibility).length > 0)
  || (properties ?? []).some(({ key, value }) => key === "sd.public.comment" && typeof value === "object" && value !== null && "internal" in value && String(value.internal) === "true");

/** A comment that carries a file, and says nothing, says nothing here. */
function wordsOf({ body, renderedBody }: JiraComment): string {
  if (typeof body !== "string") return wordsOfAdf(body);
  if (showsFilesAlone(body)) return "";
  return typeof renderedBody === "string" && renderedBody !== "" ? wordsOfHtml(renderedBody).replaceAll("\u2060", "") : wordsOfWiki(body);
}

/** Of as many bytes as Jira says: a page of a proxy has others. */
export async function download(site: Site, id: string): Promise<Uint8Array> {
  if (!/^\d{1,18}$/.test(id)) throw new RemoteError({ problem: "not_found", words: `${id.slice(0, 40)} is no attachment`, arrived: "no" });
  const file = await site.get(OneAttachment, `${site.api}/attachment/${id}`);
  // Cloud would lead to another host, which is not followed.
  const ask = site.isCloud ? { path: `${site.api}/attachment/content/${id}`, query: { redirect: "false" } } : { path: `secure/attachment/${id}/${encodeURIComponent(file.filename)}` };
  const { bytes } = await site.http.ask({ ...ask, expects: "bytes" });
  if (typeof file.size === "number" && bytes.length !== file.size) throw new RemoteError({ problem: "garbage", words: `the attachment ${id} has ${file.size} bytes, and ${bytes.length} came`, arrived: "no" });
  return bytes;
}
