// The seam between the one HTTP server and the protocols that it speaks.
import type { IncomingHttpHeaders } from "node:http";
import type { Transport } from "../arrival.ts";

/** One request whose sender is known, its body unpacked; empty if the route takes none. */
export type Call = {
  readonly method: string;
  /** Segments of the path, decoded: `/logs/_bulk` is `["logs", "_bulk"]`. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Whether lines would be refused now. */
  readonly isFull: boolean;
  readonly bounds: Bounds;
  /** Address and port on which the request came in. */
  readonly local: string;
  /** Resolves once all are durable. Rejects with `IntakeFull`. Lines that are no part of the body take memory of their own: `copiedBytes`. */
  readonly deliver: (lines: Lines, copiedBytes?: number) => Promise<void>;
};

/** What may be made of one body. A few bytes can ask for a line or an object: without bounds a small body costs much memory. */
export type Bounds = { readonly maxLines: number; readonly maxOtlpNodes: number; readonly maxCopiedBytes: number };

/** Lines of one request by their format: JSON documents, and what only looked like some. */
export type Lines = { readonly json: readonly Uint8Array[]; readonly text: readonly Uint8Array[] };

export type Reply = {
  readonly status: number;
  readonly body: string | Uint8Array;
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type Route = {
  /** What must have been there before `answer` is called: nothing, the token of a source, or that and the whole body. */
  readonly needs: "nothing" | "token" | "body";
  readonly answer: (call: Call) => Reply | Promise<Reply>;
};

/** One protocol: which paths are its own, and how it says no. */
export type Dialect = {
  readonly transport: Transport;
  readonly route: (method: string, path: readonly string[]) => Route | undefined;
  readonly refuse: (refusal: Refusal, headers: IncomingHttpHeaders) => Reply;
  /** Whether this sender drops what it was told to send again later: only a connection that breaks makes it repeat. */
  readonly dropsRefused?: (headers: IncomingHttpHeaders) => boolean;
};

/** Why a request goes no further, in the words of no protocol; `text` is for a person. */
export type Refusal = { readonly why: Why; readonly text: string };

export type Why = keyof typeof REFUSALS;

/** HTTP status of each refusal; protocols add their own codes. */
export const REFUSALS = {
  "no-token": 401,
  "bad-authorization": 401,
  "unknown-token": 401,
  full: 429,
  "too-large": 413,
  "bad-body": 400,
  "unknown-encoding": 415,
  failed: 503,
} as const;

/** Seconds after which a sender that was told "later" may come again. */
const RETRY_AFTER_S = 5;

/** What a body is said to be, without parameters such as its character set. */
export const mediaType = ({ "content-type": type = "" }: IncomingHttpHeaders): string => (type.split(";", 1)[0] ?? "").trim().toLowerCase();

/** A JSON answer. */
export const json = (status: number, body: unknown): Reply => ({ status, type: "application/json", body: JSON.stringify(body) });

/** Whether the same request can succeed later. */
export const isForNow = ({ why }: Refusal): boolean => why === "full" || why === "failed";

/** An answer that says when to come again. */
export const later = (reply: Reply): Reply => ({ ...reply, headers: { ...reply.headers, "Retry-After": String(RETRY_AFTER_S) } });
