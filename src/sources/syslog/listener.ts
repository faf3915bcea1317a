import type { Intake, Lost, SourceRef } from "../arrival.ts";

/** What is known of who sent a line; `hostname` is the sender's word, `certificate` the common name that our authority vouches for. */
export type Sender = {
  readonly listener: string;
  readonly address: string;
  readonly hostname: string | undefined;
  readonly certificate: string | undefined;
};

/** Whose source a sender is; undefined if nobody claims it. It must not wait: it is asked while lines pass. */
export type Claim = (sender: Sender) => SourceRef | undefined;

/** What a listener gives to and asks of the rest. */
export type Receiver = {
  readonly intake: Intake;
  readonly claim: Claim;
  readonly lost: (lost: Lost) => void;
  /** Hears of what is neither the sender's doing nor a full spool: the intake broke, the server's socket broke. */
  readonly failed: (error: Error) => void;
};

/** Certificates in PEM. */
export type TlsOptions = {
  readonly cert: string;
  readonly key: string;
  /** The authorities that client certificates must come from. */
  readonly ca?: string | undefined;
  readonly clientCertificates: "off" | "optional" | "required";
};

export type ListenerOptions = {
  /** In the configuration; the collector of what arrives. */
  readonly name: string;
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly maxLineBytes: number;
  readonly tls?: TlsOptions | undefined;
  readonly limits?: Partial<Limits>;
};

/** What one listener uses at most, whoever sends. */
export type Limits = {
  readonly maxConnections: number;
  /** Of one address, so that one sender cannot use up all. */
  readonly maxConnectionsPerAddress: number;
  /** Bytes that one connection may have read and not yet saved, before it stops reading. */
  readonly maxUnsavedBytes: number;
  /** The same over all connections; beyond it each may have `SMALL_SHARE_BYTES`. */
  readonly maxUnsavedBytesInAll: number;
  /** Bytes of unfinished messages over all connections; beyond it the connection that holds most is ended. */
  readonly maxHeldBytesInAll: number;
  /** How long a message may take to arrive: a connection that stalls in the middle of one is ended, what came is kept. */
  readonly stallMs: number;
  /** How long senders may go on once the listener closes. */
  readonly graceMs: number;
};

const MEGABYTE = 1 << 20;

export const DEFAULT_LIMITS: Limits = {
  maxConnections: 1024,
  maxConnectionsPerAddress: 256,
  maxUnsavedBytes: MEGABYTE,
  maxUnsavedBytesInAll: 64 * MEGABYTE,
  maxHeldBytesInAll: 64 * MEGABYTE,
  stallMs: 60_000,
  graceMs: 1000,
};

/** The names under which lost lines are counted. */
export const LOST = {
  cut: "longer than a line may be: cut",
  full: "spool full",
  notStored: "intake failed",
  tooFast: "more than could be saved",
  kernel: "receive buffer full",
  closed: "closed while the spool was full",
} as const;

/** For the metrics, beside what the intake counts. */
export type ListenerCounts = {
  readonly connections: number;
  /** Connections ended by us: too many, a failed TLS handshake, stalled, or not speaking the protocol. */
  readonly refused: Readonly<Record<string, number>>;
};

/** A listener at work. */
export type Listening = {
  readonly host: string;
  readonly port: number;
  readonly counts: () => ListenerCounts;
  /** Takes no more, hands over what came, and resolves once nothing is under way. */
  readonly close: () => Promise<void>;
};

/** An IPv4 address that came through an IPv6 socket is written as the IPv4 address it is (RFC 4291, 2.5.5.2). */
export const plainAddress = (address: string): string => (/^::ffff:[\d.]+$/i.test(address) ? address.slice(7) : address);
