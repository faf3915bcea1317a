// A ticket as Redmine has it now.
import { notAccepted, RemoteError, shortWords, wordsOfEntities } from "../../../outbound/index.ts";
import type { Comment, Reading, Ticket } from "../connector.ts";
import { wordsOfMarkdown } from "../text/markdown.ts";
import type { Redmine } from "./api.ts";
import { type IssueBody, type Journal, OneFile } from "./shapes.ts";

const MOST_COMMENTS = 1_000;
const NOWHERE = new Set<string>(["not_found", "forbidden"]);

/** Reads one. Redmine knows no merge: tickets that are duplicates stay tickets. */
export async function read(redmine: Redmine, id: string): Promise<Reading> {
  try {
    return { found: "yes", ticket: ticketOf(redmine, await redmine.issue(id, "journals,attachments")) };
  } catch (error) {
    if (error instanceof RemoteError && NOWHERE.has(error.problem)) return { found: "no" };
    throw error;
  }
}

function ticketOf({ options, url }: Redmine, issue: IssueBody): Ticket {
  const journals = issue.journals.toSorted((one, other) => one.id - other.id);
  const moved = journals.findLast(({ details }) => details.some(({ property, name }) => property === "attr" && name === "status_id"));
  const key = issue.custom_fields.find(({ id }) => id === options.keyField)?.value;
  return {
    id: String(issue.id), number: `#${issue.id}`, url: `${url.replace(/\/+$/, "")}/issues/${issue.id}`,
    title: issue.subject, state: issue.status.name, queue: options.project === null ? issue.project.name : issue.assigned_to?.name ?? null,
    priority: issue.priority.name, assignee: issue.assigned_to?.name ?? null,
    changedBy: moved?.user?.name ?? null, stateChangedAt: moved?.created_on ?? issue.created_on ?? null, madeAt: issue.created_on ?? null,
    key: typeof key === "string" && key !== "" ? key : null, version: issue.updated_on,
    comments: journals.filter(({ notes }) => notes !== "").slice(-MOST_COMMENTS).map((journal) => commentOf(journal, options.text)),
    files: issue.attachments.map((file) => ({ id: String(file.id), name: file.filename, type: file.content_type ?? "application/octet-stream", bytes: file.filesize, author: file.author?.name ?? null, visibility: "public" })),
  };
}

const commentOf = ({ id, created_on, user, notes, private_notes }: Journal, text: "textile" | "markdown"): Comment => ({
  id: String(id), at: created_on, author: user?.name ?? "", visibility: private_notes ? "internal" : "public",
  text: text === "markdown" ? wordsOfMarkdown(notes) : wordsOfEntities(notes),
});

/** Downloads a file of a ticket, from where Redmine has it and nowhere else. */
export async function download(redmine: Redmine, id: string, file: string): Promise<Uint8Array> {
  const { attachments } = await redmine.issue(id, "attachments");
  if (!attachments.some((one) => String(one.id) === file)) throw notAccepted(`The ticket #${id} has no file ${file.slice(0, 40)}.`);
  const { attachment: { filename, filesize } } = await redmine.get(OneFile, `attachments/${file}.json`);
  const { bytes } = await redmine.http.ask({ path: `attachments/download/${file}/${encodeURIComponent(filename)}`, expects: "bytes" });
  if (bytes.length !== filesize) throw new RemoteError({ problem: "garbage", words: `The file ${shortWords(filename)} came with ${bytes.length} bytes, and has ${filesize}.`, arrived: "no" });
  return bytes;
}
