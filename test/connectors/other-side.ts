// The other side of a connector under test: a real server, or a fake that answers as its documents say.
import type { AnyConnectorKind, FileToSend, Ticket } from "../../src/requests/connectors/connector.ts";

/** What the suite asks of one; `null` where that system cannot do it, and the suite says so in its table. */
export type OtherSide = {
  readonly kind: AnyConnectorKind;
  /** Where it listens. The suite puts a proxy in front that injects faults. */
  readonly url: string;
  readonly options: unknown;
  readonly secrets: Readonly<Record<string, string>>;
  /** Two queues that exist there, and a priority; null: it has none. */
  readonly queues: readonly [string, string] | null;
  readonly priority: string | null;
  /** A state of work, and one of an end, in its own words, both reachable from a new ticket. */
  readonly working: string;
  readonly ended: string;
  /** What people do there, as somebody else than the connector's account. */
  readonly person: {
    readonly comment: ((id: string, text: string, visibility: "public" | "internal") => Promise<void>) | null;
    /** The same, as markup with a script in it. */
    readonly commentMarkup: ((id: string, html: string) => Promise<void>) | null;
    readonly move: (id: string, state: string) => Promise<void>;
    readonly rename: (id: string, title: string) => Promise<void>;
    readonly attach: ((id: string, file: FileToSend) => Promise<void>) | null;
    readonly merge: ((id: string, into: string) => Promise<void>) | null;
    readonly remove: ((id: string) => Promise<void>) | null;
  };
  /** How many tickets it holds whose title or field has this key. */
  readonly count: (key: string) => Promise<number>;
  /** What of a ticket it shows that nobody may have changed; asked of it directly. */
  readonly look: (id: string) => Promise<Pick<Ticket, "title" | "state">>;
  /** How many tickets are made at once to see that none is missed: more than one page of changes. Default 130. */
  readonly burst?: number;
  /** A real server, of which each answer takes its time: not every place is broken. */
  readonly isSlow?: boolean;
  /** How long is waited for an answer that does not come; longer than its slowest. Default 400 ms, for a fake. */
  readonly timeoutMs?: number;
  readonly stop: () => Promise<void>;
};
