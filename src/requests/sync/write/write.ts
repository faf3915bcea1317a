// Writes what is due into one ticket, in the order in which it was written down: marked as begun before it is tried, read
// back after, and looked for before it is tried again.
import { RemoteError } from "../../../outbound/index.ts";
import { systemCaller } from "../../../core/index.ts";
import { type TenantDb, withTenant } from "../../../store/index.ts";
import { disclosureOf } from "../../delivery/disclosure.ts";
import { sheetFor } from "../../delivery/sheet.ts";
import { fileOf } from "../../files/repo.ts";
import { findRequest } from "../../find.ts";
import { platformAsker } from "../../request.ts";
import { standsStill } from "../setup/connector.ts";
import { selectConnector } from "../setup/repo.ts";
import { ticketArrived } from "../ticket/arrived.ts";
import { isBehind, newTicket } from "../ticket/deliver-ticket.ts";
import { look, type Looked } from "../ticket/look.ts";
import { isOver, wantedState } from "../ticket/meaning.ts";
import { queueOn } from "../setup/route.ts";
import type { CommentVisibility } from "../../connectors/connector.ts";
import { refOfKey, type StoredTicket, ticketKeyOf } from "../ticket/ticket.ts";
import { insertItem, takeTicket, ticketsOf } from "../ticket/repo.ts";
import { insertWrite, openWrites, type StoredWrite, takeWrite, updateWrite, type WriteChange, type WriteContent } from "./repo.ts";
import { tooLargeText } from "../ticket/words.ts";
import { callerOf, textOfWrite, type World } from "../world.ts";

// A slow system may still be at what we gave up waiting for: longer than we wait for an answer.
const SETTLED_MS = 60_000;
const MOST_ATTEMPTS = 8;
const FAULT_PAUSE_MS = 10 * 60_000;
const FIRST_PAUSE_MS = 15_000;
// Whatever the other side asks for.
const LONGEST_PAUSE_MS = 3_600_000;

type Ended = Omit<WriteChange, "at">;
const CONFIRMED: Ended = { state: "confirmed", words: null, todo: null };
const dropped = (words: string): Ended => ({ state: "dropped", words, todo: null });
const refused = (words: string, todo: string): Ended => ({ state: "refused", words, todo });

/** Writes until nothing more is due for this ticket. Rejects with what keeps the whole connector from going on. */
export async function writeDue(world: World, key: string): Promise<void> {
  while (!world.deps.connectors.isDraining()) {
    const begun = await begin(world, key);
    if (begun === undefined) return;
    const { write } = begun;
    try {
      const ended = await perform(world, begun);
      if (ended !== undefined) await end(world, write, ended);
    } catch (error) {
      if (!(error instanceof RemoteError)) {
        await end(world, write, { state: "unknown", words: "The platform itself could not do it: its log says why.", againAt: new Date(world.deps.now().getTime() + FAULT_PAUSE_MS) });
        throw error;
      }
      await end(world, write, failed(world, write, error));
      // What this ticket alone is refused keeps no other from its turn.
      if (!OF_TICKET.has(error.problem)) throw error;
      if (error.problem === "changed") continue;
    }
  }
}

const OF_TICKET: ReadonlySet<RemoteError["problem"]> = new Set(["refused", "forbidden", "not_found", "changed"]);

type Begun = { readonly write: StoredWrite; readonly ticket: StoredTicket | undefined; readonly isAgain: boolean };

/** Marks the first as begun, if its time has come. */
async function begin(world: World, key: string): Promise<Begun | undefined> {
  for (;;) {
    const begun = await beginOne(world, key);
    if (begun !== "changed") return begun;
  }
}

/** "changed": what is to be written was changed, or is no longer to be written. */
async function beginOne({ deps: { state, now }, stored }: World, key: string): Promise<Begun | "changed" | undefined> {
  return withTenant(state, stored.tenant, async (db) => {
    // Somebody may have stopped it in the middle of a round.
    const connector = await selectConnector(db, stored.id);
    if (connector === undefined || connector.use !== "on" || standsStill(connector) !== undefined) return undefined;
    const ticket = await takeTicket(db, stored.id, key);
    const [first] = await openWrites(db, stored.id, key);
    const write = first === undefined ? undefined : await takeWrite(db, stored.id, first.id);
    const at = now();
    if (write === undefined || write.dueAt > at || !["queued", "sending", "unknown"].includes(write.state)) return undefined;
    if (ticket?.state === "gone") {
      await updateWrite(db, write.id, { ...dropped("The ticket is gone."), at });
      return { write: { ...write, state: "dropped" }, ticket, isAgain: false };
    }
    const isAgain = write.state !== "queued";
    const settled = (write.triedAt?.getTime() ?? 0) + SETTLED_MS;
    // It is looked for at once where looking is enough; what would be written again waits until the first try must have ended.
    if (isAgain && at.getTime() < settled && write.content.kind !== "comment") {
      await updateWrite(db, write.id, { state: "unknown", at, againAt: new Date(settled) });
      return undefined;
    }
    if (!isAgain && (await mayNotLeave(db, write, at))) {
      const { content } = write;
      await updateWrite(db, write.id, content.kind === "file" ? { ...dropped("It may not leave the platform."), at } : { state: "queued", at, content: { ...content, text: null } as WriteContent });
      return "changed";
    }
    const attempt = write.attempt + 1;
    await updateWrite(db, write.id, { state: "sending", at: isAgain && write.content.kind === "comment" ? write.triedAt ?? at : at, attempt });
    return { write: { ...write, attempt }, ticket, isAgain };
  });
}

/** Whether somebody said since it was written down that nothing but the reference leaves: TLP:RED, or another agreement. */
async function mayNotLeave(db: TenantDb, { content, request }: StoredWrite, now: Date): Promise<boolean> {
  if (content.kind !== "file" && (content.kind !== "comment" || content.text === null)) return false;
  return (await disclosureOf(db, await findRequest(db, platformAsker(systemCaller("connectors", now)), request), now)) !== "agreed-facts";
}

const end = ({ deps: { state, now }, stored }: World, { id }: StoredWrite, ended: Ended): Promise<void> => withTenant(state, stored.tenant, (db) => updateWrite(db, id, { ...ended, at: now() }));

function failed({ deps: { now } }: World, { attempt }: StoredWrite, error: RemoteError): Ended {
  const { words, todo } = error;
  const pause = Math.max(Math.min(error.afterMs ?? 0, LONGEST_PAUSE_MS), FIRST_PAUSE_MS * 2 ** Math.min(MOST_ATTEMPTS, attempt - 1));
  const againAt = new Date(now().getTime() + (error.problem === "changed" ? 0 : pause));
  if (error.arrived === "maybe") return { state: "unknown", words, todo, againAt: new Date(Math.max(againAt.getTime(), now().getTime() + SETTLED_MS)) };
  if (attempt >= MOST_ATTEMPTS) return refused(`Tried ${attempt} times: ${words}`, todo);
  // An account that is refused is the connector's to mend, not this write's.
  if (error.isLasting && error.problem !== "unauthorized") return refused(words, todo);
  return { state: "queued", words, todo, againAt };
}

/** Undefined: its end is written down already. */
async function perform(world: World, begun: Begun): Promise<Ended | undefined> {
  const { write, ticket } = begun;
  if (write.state === "dropped") return undefined;
  if (write.content.kind === "ticket") return makeAnew(world, write, write.content.after);
  if (ticket === undefined) return dropped("There is no such ticket.");
  switch (write.content.kind) {
    case "comment":
      return comment(world, { ...begun, ticket });
    case "file":
      return attach(world, { ...begun, ticket }, write.content.file);
    case "state":
      return transition(world, ticket);
    case "queue":
      return assign(world, ticket);
  }
}

/** Whether somebody ended a write meanwhile: a reading that saw it there. */
async function isOpen({ deps: { state }, stored }: World, { id }: StoredWrite): Promise<boolean> {
  const now = await withTenant(state, stored.tenant, (db) => takeWrite(db, stored.id, id));
  return now !== undefined && (now.state === "sending" || now.state === "unknown" || now.state === "queued");
}

async function comment(world: World, { write, ticket, isAgain }: Begun & { readonly ticket: StoredTicket }): Promise<Ended | undefined> {
  const { deps: { state, now }, stored, connector, kind } = world;
  if (kind.capabilities.comments.length === 0) return refused(`${kind.product} takes no comments from us.`, "Tell the team by another way.");
  if (isAgain) {
    // A reading confirms what it finds.
    await look(world, ticket);
    if (!(await isOpen(world, write))) return undefined;
    if (now().getTime() < (write.triedAt?.getTime() ?? 0) + SETTLED_MS) return { state: "unknown", againAt: new Date((write.triedAt?.getTime() ?? 0) + SETTLED_MS) };
    await withTenant(state, stored.tenant, (db) => updateWrite(db, write.id, { state: "sending", at: now() }));
  }
  const text = textOfWrite(world, write, refOfKey(ticket.key));
  const id = await connector.comment(ticket.remoteId, text, visibilityIn(world), write.key);
  if (id !== null) {
    await withTenant(state, stored.tenant, async (db) => {
      await insertItem(db, stored.id, { key: ticket.key, kind: "comment", id, side: "ours", at: now() });
      await updateWrite(db, write.id, { state: "sending", at: now(), remoteId: id });
    });
  }
  if (!kind.capabilities.reads) return { ...CONFIRMED, remoteId: id };
  const seen = await look(world, ticket);
  if (seen === undefined) return dropped("The ticket is gone.");
  if (id === null && !(await isOpen(world, write))) return undefined;
  const isThere = seen.is.comments.some((one) => one.id === id);
  return isThere ? { ...CONFIRMED, remoteId: id } : refused("It answered well, and the comment is not there.", "See whether the account may write comments of this kind.");
}

/** As what our words and files appear there. */
const visibilityIn = ({ kind: { capabilities: { comments } }, stored: { settings: { commentsAs } } }: World): CommentVisibility => (comments.includes(commentsAs) ? commentsAs : comments[0] ?? "public");

async function attach(world: World, { ticket, isAgain }: Begun & { readonly ticket: StoredTicket }, fileId: number): Promise<Ended> {
  const { deps: { state, now }, stored, connector, kind } = world;
  const file = await withTenant(state, stored.tenant, (db) => fileOf(db, ticket.request, fileId));
  if (file === undefined) return dropped("There is no such file.");
  const isKnown = await withTenant(state, stored.tenant, async (db) => !(await insertItem(db, stored.id, { key: ticket.key, kind: "file", id: `sent ${fileId}`, side: "ours", at: now() })));
  if (kind.capabilities.attachments === "none" || file.size > stored.settings.largestFileBytes) {
    await withTenant(state, stored.tenant, (db) => insertWrite(db, { connector: stored.id, request: ticket.request, ticketKey: ticket.key, key: `${ticket.key}#named-${fileId}`, content: { kind: "comment", text: tooLargeText(file.name, stored.settings.language), entry: null, who: file.addedBy, side: file.side }, now: now() }));
    return dropped("It is named in a comment: it cannot be carried over.");
  }
  const before = kind.capabilities.reads && (isKnown || isAgain) ? await connector.read(ticket.remoteId) : undefined;
  const there = before?.found === "yes" ? before.ticket.files.find(({ name, bytes }) => name === file.name && (bytes === null || bytes === file.size)) : undefined;
  const id = there?.id ?? (await connector.attach(ticket.remoteId, { name: file.name, type: file.type, data: file.bytes }, visibilityIn(world)));
  const remember = async (item: string): Promise<Ended> => {
    await withTenant(state, stored.tenant, (db) => insertItem(db, stored.id, { key: ticket.key, kind: "file", id: item, side: "ours", at: now() }));
    return { ...CONFIRMED, remoteId: item };
  };
  if (id !== null) return remember(id);
  if (!kind.capabilities.reads || kind.capabilities.attachments === "out") return CONFIRMED;
  const after = await connector.read(ticket.remoteId);
  const found = after.found === "yes" ? after.ticket.files.findLast(({ name }) => name === file.name) : undefined;
  return found === undefined ? refused("It answered well, and the file is not there.", "See whether files of this kind and size are allowed there.") : remember(found.id);
}

async function transition(world: World, known: StoredTicket): Promise<Ended> {
  const { stored, connector, kind, mapping } = world;
  if (!kind.capabilities.transitions) return dropped(`${kind.product} takes no change of state from us.`);
  // What a person changed there since counts first: what is wanted may be another then.
  const before = await look(world, known);
  if (before === undefined) return dropped("The ticket is gone.");
  const is = mapping.meaningOf(before.is.state);
  const wanted = wantedState(before.request, is, stored.settings);
  if (wanted === null) return dropped("It is as it should be.");
  if (isOver(is) && wanted === "in_progress" && stored.settings.reopening !== "reopen") return goOnElsewhere(world, before);
  const target = mapping.moveTo(wanted);
  if (target === undefined) return refused(`No state there is named for "${wanted}".`, `Name one under "moves" of the connector ${stored.name}.`);
  const note = `${before.request.ref}: ${wanted.replace("_", " ")}`;
  await connector.transition(before.ticket.remoteId, target, note, before.is.version);
  return readBack(world, before, { state: target }, (after) => (mapping.isSame(after.is.state, target) ? undefined : `"${after.is.state}" in place of "${target}"`));
}

/** The ticket is over there and stays so: another one is made, or what is said in a comment has to do. */
async function goOnElsewhere({ deps: { state, now }, stored }: World, { ticket, request }: Looked): Promise<Ended> {
  if (stored.settings.reopening === "comment") return dropped("It is over there, and stays so: the comment tells.");
  const count = (await withTenant(state, stored.tenant, (db) => ticketsOf(db, request.id))).length;
  const key = ticketKeyOf(request.ref, stored.id, `/R${count}`);
  await withTenant(state, stored.tenant, (db) => insertWrite(db, { connector: stored.id, request: request.id, ticketKey: key, key: `${key}#ticket`, content: { kind: "ticket", after: ticket.number }, now: now() }));
  return dropped(`It is over there: ${key} is made in its place.`);
}

async function assign(world: World, known: StoredTicket): Promise<Ended> {
  const { deps: { state }, stored, connector, kind, mapping } = world;
  if (!kind.capabilities.queues) return dropped(`${kind.product} has no queues.`);
  const before = await look(world, known);
  if (before === undefined) return dropped("The ticket is gone.");
  const queue = await withTenant(state, stored.tenant, (db) => queueOn(db, stored, before.request.routed.team));
  if (queue === null) return refused("The team has no queue there.", `Name one under "teams" of the connector ${stored.name}.`);
  if (before.is.queue !== null && mapping.isSame(before.is.queue, queue)) return dropped("It is there already.");
  await connector.update(before.ticket.remoteId, { queue }, before.is.version);
  return readBack(world, before, { queue }, ({ is }) => (is.queue === null || mapping.isSame(is.queue, queue) ? undefined : `queue "${is.queue}" in place of "${queue}"`));
}

async function readBack(world: World, { ticket }: Looked, wrote: { readonly state?: string; readonly queue?: string }, differs: (after: Looked) => string | undefined): Promise<Ended> {
  if (!world.kind.capabilities.reads) return CONFIRMED;
  const after = await look(world, ticket, wrote);
  if (after === undefined) return dropped("The ticket is gone.");
  const difference = differs(after);
  return difference === undefined ? CONFIRMED : refused(`It answered well, and has ${difference}.`, "See whether the account may do that, and whether its workflow allows it.");
}

async function makeAnew(world: World, { request: id, ticketKey: key, attempt }: StoredWrite, after: string | null): Promise<Ended> {
  const { deps, stored, connector } = world;
  const { asked, request } = await withTenant(deps.state, stored.tenant, async (db) => {
    const caller = callerOf(world);
    const found = await findRequest(db, caller, id);
    const queue = (await queueOn(db, stored, found.routed.team)) ?? "";
    return { request: found, asked: newTicket(deps, stored, { sheet: sheetFor(found, await disclosureOf(db, found, caller.now)), request: found, queue, key, after }) };
  });
  // Also before the first try: a person may have had it tried again, and a backup may not know of it.
  const found = attempt > 1 || world.kind.capabilities.findsKey !== "never" ? await connector.findByKey(key) : { found: "no" as const };
  if (found.found === "no" && isBehind(world.kind.capabilities.findsKey, attempt - 1)) return { state: "unknown", words: "Its search may be behind.", againAt: new Date(deps.now().getTime() + SETTLED_MS) };
  if (found.found === "unknown") return { state: "unknown", words: found.why, againAt: new Date(deps.now().getTime() + SETTLED_MS) };
  const remoteId = found.found === "yes" ? found.id : await connector.create(asked);
  await withTenant(deps.state, stored.tenant, async (db) => {
    if ((await takeTicket(db, stored.id, key)) === undefined) await ticketArrived(db, { connector: stored.id, request, remoteId, asked, now: deps.now() });
  });
  return { ...CONFIRMED, remoteId };
}
