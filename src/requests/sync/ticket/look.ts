// Reading a ticket there, and applying what is seen.
import { withTenant } from "../../../store/index.ts";
import type { Reading, Ticket } from "../../connectors/connector.ts";
import { findRequest } from "../../find.ts";
import type { Request } from "../../request.ts";
import { apply } from "./apply.ts";
import { takeFiles } from "./take-files.ts";
import type { Wrote } from "./compare.ts";
import { refOfKey, type StoredTicket } from "./ticket.ts";
import { countShared, markUnread, takeTicket, updateTicket } from "./repo.ts";
import { disown, miss } from "./unseen.ts";
import { whyNotOurs } from "./whose.ts";
import { callerOf, textOfWrite, type World } from "../world.ts";

export type Looked = {
  readonly ticket: StoredTicket;
  readonly request: Request;
  readonly is: Ticket;
  /** Whether somebody changed its state or queue since it was read before. */
  readonly isMoved: boolean;
};

// A chain of merges longer than this is one that goes in a circle.
const MOST_MERGES = 5;

/** Reads a ticket and applies what changed. Undefined: it is not to be seen, or not ours. */
export async function look(world: World, known: StoredTicket, wrote: Wrote = {}): Promise<Looked | undefined> {
  if (!world.kind.capabilities.reads) return takeAsWritten(world, known, wrote);
  let at = known;
  for (let ways = 0; ; ways++) {
    const began = world.deps.now();
    const reading = await world.connector.read(at.remoteId);
    const seen = reading.found === "yes" ? await see(world, at, { ticket: reading.ticket, at: began }, wrote) : undefined;
    if (seen !== undefined && "request" in seen) return seen;
    if (reading.found === "yes" && seen === undefined) return undefined;
    const into = ways < MOST_MERGES ? await isNow(world, at, reading) : undefined;
    if (into === undefined) {
      if (seen !== undefined) await withTenant(world.deps.state, world.stored.tenant, (db) => disown(db, callerOf(world), world.stored, { ticket: at, why: seen.why }));
      else if (reading.found !== "yes") await miss(world, at);
      return undefined;
    }
    at = await goOnAs(world, at, into);
  }
}

type Way = { readonly id: string; readonly isMerged: boolean };

/** Under which id it lives on; undefined: under none that is known. */
async function isNow({ connector, kind: { capabilities } }: World, { key, remoteId, doubtedAt, isMerged }: StoredTicket, reading: Reading): Promise<Way | undefined> {
  if (reading.found === "merged") return { id: reading.into, isMerged: true };
  // Not ours, or gone from a system that may be another: it may have moved.
  if (capabilities.findsKey === "never" || isMerged || (reading.found === "no" && doubtedAt === null)) return undefined;
  const found = await connector.findByKey(key);
  return found.found === "yes" && found.id !== remoteId ? { id: found.id, isMerged: false } : undefined;
}

async function goOnAs({ deps: { state }, stored }: World, { key, ...known }: StoredTicket, { id, isMerged }: Way): Promise<StoredTicket> {
  return withTenant(state, stored.tenant, async (db) => {
    const ticket = await takeTicket(db, stored.id, key);
    if (ticket === undefined) return { key, ...known };
    const moved = { ...ticket, remoteId: id, isMerged: ticket.isMerged || isMerged };
    await updateTicket(db, moved, new Date(0));
    return moved;
  });
}

/** Applies a reading, if the ticket is ours; else why not. */
async function see(world: World, known: StoredTicket, seen: { readonly ticket: Ticket; readonly at: Date }, wrote: Wrote): Promise<Looked | { readonly why: string } | undefined> {
  const { deps: { state, now }, stored, kind: { product }, mapping } = world;
  const { ticket } = seen;
  const applied = await withTenant(state, stored.tenant, async (db) => {
    const why = whyNotOurs(known, ticket, await countShared(db, stored.id, known.key, ticket));
    return why === undefined ? apply(db, { connector: stored, product, mapping, now: now(), textOf: (write) => textOfWrite(world, write, refOfKey(write.ticketKey)) }, known.key, seen, wrote) : { why };
  });
  if (applied === undefined || "why" in applied) return applied;
  await takeFiles(world, applied.ticket, seen).catch(async (error: unknown) => {
    // What did not come is still to be read.
    await withTenant(state, stored.tenant, (db) => markUnread(db, stored.id, [ticket.id], now()));
    throw error;
  });
  return { ...applied, is: ticket };
}

/** Where nothing can be read, what was written is what is there. */
async function takeAsWritten({ deps: { state, now }, stored }: World, known: StoredTicket, wrote: Wrote): Promise<Looked | undefined> {
  return withTenant(state, stored.tenant, async (db) => {
    const before = await takeTicket(db, stored.id, known.key);
    if (before === undefined) return undefined;
    const ticket: StoredTicket = { ...before, base: { ...before.base, ...wrote }, readAt: now() };
    await updateTicket(db, ticket, now());
    const request = await findRequest(db, callerOf({ deps: { now }, stored }), before.request);
    const { base: { title, state: is, queue, priority }, remoteId: id, number, url } = ticket;
    return { ticket, request, isMoved: false, is: { id, number, url, title: title ?? "", state: is, queue, priority, assignee: null, changedBy: null, key: null, version: null, comments: [], files: [] } };
  });
}
