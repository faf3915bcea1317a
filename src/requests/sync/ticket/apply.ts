// What a reading of a ticket means for the request: comments come over, and what people changed there is done here. Files: take-files.ts.
import { record, type TenantDb } from "../../../store/index.ts";
import { addEntry } from "../../../timeline/index.ts";
import type { Comment, Ticket } from "../../connectors/connector.ts";
import { reopenRequest } from "../../end.ts";
import { takeRequest } from "../../find.ts";
import { type Asker, platformAsker, type Request } from "../../request.ts";
import { reroute } from "../../routing/route.ts";
import { ENDED } from "../../states.ts";
import { subjectOf } from "../../step.ts";
import { acknowledgeRequest, cannotDo, claimDone, sayMessage, startRequest, withdrawQuestion } from "../../work.ts";
import { tellAll } from "./arrived.ts";
import { compare, type Wrote } from "./compare.ts";
import type { StoredConnector } from "../setup/connector.ts";
import type { Mapping } from "./mapping.ts";
import { isOver, theirStep } from "./meaning.ts";
import { teamOf } from "../setup/route.ts";
import type { StoredTicket } from "./ticket.ts";
import { insertItem, knownItems, requestOfTicket, takeTicket, updateTicket } from "./repo.ts";
import { hastenWrites, openWrites, type StoredWrite, updateWrite } from "../write/repo.ts";
import { isOurs } from "./words.ts";

/** A ticket as it was read. */
export type Seen = {
  readonly ticket: Ticket;
  /** Before the reading began. */
  readonly at: Date;
};

export type Applying = {
  readonly connector: StoredConnector;
  readonly product: string;
  readonly mapping: Mapping;
  readonly now: Date;
  /** What the comments that we wrote say there. */
  readonly textOf: (write: StoredWrite) => string;
};

// For so long somebody may still say that it was not done after all.
const HEARD_MS = 30 * 86_400_000;

/** Applies a reading to the request of a ticket, in one transaction. Gives the ticket as it is known now. */
export async function apply(db: TenantDb, { connector, product, mapping, now, textOf }: Applying, key: string, seen: Seen, wrote: Wrote = {}): Promise<{ readonly ticket: StoredTicket; readonly request: Request; readonly isMoved: boolean } | undefined> {
  const by = (author: string | null): Asker => theirs({ connector, product, now }, author);
  const { ticket } = seen;
  // The request first, as all who change one.
  const id = await requestOfTicket(db, connector.id, key);
  if (id === undefined) return undefined;
  const held = await takeRequest(db, by(null), id);
  const before = await takeTicket(db, connector.id, key);
  if (before === undefined) return undefined;
  await confirmSeen(db, before, seen, { now, textOf });
  const compared = compare(before, ticket, mapping, wrote);
  const comments = await takeOverComments(db, { before, seen, connector, by }, held);
  if (before.state !== "ended" && compared.moved !== null) await step(db, { request: await takeRequest(db, by(null), before.request), moved: compared.moved, ticket, comments, by, connector });
  if (before.state !== "ended" && compared.queue !== null) await moveTo(db, { connector, queue: compared.queue, by: by(ticket.changedBy), request: before.request });
  const request = await takeRequest(db, by(null), before.request);
  const unknownQueue = ticket.queue !== null && compared.queue !== null && (await teamOf(db, connector, ticket.queue)) === undefined ? [`queue ${ticket.queue}`] : before.shown.unmapped.filter((one) => one === `queue ${ticket.queue}`);
  const isDone = ENDED.has(request.state) && isOver(mapping.meaningOf(ticket.state)) && (request.state !== "verified" || now.getTime() - request.since.getTime() > HEARD_MS);
  const after: StoredTicket = {
    ...before, remoteId: ticket.id, number: ticket.number, url: linkOf(ticket.url), base: compared.base, state: before.state === "ended" || isDone ? "ended" : "open", readAt: now,
    shown: { ...compared.shown, unmapped: [...compared.shown.unmapped, ...unknownQueue] },
    missing: null, doubtedAt: null, problem: null,
  };
  await updateTicket(db, after, seen.at);
  // What was said while it was not followed goes there now.
  if ((before.state === "gone" || before.state === "foreign") && after.state === "open") await tellAll(db, { connector: connector.id, key, request, now });
  if (before.missing !== null) await hastenWrites(db, connector.id, key, now);
  if (before.readAt === null && after.shown.notAccepted.length > 0) await record(db, by(null), { action: "connector.not-accepted", subject: request.ref, details: { connector: connector.name, fields: after.shown.notAccepted.map(({ field }) => field) } });
  return { ticket: after, request, isMoved: compared.moved !== null || compared.queue !== null };
}

/** A place that a browser may open; whatever else stands there runs in it. */
const linkOf = (url: string | null): string | null => (url !== null && /^https?:\/\//i.test(url) ? url : null);

/** Somebody there, as the platform names them. */
export const theirs = ({ connector, product, now }: Pick<Applying, "connector" | "product" | "now">, author: string | null): Asker =>
  platformAsker({ who: `${author ?? connector.name} (${product})`, id: `connector:${connector.id}`, side: "client", now });

/** What we wrote is there: though nobody could tell whether it arrived, or a restored platform does not know that it went. */
async function confirmSeen(db: TenantDb, before: StoredTicket, { ticket }: Seen, { now, textOf }: Pick<Applying, "now" | "textOf">): Promise<void> {
  for (const write of await openWrites(db, before.connector, before.key)) {
    if (write.content.kind !== "comment") continue;
    const there = ticket.comments.find(({ text }) => isOurs(text, textOf(write)));
    if (there === undefined) continue;
    await insertItem(db, before.connector, { key: before.key, kind: "comment", id: there.id, side: "ours", at: now });
    await updateWrite(db, write.id, { state: "confirmed", at: now, remoteId: there.id, words: null, todo: null });
  }
}

type Over = { readonly before: StoredTicket; readonly seen: Seen; readonly connector: StoredConnector; readonly by: (author: string | null) => Asker };

/** Gives the comments that were new, the oldest first. All but the last question are written into the thread here. */
async function takeOverComments(db: TenantDb, { before, seen: { ticket }, connector, by }: Over, request: Request): Promise<readonly Comment[]> {
  const fresh: Comment[] = [];
  const ids = ticket.comments.map(({ id }) => id);
  const known = await knownItems(db, connector.id, { key: before.key, kind: "comment", ids });
  const notes = await knownItems(db, connector.id, { key: before.key, kind: "note", ids });
  for (const comment of ticket.comments.filter(({ id }) => !known.has(id)).toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    // What is internal there stays there, unless the client says otherwise or somebody makes it public: also what was written before.
    const stays = comment.visibility === "internal" && (notes.has(comment.id) || !connector.settings.internalNotes);
    if (!(await insertItem(db, connector.id, { key: before.key, kind: stays ? "note" : "comment", id: comment.id, side: "theirs", at: comment.at })) || stays) continue;
    if (comment.text.trim() !== "") fresh.push(comment);
  }
  for (const { author, text } of fresh) await sayMessage(db, by(author), request.id, { text: cut(text, before.number) });
  return fresh;
}

const LONGEST = 19_000;
const cut = (text: string, number: string): string => (text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…\n\n(${text.length} characters: the rest stands in ${number}.)`);

type Step = { readonly request: Request; readonly moved: NonNullable<ReturnType<typeof compare>["moved"]>; readonly ticket: Ticket; readonly comments: readonly Comment[]; readonly by: (author: string | null) => Asker; readonly connector: StoredConnector };

async function step(db: TenantDb, { request, moved: { was, is }, ticket, comments, by, connector }: Step): Promise<void> {
  const who = by(ticket.changedBy);
  const note = `${ticket.number}: ${ticket.state}`;
  const { id } = request;
  switch (theirStep(request, was, is)) {
    case "start":
      await startRequest(db, who, id, { note });
      break;
    case "acknowledge":
      await acknowledgeRequest(db, who, id, { note });
      break;
    case "claim":
      await claimDone(db, who, id, { note });
      break;
    case "cannot":
      await cannotDo(db, who, id, { reason: comments.at(-1)?.text.trim().slice(0, 2000) ?? note });
      break;
    case "reopen":
      await reopenRequest(db, who, id, { reason: note });
      break;
    case "ask":
      await sayMessage(db, who, id, { text: comments.length === 0 ? note : `${note}: see the message before.`, question: true });
      break;
    case "withdraw-question":
      await withdrawQuestion(db, who, id, { note });
      break;
    case null:
      await addEntry(db, who, { subject: subjectOf(request), type: "fact", visibility: "shared", text: `${connector.name}: ${note}` });
  }
}

async function moveTo(db: TenantDb, { connector, queue, by, request }: { readonly connector: StoredConnector; readonly queue: string; readonly by: Asker; readonly request: string }): Promise<void> {
  const team = await teamOf(db, connector, queue);
  const held = await takeRequest(db, by, request);
  if (team !== undefined && team !== held.routed.team && !ENDED.has(held.state) && held.state !== "claimed_done") {
    await reroute(db, by, request, { team, reason: `moved to ${queue} in ${connector.name}` });
    return;
  }
  if (team === undefined) await addEntry(db, by, { subject: subjectOf(held), type: "fact", visibility: "shared", text: `Moved to ${queue} in ${connector.name}, which is no team here.` });
}
