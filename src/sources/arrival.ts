// What every way of receiving hands over, and whom to. Listeners depend on these types alone, so that each can be
// tested with an intake that only remembers.

/**
 * The ways by which lines arrive. Over an acknowledged one the sender repeats what was not acknowledged, so the same
 * content again is the same line again; over the others identical lines are as many lines.
 */
export const TRANSPORTS = {
  "syslog-udp": { acknowledged: false },
  "syslog-tcp": { acknowledged: false },
  "syslog-tls": { acknowledged: false },
  relp: { acknowledged: true },
  bulk: { acknowledged: true },
  hec: { acknowledged: true },
  otlp: { acknowledged: true },
  ndjson: { acknowledged: true },
  // A position is kept, and written after the lines are durable: what lies behind it is read again.
  tail: { acknowledged: true },
  import: { acknowledged: true },
} as const satisfies Record<string, { readonly acknowledged: boolean }>;

export type Transport = keyof typeof TRANSPORTS;

/** One log source of one tenant, by the names that the configuration gives them. */
export type SourceRef = { readonly tenant: string; readonly source: string };

/** Lines of one source that arrived together: durable together or not at all. */
export type Arrival = {
  /** Whose they are; undefined if nobody claimed the sender: they are kept apart until somebody does. */
  readonly from: SourceRef | undefined;
  readonly transport: Transport;
  /** Name of the listener that took them: PDIS calls it the collector. */
  readonly collector: string;
  /** Address of the sender, or path of the file. It is the sender's word where a proxy or relay stands between. */
  readonly peer: string;
  readonly arrivedMs: number;
  /** `json`: each line is one JSON document. `text`: anything, told by its content. */
  readonly format: "json" | "text";
  /** The bytes of each line as they came, without the framing around it. None is empty. */
  readonly lines: readonly Uint8Array[];
  /** What each line is known by, where that was said before: a line with the key of an earlier one is that line again. */
  readonly keys?: readonly string[];
};

/** Where listeners hand over. */
export type Intake = {
  /**
   * Resolves once the lines are on disk: only then may the sender hear of it. Rejects with `IntakeFull` if there is
   * no room; then nothing was kept. The lines must not change afterwards.
   */
  readonly take: (arrival: Arrival) => Promise<void>;
  /** Whether `take` would refuse: a listener that can make its sender wait stops reading while it is so. */
  readonly isFull: () => boolean;
  /** Resolves when there is room again. */
  readonly room: () => Promise<void>;
};

/** The disk quota of the spool is used up. The sender must hear "later", never "done". */
export class IntakeFull extends Error {
  override readonly name = "IntakeFull";
}

/** Lines that a listener could not keep, and why: told by name in the metrics. */
export type Lost = { readonly collector: string; readonly reason: string; readonly lines: number };
