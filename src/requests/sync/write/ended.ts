// How a write may end.
import type { StoredTicket } from "../ticket/ticket.ts";
import type { StoredWrite, WriteChange } from "./repo.ts";

export type Ended = Omit<WriteChange, "at">;

export type Begun = { readonly write: StoredWrite; readonly ticket: StoredTicket | undefined; /** It was tried before. */ readonly isAgain: boolean; /** Looked for first. */ readonly isLookedFor: boolean };

/** Of a ticket that is known. */
export type BegunOn = Begun & { readonly ticket: StoredTicket };

// A slow system may still be at what we gave up waiting for: longer than we wait for an answer.
export const SETTLED_MS = 60_000;

export const CONFIRMED: Ended = { state: "confirmed", words: null, todo: null };
export const dropped = (words: string): Ended => ({ state: "dropped", words, todo: null });
export const refused = (words: string, todo: string): Ended => ({ state: "refused", words, todo });
/** The ticket is not to be seen: it is read again later, and this waits for that. */
export const unseen = (now: Date): Ended => ({ state: "queued", words: "The ticket is not to be seen.", againAt: new Date(now.getTime() + SETTLED_MS) });
