// What a connector to an ITSM does. It says and does one thing at a time and keeps nothing: what was sent, what is due
// and what it means for a request is the sync's. docs/writing-a-connector.md shows one whole.
import type { z } from "zod";
import type { Http } from "../../outbound/index.ts";
import type { TicketState } from "../../contract/connectors.ts";
import type { Doc } from "./text/doc.ts";

/** What a kind of connector can do. What it cannot is shown, and not tried. */
export type Capabilities = {
  /** How surely a ticket is found by our key: at once, after its search caught up, or never. */
  readonly findsKey: "at once" | "later" | "never";
  /** An update is refused where the ticket changed since it was read. */
  readonly compareAndSet: boolean;
  readonly comments: readonly CommentVisibility[];
  /** Whether what people write there comes back. */
  readonly reads: boolean;
  readonly attachments: "both" | "out" | "none";
  /** By what changes are found: ids that only grow, times with an overlap, or by reading each ticket that is open. */
  readonly changes: "id" | "time" | "each";
  readonly transitions: boolean;
  readonly queues: boolean;
  readonly priorities: boolean;
};

/** Public: whoever asked for the ticket sees it too. Internal: those who work on tickets there alone. */
export type CommentVisibility = "public" | "internal";

/** A ticket to be made. Names of queue and priority are the other side's. */
export type NewTicket = {
  /** Found again by it: once for each ticket, up to 40 characters of A-Z, 0-9, "-" and "/". It stands in the title too. */
  readonly key: string;
  readonly title: string;
  readonly text: Doc;
  readonly queue: string | null;
  readonly priority: string | null;
  /** Of the asset in the CMDB, where there is one. */
  readonly asset: string | null;
  readonly dueAt: Date | null;
};

/** What may be changed of one; what is not named stays untouched. */
export type TicketChange = { readonly title?: string; readonly queue?: string; readonly priority?: string };

export type Comment = {
  /** Never of two comments of one ticket. Where the other side has none: made of author, time and text. */
  readonly id: string;
  readonly at: Date;
  readonly author: string;
  readonly visibility: CommentVisibility;
  /** Plain text, whatever it was. */
  readonly text: string;
};

export type TicketFile = {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: number | null;
  readonly author: string | null;
  readonly visibility: CommentVisibility;
};

/** A ticket as it is there now. */
export type Ticket = {
  readonly id: string;
  /** What people call it. */
  readonly number: string;
  /** Where people open it; null: nowhere. */
  readonly url: string | null;
  readonly title: string;
  /** The other side's own word for it, as settings map it. */
  readonly state: string;
  readonly queue: string | null;
  readonly priority: string | null;
  readonly assignee: string | null;
  /** Who changed the state last, where that is told. */
  readonly changedBy: string | null;
  /** When the state was changed last, by the other side's clock, whoever did it and whatever it was before; none where that is not told. */
  readonly stateChangedAt?: Date | null;
  /** When it was made, by the other side's clock; none where that is not told. Of another ticket under the same id it is another. */
  readonly madeAt?: Date | null;
  /** Our key, where it stands in a field of its own; else null. */
  readonly key: string | null;
  /** For `ifVersion`; null: none. */
  readonly version: string | null;
  readonly comments: readonly Comment[];
  readonly files: readonly TicketFile[];
};

/** What became of a ticket's id. */
export type Reading =
  | { readonly found: "yes"; readonly ticket: Ticket }
  /** It lives on under another. */
  | { readonly found: "merged"; readonly into: string }
  /** Removed, or where we may not look. */
  | { readonly found: "no" };

/** Where a ticket with our key is. "unknown": it may be there, and why that cannot be told. */
export type KeyFound = { readonly found: "yes"; readonly id: string } | { readonly found: "no" } | { readonly found: "unknown"; readonly why: string };

/** Ids of tickets that may have changed: more than did is no harm, fewer is. */
export type Changes = {
  readonly ids: readonly string[];
  readonly cursor: string;
  readonly more: boolean;
  /** Its ids went back behind the cursor: it was restored from a backup, or is another system. The cursor given is from now on. */
  readonly beganAnew?: boolean;
};

/** What is seen before a connector is switched on. */
export type Probe = {
  readonly version: string | null;
  /** As whom we are known there. */
  readonly account: string | null;
  /** How far its clock is ahead of ours, in milliseconds; null: it does not tell. */
  readonly skewMs: number | null;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly words: string }[];
};

export type FileToSend = { readonly name: string; readonly type: string; readonly data: Uint8Array };

/**
 * The other side, opened with a client's settings. Everything rejects with `RemoteError` and nothing else: `arrived: "no"`
 * where nothing was written for sure. An answer of success is no success until the thing is seen: a method that writes
 * says what it was told, and the sync reads back and compares.
 */
export type Connector = {
  readonly probe: () => Promise<Probe>;
  readonly findByKey: (key: string) => Promise<KeyFound>;
  /** Gives its id. */
  readonly create: (ticket: NewTicket) => Promise<string>;
  /** Changes the named fields alone; rejects with `changed` where the ticket is no longer `ifVersion`, if it can tell. */
  readonly update: (id: string, change: TicketChange, ifVersion: string | null) => Promise<void>;
  /** Gives the comment's id, null where the other side does not say: it is then found by its text. */
  readonly comment: (id: string, text: string, visibility: CommentVisibility, key: string) => Promise<string | null>;
  /** Into a state of the other side, on whatever steps lead there. The note is for those who demand one. */
  readonly transition: (id: string, state: string, note: string, ifVersion: string | null) => Promise<void>;
  /** Gives the file's id, null where the other side does not say. */
  readonly attach: (id: string, file: FileToSend, visibility: CommentVisibility) => Promise<string | null>;
  readonly read: (id: string) => Promise<Reading>;
  /** Bounded by the longest answer that the connector's settings allow. */
  readonly download: (id: string, file: string) => Promise<Uint8Array>;
  /** From behind a cursor of its own making; null: from now on. `open` are the tickets that we follow. */
  readonly changes: (cursor: string | null, open: readonly string[]) => Promise<Changes>;
  /** Lets sessions and connections go. */
  readonly close?: () => Promise<void>;
};

/** With what a connector is opened. */
export type Opening<Options> = {
  /** Opens the API under a path of the address of the settings, "" for all of it. */
  readonly http: (headers: Readonly<Record<string, string>> | (() => Promise<Readonly<Record<string, string>>>)) => Http;
  readonly url: string;
  readonly options: Options;
  /** By the names that the kind lists. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly now: () => Date;
  readonly ca: string | undefined;
  /** For a kind that speaks no HTTP: the hosts inside the network that the configuration lets be reached; none: the public ones alone. */
  readonly internal?: ReadonlySet<string>;
};

export type Moves = Readonly<Partial<Record<TicketState, string>>>;

/** A kind of connector: what it can do, what it needs, and what is usual there. */
export type ConnectorKind<Options = unknown> = {
  readonly kind: string;
  /** The product, with the versions for which it is made. */
  readonly product: string;
  readonly capabilities: Capabilities;
  /** What the settings hold beside address, mapping and secrets. */
  readonly options: z.ZodType<Options>;
  readonly secrets: readonly string[];
  /** The other side's states as they come out of the box → what they mean. */
  readonly states: Readonly<Record<string, TicketState>>;
  /** What we move a ticket into → the other side's state. */
  readonly moves: Moves;
  /** Where they depend on options as the settings hold them: these come first. */
  readonly movesOf?: (options: Readonly<Record<string, unknown>>) => Moves;
  /** Whether a webhook's call is signed with the secret of its address; header names are in lower case. */
  readonly isSigned: (headers: Readonly<Record<string, string | undefined>>, body: Uint8Array, secret: string) => boolean;
  readonly open: (opening: Opening<Options>) => Connector;
};

/** A kind of whatever options: they are checked by `options` before it is opened. */
export type AnyConnectorKind = Omit<ConnectorKind<never>, "options"> & { readonly options: z.ZodType };
