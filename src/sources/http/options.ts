import type { Intake, Lost, SourceRef } from "../arrival.ts";
import type { TlsOptions } from "../syslog/listener.ts";

/** One port that speaks Elasticsearch bulk, Splunk HEC, OTLP/HTTP and plain NDJSON, told apart by path. */
export type HttpOptions = {
  /** In the configuration; the collector of what arrives. */
  readonly name: string;
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** A longer line is cut here, and counted. */
  readonly maxLineBytes: number;
  readonly tls?: TlsOptions | undefined;
  readonly limits?: Partial<HttpLimits>;
};

/** What the port gives to and asks of the rest. */
export type HttpReceiver = {
  readonly intake: Intake;
  /** Whose token this is. It is asked once or more for each request: it must not wait, and should compare digests, not texts. */
  readonly authenticate: (token: string) => SourceRef | undefined;
  readonly lost: (lost: Lost) => void;
  /** Hears of what is neither the sender's doing nor a full spool; the sender is told to come again. */
  readonly failed: (error: Error) => void;
};

/** What a request, a connection and all of them together may cost. */
export type HttpLimits = {
  /** Of one body, packed as well as unpacked. It may hold a line for each 256 of these bytes. */
  readonly maxBodyBytes: number;
  /** Of all bodies and their lines that are being received or made durable. One connection has at most three times maxBodyBytes of them. */
  readonly maxHeldBytes: number;
  /** Objects and lists in one OTLP request: it alone is taken apart here, and a few bytes can ask for an object. */
  readonly maxOtlpNodes: number;
  readonly maxConnections: number;
  /** A request that has not arrived whole by then is ended with 408. */
  readonly requestTimeoutMs: number;
  /** How long requests that are under way may go on once the port closes. */
  readonly graceMs: number;
};

const MEGABYTE = 1 << 20;

export const DEFAULT_LIMITS: HttpLimits = {
  maxBodyBytes: 64 * MEGABYTE,
  maxHeldBytes: 256 * MEGABYTE,
  maxOtlpNodes: 1_000_000,
  maxConnections: 1024,
  requestTimeoutMs: 60_000,
  graceMs: 5000,
};
