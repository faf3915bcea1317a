import type { EventStore, StoredEvent } from "../events/index.ts";
import type { IsCopied, Searched } from "../events/filter/index.ts";

/** What hunts work with. */
export type Hunting = {
  readonly store: EventStore;
  /** Reads a stored line again: its event's document under the names of ECS, empty if it is not understood any more. */
  readonly rebuild: Rebuild;
  /** Resolves once `rebuild` knows what is to be known around a tenant's events. */
  readonly ready?: (tenant: string) => Promise<void>;
  /** By `copiedFields` of the technologies that `rebuild` knows. */
  readonly isCopied: IsCopied;
  readonly nowMs: () => number;
};

export type Rebuild = (tenant: string, row: StoredEvent) => Searched;

/** Who asks, and until when: the tenant comes from the caller's rights, never from a query. */
export type Asking = {
  readonly tenant: string;
  readonly timeoutMs: number;
  /** Ends the search when whoever asked has gone. */
  readonly signal?: AbortSignal | undefined;
};
