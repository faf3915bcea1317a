// Whether a ticket that was read is the one that was made for a request: ids are given out again where a system was restored
// from a backup, or is another one under the same address. Pure.
import type { Ticket } from "../../connectors/connector.ts";
import type { StoredTicket } from "./ticket.ts";

/** Comments and files that both sides have: how many we know of, and how many of those are there. */
export type Shared = { readonly known: number; readonly there: number };

// A key of a platform in a title: "[AM-R-0118-7KQD]", "[AM-R-0118-7KQD/R1]".
const KEY = /\[[A-Z]{2,6}-R-\d{1,12}-[0-9A-Z]{4}(?:\/\w{1,12})?\]/;

/** Undefined: it is ours; else why not, for people. */
export function whyNotOurs({ key, remoteId, base, readAt, doubtedAt, isMerged }: Pick<StoredTicket, "key" | "remoteId" | "base" | "readAt" | "doubtedAt" | "isMerged">, ticket: Pick<Ticket, "id" | "key" | "title" | "number" | "madeAt">, { known, there }: Shared): string | undefined {
  if (ticket.key === key || ticket.title.includes(`[${key}]`) || there > 0) return undefined;
  // What it was merged into bears a key of its own.
  if ((isMerged || ticket.id !== remoteId) && doubtedAt === null) return undefined;
  const other = isMerged ? undefined : KEY.exec(ticket.title)?.[0] ?? ticket.key ?? undefined;
  if (other !== undefined) return `${ticket.number} bears ${other}, and not ${key}.`;
  // People edit titles, and take the key away with it: then something else has to speak for it.
  const madeAt = ticket.madeAt?.toISOString();
  if (madeAt !== undefined && typeof base.madeAt === "string" && !isMerged) return madeAt === base.madeAt ? undefined : `${ticket.number} was made at another time than the ticket of this request, and does not bear ${key}.`;
  if (ticket.title === base.title) return undefined;
  if (known > 0) return `${ticket.number} does not bear ${key}, and nothing of what both sides had is in it.`;
  return doubtedAt !== null || (readAt === null && base.title === null) ? `${ticket.number} does not bear ${key}.` : undefined;
}
