import type { Fields } from "../core/index.ts";
import type { EventStore } from "../events/index.ts";
import { decodeLine } from "./decode.ts";
import { storedEventOf } from "./rebuild.ts";
import type { Understanding } from "./understanding.ts";

/** A stored event read again: under ECS names with what is known around it, and under the product's own names. */
export type WholeEvent = { readonly id: string; readonly document: Fields; readonly native: Fields | undefined };

const TIMEOUT_MS = 15_000;

/** Reads whole events by their ids; those that are gone are missing in the answer. */
export const wholeEvents = (store: Pick<EventStore, "byIds">, understanding: Understanding) => async (tenant: string, ids: readonly string[]): Promise<readonly WholeEvent[]> => {
  if (ids.length === 0) return [];
  await understanding.contexts?.ready(tenant);
  const { rows } = await store.byIds(tenant, ids, { timeoutMs: TIMEOUT_MS });
  return rows.map(({ id, source, raw, arrivedMs }) => {
    const from = { tenant, source };
    const event = storedEventOf(understanding, from, decodeLine(raw), arrivedMs);
    return { id, document: event === undefined ? {} : understanding.documentOf(event, from, arrivedMs).fields, native: event?.fields };
  });
};
