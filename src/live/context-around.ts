import type { Event, Fields } from "../core/index.ts";
import { contextFields } from "../enrich/index.ts";
import { HOT_FIELDS, type HotValues } from "../normalise/index.ts";
import type { SourceRef } from "../sources/index.ts";
import type { Understanding } from "./understanding.ts";

const hot: HotValues = HOT_FIELDS.map(() => undefined);

/** What is known around an event that is read again, as the fields that a detection keeps; undefined where nothing is. */
export function contextAround({ contexts, hotValues, zoneOf }: Understanding, event: Event, from: SourceRef, at: { readonly timeMs: number; readonly arrivedMs: number }): Fields | undefined {
  const context = contexts?.of(from.tenant);
  if (context === undefined) return undefined;
  hotValues(event, hot);
  const known = context.of(hot, { ...at, zone: zoneOf(from) });
  return known === undefined ? undefined : contextFields(known);
}
