// Files of a ticket come over one by one: of all connectors of a process only some are in memory at once.
import { DomainError } from "../../../core/index.ts";
import { RemoteError } from "../../../outbound/index.ts";
import { withTenant } from "../../../store/index.ts";
import type { Ticket, TicketFile } from "../../connectors/connector.ts";
import { addFile } from "../../files/files.ts";
import { byTheirs, type World } from "../world.ts";
import { insertItem, knownItems, takeTicket, updateTicket } from "./repo.ts";
import type { StoredTicket } from "./ticket.ts";

const MOST_NAMED = 50;

/** Fetches what is new. What is too long, cannot be had, or finds no place any more stays there, and is named. */
export async function takeFiles(world: World, { key, request }: Pick<StoredTicket, "key" | "request">, { ticket, at }: { readonly ticket: Ticket; readonly at: Date }): Promise<void> {
  const { deps: { state, connectors }, stored } = world;
  const { tenant, id, settings: { internalNotes, largestFileBytes } } = stored;
  if (ticket.files.length === 0) return;
  const known = await withTenant(state, tenant, (db) => knownItems(db, id, { key, kind: "file", ids: ticket.files.map((file) => file.id) }));
  const left: string[] = [];
  for (const file of ticket.files) {
    if (known.has(file.id) || (file.visibility === "internal" && !internalNotes)) continue;
    const stays = file.bytes !== null && file.bytes > largestFileBytes ? file.name : await connectors.oneFile(() => take(world, { key, request, ticket: ticket.id, at }, file));
    if (stays !== undefined) left.push(stays);
  }
  if (left.length > 0) await withTenant(state, tenant, async (db) => {
    const now = await takeTicket(db, id, key);
    if (now !== undefined) await updateTicket(db, { ...now, shown: { ...now.shown, leftThere: [...new Set([...now.shown.leftThere, ...left])].slice(-MOST_NAMED) } }, new Date(0));
  });
}

type Place = { readonly key: string; readonly request: string; readonly ticket: string; readonly at: Date };

/** Gives its name where it stays there. */
async function take(world: World, { key, request, ticket, at }: Place, { id: file, name, type, author }: TicketFile): Promise<string | undefined> {
  const { deps: { state }, stored, connector } = world;
  const bytes = await connector.download(ticket, file).catch((error: unknown) => {
    if (error instanceof RemoteError && error.isLasting) return undefined;
    throw error;
  });
  if (bytes === undefined) return name;
  return withTenant(state, stored.tenant, async (db) => {
    // What stays is remembered too: it is not fetched again at each reading.
    if (!(await insertItem(db, stored.id, { key, kind: "file", id: file, side: "theirs", at })) || bytes.length === 0) return undefined;
    if (bytes.length > stored.settings.largestFileBytes) return name;
    return addFile(db, byTheirs(world, author), request, { name, type, bytes }).then(() => undefined, (error: unknown) => {
      // A request keeps only so much: nothing was written.
      if (!(error instanceof DomainError)) throw error;
      return name;
    });
  });
}
