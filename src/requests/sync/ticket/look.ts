// Reading a ticket there, and applying what is seen.
import { RemoteError } from "../../../outbound/index.ts";
import { withTenant } from "../../../store/index.ts";
import type { Ticket } from "../../connectors/connector.ts";
import { findRequest } from "../../find.ts";
import type { Request } from "../../request.ts";
import { apply, lose, type Seen } from "./apply.ts";
import type { Wrote } from "./compare.ts";
import { refOfKey, type StoredTicket } from "./ticket.ts";
import { knownItems, takeTicket, updateTicket } from "./repo.ts";
import { callerOf, textOfWrite, type World } from "../world.ts";

export type Looked = { readonly ticket: StoredTicket; readonly request: Request; readonly is: Ticket };

// A chain of merges longer than this is one that goes in a circle.
const MOST_MERGES = 5;

/** Reads a ticket and applies what changed. Undefined: it is gone, or followed no more. */
export async function look(world: World, known: StoredTicket, wrote: Wrote = {}): Promise<Looked | undefined> {
  if (!world.kind.capabilities.reads) return takeAsWritten(world, known, wrote);
  const { deps: { state, now }, stored, connector } = world;
  let at = known;
  for (let merges = 0; ; merges++) {
    const began = now();
    const reading = await connector.read(at.remoteId);
    if (reading.found === "yes") {
      const seen = await withFiles(world, known.key, { ticket: reading.ticket, at: began, files: [], left: [] });
      const applied = await withTenant(state, stored.tenant, (db) => apply(db, { connector: stored, product: world.kind.product, mapping: world.mapping, now: now(), textOf: (write) => textOfWrite(world, write, refOfKey(write.ticketKey)) }, known.key, seen, wrote));
      return applied === undefined ? undefined : { ...applied, is: reading.ticket };
    }
    const next = reading.found === "merged" && merges < MOST_MERGES ? reading.into : undefined;
    at = await withTenant(state, stored.tenant, async (db) => {
      const ticket = await takeTicket(db, stored.id, known.key);
      if (ticket === undefined) return at;
      if (next === undefined) {
        await lose(db, callerOf(world), stored, ticket);
        return ticket;
      }
      const moved = { ...ticket, remoteId: next };
      await updateTicket(db, moved, new Date(0));
      return moved;
    });
    if (next === undefined) return undefined;
  }
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
    return { ticket, request, is: { id, number, url, title: title ?? "", state: is, queue, priority, assignee: null, changedBy: null, key: null, version: null, comments: [], files: [] } };
  });
}

/** Fetches what is new among the files. One that cannot be had stays there, and is named. */
async function withFiles({ deps: { state }, stored, connector }: World, key: string, seen: Seen): Promise<Seen> {
  const { ticket } = seen;
  if (ticket.files.length === 0) return seen;
  const known = await withTenant(state, stored.tenant, (db) => knownItems(db, stored.id, { key, kind: "file", ids: ticket.files.map(({ id }) => id) }));
  const files: { readonly id: string; readonly bytes: Uint8Array }[] = [];
  const left: string[] = [];
  for (const { id, name, bytes, visibility } of ticket.files) {
    if (known.has(id) || (visibility === "internal" && !stored.settings.internalNotes)) continue;
    if (bytes !== null && bytes > stored.settings.largestFileBytes) {
      left.push(name);
      continue;
    }
    const got = await connector.download(ticket.id, id).catch((error: unknown) => {
      if (error instanceof RemoteError && error.isLasting) return undefined;
      throw error;
    });
    if (got === undefined || got.length > stored.settings.largestFileBytes) left.push(name);
    else files.push({ id, bytes: got });
  }
  return { ...seen, files, left };
}
