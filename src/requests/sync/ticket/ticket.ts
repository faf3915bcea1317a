// A request's ticket on the other side, and what both sides had last.
import { createHash } from "node:crypto";

/** What both sides had last of the fields that either may change. */
export type Base = {
  readonly title: string | null;
  readonly state: string;
  readonly queue: string | null;
  readonly priority: string | null;
  /** Where that is told; another one says that somebody changed the state, though it be the same again. */
  readonly stateChangedAt?: string | null;
  /** When it was made there, where that is told. */
  readonly madeAt?: string | null;
};

/** As what a ticket was asked for; nulls: nobody knows. */
export type Asked = Omit<Base, "state" | "stateChangedAt" | "madeAt">;

/** What people are shown of the other side. */
export type Shown = {
  readonly title: string | null;
  readonly state: string | null;
  readonly queue: string | null;
  readonly priority: string | null;
  readonly assignee: string | null;
  /** States and queues there that the mapping does not name. */
  readonly unmapped: readonly string[];
  /** What we wrote and the other side did not take. */
  readonly notAccepted: readonly { readonly field: string; readonly sent: string; readonly is: string | null }[];
  /** Files that stayed there. */
  readonly leftThere: readonly string[];
};

export type StoredTicket = {
  readonly connector: string;
  readonly key: string;
  readonly request: string;
  readonly remoteId: string;
  readonly number: string;
  readonly url: string | null;
  readonly base: Base;
  readonly shown: Shown;
  /** foreign: what stands there under its id is another's. */
  readonly state: "open" | "ended" | "gone" | "foreign";
  readonly madeAt: Date;
  readonly unreadSince: Date | null;
  readonly readAt: Date | null;
  /** Not to be seen since then, in so many readings; null: it was seen. */
  readonly missing: { readonly since: Date; readonly times: number } | null;
  /** It may be another's since then. */
  readonly doubtedAt: Date | null;
  /** Merged there into one that bears another key. */
  readonly isMerged: boolean;
  /** Why it is not followed as it should be. */
  readonly problem: string | null;
};

const NOTHING_SHOWN: Shown = { title: null, state: null, queue: null, priority: null, assignee: null, unmapped: [], notAccepted: [], leftThere: [] };

// Crockford's alphabet: no letter that is taken for a digit.
const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * What stands in a ticket for a request: `AM-R-0118-7KQD`, for later ones with `/2` or `/R1` behind. The last four signs are the
 * connector's: references begin anew on each platform, and a ticket that another one made must not be taken for ours.
 */
export function ticketKeyOf(ref: string, connector: string, suffix = ""): string {
  const digest = createHash("sha256").update(connector).digest();
  return `${ref}-${[...digest.subarray(0, 4)].map((byte) => SIGNS[byte % SIGNS.length]).join("")}${suffix}`;
}

/** The same for a delivery, whose key is the reference with its round. */
export function ticketKeyFor(deliveryKey: string, connector: string): string {
  const [ref = deliveryKey, round] = deliveryKey.split("/");
  return ticketKeyOf(ref, connector, round === undefined || round === "1" ? "" : `/${round}`);
}

/** The reference in a ticket's key. */
export const refOfKey = (key: string): string => key.replace(/-[0-9A-Z]{4}(?:\/\w+)?$/, "");

/** A ticket that is there, and was not read yet; `asked` is what we asked it to be. */
export const ticketMade = ({ now, asked, ...ids }: Pick<StoredTicket, "connector" | "key" | "request" | "remoteId"> & { readonly now: Date; readonly asked?: Asked | undefined }): StoredTicket =>
  ({ ...ids, number: ids.remoteId, url: null, base: { title: null, queue: null, priority: null, ...asked, state: "" }, shown: NOTHING_SHOWN, state: "open", madeAt: now, unreadSince: now, readAt: null, missing: null, doubtedAt: null, isMerged: false, problem: null });
