// What is written into Redmine. It answers 204 to what it ignores too: what matters is looked at before or after.
import { notAccepted, RemoteError, shortWords } from "../../../outbound/index.ts";
import type { CommentVisibility, FileToSend, NewTicket, TicketChange } from "../connector.ts";
import { afterWriting, shaped } from "../shaped.ts";
import { markdownOf, markdownOfText } from "../text/markdown.ts";
import { textileOf, textileOfText } from "../text/textile.ts";
import { pathOf, type Redmine } from "./api.ts";
import { rightsIn } from "./rights.ts";
import { MadeIssue, Upload } from "./shapes.ts";

// Redmine refuses a longer subject.
const LONGEST_TITLE = 255;
const subjectOf = (title: string): string => (title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE - 1)}…` : title);

/** Makes a ticket; gives its id. */
export async function create(redmine: Redmine, { key, title, text, queue, priority, asset, dueAt }: NewTicket): Promise<string> {
  const { options, idOf, http } = redmine;
  const fields = [[options.keyField, key], [options.assetField, asset]].flatMap(([id, value]) => (id === null || value === null ? [] : [{ id, value }]));
  const issue = {
    ...await placeOf(redmine, queue),
    ...(options.project === null ? {} : { project_id: await idOf("projects", options.project) }),
    ...(options.tracker === null ? {} : { tracker_id: await idOf("trackers", options.tracker) }),
    ...(priority === null ? {} : { priority_id: await idOf("priorities", priority) }),
    ...(options.dueDate && dueAt !== null ? { due_date: dueAt.toISOString().slice(0, 10) } : {}),
    subject: subjectOf(title), description: options.text === "markdown" ? markdownOf(text) : textileOf(text),
    ...(fields.length === 0 ? {} : { custom_fields: fields }),
  };
  const { json } = await http.ask({ method: "POST", path: "issues.json", json: { issue } });
  return String(shaped(MadeIssue, json, "Redmine", "maybe").issue.id);
}

/** Where a queue is: a project, or whom it is assigned to. */
async function placeOf({ options, idOf }: Redmine, queue: string | null): Promise<Readonly<Record<string, number>>> {
  if (options.project !== null) return queue === null ? {} : { assigned_to_id: await idOf("members", queue) };
  if (queue === null) throw notAccepted("A ticket in Redmine needs a project.", "Name the project as the queue of the team, or in the option project.");
  return { project_id: await idOf("projects", queue) };
}

/** Changes the named fields. */
export async function update(redmine: Redmine, id: string, { title, queue, priority }: TicketChange): Promise<void> {
  const issue = {
    ...(title === undefined ? {} : { subject: subjectOf(title) }),
    ...(queue === undefined ? {} : await placeOf(redmine, queue)),
    ...(priority === undefined ? {} : { priority_id: await redmine.idOf("priorities", priority) }),
  };
  if (Object.keys(issue).length > 0) await put(redmine, id, issue);
}

/** Adds a note; its id is read, since Redmine does not tell it. */
export async function comment(redmine: Redmine, id: string, text: string, visibility: CommentVisibility): Promise<string | null> {
  const isPrivate = visibility === "internal";
  const account = await redmine.account();
  // Without the right, Redmine shows a private note to everybody.
  if (isPrivate) await demandPrivate(redmine, id);
  const notes = redmine.options.text === "markdown" ? markdownOfText(text) : textileOfText(text);
  await put(redmine, id, { notes, ...(isPrivate ? { private_notes: true } : {}) });
  const written = await redmine.issue(id, "journals").catch(() => undefined);
  if (written === undefined) return null;
  const same = (there: string): boolean => there.replace(/\s+/g, "") === notes.replace(/\s+/g, "");
  const found = written.journals.toSorted((one, other) => other.id - one.id).find(({ user, notes: there }) => user?.id === account.id && same(there));
  return found === undefined ? null : String(found.id);
}

async function demandPrivate(redmine: Redmine, id: string): Promise<void> {
  const { project } = await redmine.issue(id, "");
  const rights = await rightsIn(redmine, project.id);
  if (rights.has("set_notes_private") && rights.has("view_private_notes")) return;
  throw notAccepted(`The account may not write private notes in ${project.name}: Redmine would show them to everybody.`, 'Give its role the rights "Set notes as private" and "View private notes", or let comments be public.');
}

/** Moves it to a status that its workflow allows to us now; others Redmine ignores without a word. */
export async function transition(redmine: Redmine, id: string, state: string): Promise<void> {
  const status = await redmine.idOf("statuses", state);
  const before = await redmine.issue(id, "allowed_statuses");
  if (before.status.id === status) return;
  const allowed = before.allowed_statuses;
  if (allowed?.some((one) => one.id === status) === false) throw notAllowed(state, before.status.name, allowed);
  await put(redmine, id, { status_id: status });
  // Since when is told what is allowed: Redmine 5. Before, it is seen afterwards.
  if (allowed === undefined && (await redmine.issue(id, "").catch((error: unknown) => { throw afterWriting(error); })).status.id !== status) throw notAllowed(state, before.status.name, []);
}

const notAllowed = (state: string, from: string, allowed: readonly { readonly name: string }[]): RemoteError =>
  notAccepted(`Redmine's workflow does not let us go from ${from} to ${state}${allowed.length === 0 ? "" : `; it allows: ${allowed.map(({ name }) => name).join(", ")}`}`, "Allow the step to the account's role in Administration, Workflow, or map to a status that is allowed.");

/** Uploads a file, then hangs it on the ticket. */
export async function attach(redmine: Redmine, id: string, { name, type, data }: FileToSend, visibility: CommentVisibility): Promise<string | null> {
  if (visibility === "internal") throw notAccepted("Redmine shows files to everybody who sees the ticket: an internal one is not sent.");
  const { json } = await redmine.http.ask({ method: "POST", path: "uploads.json", query: { filename: name }, bytes: { type: "application/octet-stream", data } }).catch((error: unknown) => {
    throw tooLarge(error);
  });
  const { upload } = shaped(Upload, json, "Redmine", "no");
  await put(redmine, id, { uploads: [{ token: upload.token, filename: name, content_type: type }] });
  return upload.id === undefined ? null : String(upload.id);
}

const tooLarge = (error: unknown): unknown =>
  error instanceof RemoteError && (error.status === 422 || error.status === 413) ? notAccepted(error.words, "Raise the largest size of attachments in Redmine, or lower the connector's largest file.") : error;

/** Redmine answers 204 and nothing else: a page with 200 is somebody else's. */
async function put({ http }: Redmine, id: string, issue: object): Promise<void> {
  const { status, bytes } = await http.ask({ method: "PUT", path: pathOf(id), json: { issue }, expects: "nothing" });
  if (status !== 204 && bytes.length > 0) throw new RemoteError({ problem: "garbage", words: `answered ${status} with ${shortWords(bytes.toString("utf8"))} to an update: Redmine answers 204 with nothing`, arrived: "maybe", status });
}
