// How proofs look into events: by the language of hunts, so what is asked is what an analyst would type.
import { type Hunting, searchEvents, topValues } from "../../hunt/index.ts";

export type SeenEvent = { readonly id: string; readonly time: Date; readonly source: string };
export type Period = { readonly since: Date; readonly until: Date };

/** Looks at the events of one tenant. What could not be looked at whole is not `complete`: then nothing follows from absence. */
export type Look = {
  /** The newest events that a query means. */
  readonly events: (tenant: string, query: string, period: Period, limit: number) => Promise<{ readonly events: readonly SeenEvent[]; readonly complete: boolean }>;
  /** Which sources sent events that a query means. */
  readonly sources: (tenant: string, query: string, period: Period) => Promise<{ readonly sources: readonly string[]; readonly complete: boolean }>;
};

const TIMEOUT_MS = 10_000;
const MOST_SOURCES = 20;

/** The look through the event store. */
export const lookBy = (hunting: Hunting): Look => ({
  async events(tenant, query, { since, until }, limit) {
    const { events, complete, next } = await searchEvents(hunting, { tenant }, { query, since: since.toISOString(), until: until.toISOString(), limit, timeoutMs: TIMEOUT_MS });
    return { events: events.map(({ id, time, source }) => ({ id, time: new Date(time), source })), complete: complete || next !== null };
  },
  async sources(tenant, query, { since, until }) {
    const { values, complete } = await topValues(hunting, { tenant }, { query, field: "vigie.source", since: since.toISOString(), until: until.toISOString(), limit: MOST_SOURCES, timeoutMs: TIMEOUT_MS });
    return { sources: values.map(({ value }) => value), complete };
  },
});
