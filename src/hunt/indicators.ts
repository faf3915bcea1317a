import type { IndicatorHit, IndicatorKind, IndicatorsAnswer, IndicatorsRequest } from "../contract/search.ts";
import { DomainError } from "../core/index.ts";
import { compileHits, hitKey, type KeyShape } from "../events/filter/index.ts";
import { StoreError } from "../events/index.ts";
import { isoTime } from "./document.ts";
import type { Asking, Hunting } from "./hunting.ts";
import { INDICATOR_FIELDS } from "./indicator-fields.ts";
import { readIndicator } from "./read-indicator.ts";

const SIX_MONTHS_MS = 184 * 86_400_000;

/** Looks for many indicators at once: which occur, how often, from when to when and on which hosts, and how long each kind took. */
export async function findIndicators(hunting: Hunting, asking: Omit<Asking, "timeoutMs">, request: IndicatorsRequest): Promise<IndicatorsAnswer> {
  const startMs = hunting.nowMs();
  const untilMs = request.until === undefined ? startMs : Date.parse(request.until);
  const sinceMs = request.since === undefined ? untilMs - SIX_MONTHS_MS : Date.parse(request.since);
  if (!(sinceMs < untilMs)) throw new DomainError("invalid", "since has to be before until");
  const { byKind, refused } = sort(request);
  const hits: IndicatorHit[] = [];
  const kinds: IndicatorsAnswer["kinds"] = [];
  const look = lookerFor(hunting, { ...asking, sinceMs, untilMs, deadlineMs: startMs + request.timeoutMs });
  for (const [kind, values] of byKind) {
    const fromMs = hunting.nowMs();
    const found = await look(kind, [...values]);
    hits.push(...found.hits);
    kinds.push({ kind, values: values.size, found: new Set(found.hits.map(({ value }) => value)).size, ms: Math.round(hunting.nowMs() - fromMs), complete: found.isComplete });
  }
  return { hits: hits.toSorted((a, b) => b.count - a.count), kinds, refused };
}

function sort({ indicators }: IndicatorsRequest) {
  const byKind = new Map<IndicatorKind, Set<string>>();
  const refused: { value: string; reason: string }[] = [];
  for (const { kind: told, values } of indicators) {
    for (const written of values) {
      const read = readIndicator(written, told);
      if ("reason" in read) {
        refused.push({ value: written, reason: read.reason });
        continue;
      }
      const same = byKind.get(read.kind);
      if (same === undefined) byKind.set(read.kind, new Set([read.value]));
      else same.add(read.value);
    }
  }
  return { byKind, refused };
}

type Looking = Omit<Asking, "timeoutMs"> & { readonly sinceMs: number; readonly untilMs: number; readonly deadlineMs: number };
type Found = { readonly hits: readonly IndicatorHit[]; readonly isComplete: boolean };

function lookerFor({ store, nowMs }: Hunting, { tenant, signal, sinceMs, untilMs, deadlineMs }: Looking) {
  return async (kind: IndicatorKind, values: readonly string[]): Promise<Found> => {
    const hits: IndicatorHit[] = [];
    for (const { field, shape } of placesOf(kind)) {
      const written = new Map(values.map((value) => [hitKey(shape, value), value]));
      for (const some of chunks([...written.values()])) {
        const timeoutMs = deadlineMs - nowMs();
        if (timeoutMs <= 0) return { hits, isComplete: false };
        try {
          const rows = await store.hits(tenant, { hits: compileHits(field, shape, some), sinceMs, untilMs }, { timeoutMs, signal });
          hits.push(...rows.map(({ key, count, firstMs, lastMs, hosts }) => ({ kind, value: written.get(key) ?? key, field, count, first: isoTime(firstMs), last: isoTime(lastMs), hosts: [...hosts] })));
        } catch (error) {
          if (error instanceof StoreError && error.code === "timeout") return { hits, isComplete: false };
          throw error;
        }
      }
    }
    return { hits, isComplete: true };
  };
}

/** Where a kind is looked for: in its columns, and in lines if its values are words there. */
function placesOf(kind: IndicatorKind): readonly { readonly field: string; readonly shape: KeyShape }[] {
  const row = INDICATOR_FIELDS[kind];
  const columns = row.fields.map((field) => ({ field, shape: row.key }));
  return row.inLines === true ? [...columns, { field: "event.original", shape: "word" }] : columns;
}

// What goes to the store in one request: as an address, where each value takes up to three times its length.
const CHUNK = { values: 1000, chars: 100_000 } as const;

function* chunks(values: readonly string[]): Generator<readonly string[]> {
  let some: string[] = [];
  let chars = 0;
  for (const value of values) {
    if (some.length === CHUNK.values || (some.length > 0 && chars + value.length > CHUNK.chars)) {
      yield some;
      some = [];
      chars = 0;
    }
    some.push(value);
    chars += value.length;
  }
  if (some.length > 0) yield some;
}
