// Tickets of GLPI as the sync sees them, whichever API tells of them.
import { createHash } from "node:crypto";
import { notAccepted, RemoteError } from "../../../outbound/index.ts";
import type { CommentVisibility, FileToSend, KeyFound, NewTicket, Probe, Reading, TicketChange } from "../connector.ts";
import { isOwnNote } from "../own-note.ts";
import { htmlOf, htmlOfText } from "../text/html.ts";
import { type GlpiApi, groupNamed, ifThere, nameOf, numberOf } from "./api.ts";
import { priorityNumber, priorityOf, stateOf, statusNumber } from "./words.ts";

const MOST_COMMENTS = 1_000;
const [SOLVED, CLOSED] = [5, 6];

/** Finds a ticket by its external id, or by the key at the start of its title. The eldest, where people copied it. */
export async function findByKey(api: GlpiApi, key: string): Promise<KeyFound> {
  const found = (await api.candidates(key)).filter(({ name, externalId }) => externalId === key || (externalId === null && name.startsWith(`[${key}]`)));
  const [eldest] = found.map(({ id }) => id).toSorted((one, other) => one - other);
  return eldest === undefined ? { found: "no" } : { found: "yes", id: String(eldest) };
}

const priorityFor = (priority: string): number => {
  const number = priorityNumber(priority);
  if (number === undefined) throw notAccepted(`GLPI has no priority ${priority.slice(0, 50)}.`, "Map severities to: very low, low, medium, high, very high, major.");
  return number;
};

export async function create(api: GlpiApi, { key, title, text, queue, priority }: NewTicket): Promise<string> {
  const group = queue === null ? null : await groupNamed(api, queue);
  return String(await api.make({ key, name: title, html: htmlOf(text), priority: priority === null ? null : priorityFor(priority), group }));
}

/** Changes fields. A group is assigned first and the others are taken off then: at no time is it nobody's. */
export async function update(api: GlpiApi, id: string, { title, queue, priority }: TicketChange): Promise<void> {
  const ticket = numberOf(id);
  const group = queue === undefined ? undefined : await groupNamed(api, queue);
  const fields = { ...(title === undefined ? {} : { name: title }), ...(priority === undefined ? {} : { priority: priorityFor(priority) }) };
  if (Object.keys(fields).length > 0) await api.change(ticket, fields);
  if (group === undefined) return;
  const { groups } = await api.team(ticket);
  if (!groups.some((one) => one.id === group)) await api.assign(ticket, group);
  for (const other of groups) if (other.id !== group) await api.unassign(ticket, other);
}

export const comment = async (api: GlpiApi, id: string, text: string, visibility: CommentVisibility): Promise<string> => `followup-${await api.follow(numberOf(id), htmlOfText(text), visibility === "internal")}`;

/** Moves a ticket. Solved is what has a solution, and closed what was solved before. */
export async function transition(api: GlpiApi, id: string, state: string, note: string): Promise<void> {
  const wanted = statusNumber(state);
  if (wanted === undefined) throw notAccepted(`GLPI has no state ${state.slice(0, 50)}.`, "Name one of new, assigned, planned, pending, solved, closed under \"moves\" of the connector.");
  const ticket = await api.ticket(numberOf(id));
  if (ticket === undefined) throw new RemoteError({ problem: "not_found", words: `There is no ticket ${id}.`, arrived: "no" });
  if (ticket.status === wanted) return;
  if ((wanted === SOLVED || wanted === CLOSED) && ticket.status !== SOLVED && ticket.status !== CLOSED) await api.solve(ticket.id, htmlOfText(note));
  // A solution is its own step; where GLPI closes at once what is solved, it is closed already.
  if (wanted !== SOLVED || ticket.status === CLOSED) await api.change(ticket.id, { status: wanted });
}

export async function read(api: GlpiApi, url: string, id: string): Promise<Reading> {
  const ticket = /^\d{1,15}$/.test(id) ? await api.ticket(Number(id)) : undefined;
  if (ticket === undefined) return { found: "no" };
  if (ticket.isDeleted) {
    const into = await api.mergedInto(ticket.id);
    return into === undefined ? { found: "no" } : { found: "merged", into: String(into) };
  }
  const { groups, users } = await api.team(ticket.id);
  const [group] = groups.toSorted((one, other) => one.link - other.link);
  const comments = (await api.said(ticket.id)).filter((one) => !(one.id.startsWith("solution-") && isOwnNote(one.text, { title: ticket.name, key: ticket.externalId })));
  return {
    found: "yes",
    ticket: {
      id, number: id, url: `${url.replace(/\/+$/, "")}/front/ticket.form.php?id=${id}`, title: ticket.name, state: stateOf(ticket.status), queue: group === undefined ? null : nameOf(await api.groups(), group.id), priority: priorityOf(ticket.priority),
      assignee: users.join(", ") || null, changedBy: ticket.changedBy, key: ticket.externalId, version: null,
      comments: comments.toSorted((one, other) => one.at.getTime() - other.at.getTime()).slice(-MOST_COMMENTS),
      files: ticket.documents.map(({ id: document, name, type, author }) => ({ id: String(document), name, type, bytes: null, author, visibility: "public" })),
    },
  };
}

export async function attach(api: GlpiApi, id: string, file: FileToSend): Promise<string> {
  return String(await api.attach(numberOf(id), file));
}

/** Downloads a document that lies at the ticket, and no other. */
export async function download(api: GlpiApi, id: string, file: string): Promise<Uint8Array> {
  const document = (await api.ticket(numberOf(id)))?.documents.find((one) => String(one.id) === file);
  if (document === undefined) throw new RemoteError({ problem: "not_found", words: `There is no document ${file.slice(0, 40)} at the ticket ${id}.`, arrived: "no" });
  const bytes = await api.download(document.id);
  // A page of a proxy is bytes too.
  if (document.sha1 !== null && createHash("sha1").update(bytes).digest("hex") !== document.sha1.toLowerCase()) throw new RemoteError({ problem: "garbage", words: `What came for the document ${file} is not what GLPI keeps.`, arrived: "no" });
  return bytes;
}

/** Looks at account, rights, zone and groups; writes nothing. */
export async function probe(api: GlpiApi, now: Date): Promise<Probe> {
  const { name, version, date, checks } = await api.account();
  const clock = Date.parse(date ?? "");
  const groups = await ifThere(api.groups());
  const words = groups === undefined ? "The account may not see groups: requests could go to none." : groups.length === 0 ? "The account sees no group: requests could go to none." : `The account sees ${groups.length} groups.`;
  return { version, account: name, skewMs: Number.isNaN(clock) ? null : clock - now.getTime(), checks: [...checks, { name: "groups", ok: (groups?.length ?? 0) > 0, words }] };
}
