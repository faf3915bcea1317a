import type { TopAnswer, TopRequest } from "../contract/search.ts";
import { DomainError } from "../core/index.ts";
import { fieldOf, valuesOf, type Field } from "../events/filter/index.ts";
import { matches, startWalk } from "./candidates.ts";
import { ofStore, ofWalk } from "./completeness.ts";
import { COUNTED } from "./histogram.ts";
import type { Asking, Hunting } from "./hunting.ts";
import { questionOf, type Question } from "./question.ts";

// A field that is different in every event has no top; its counting stops here, and says so.
const MAX_VALUES = 100_000;

/** The most frequent values of a field. */
export async function topValues(hunting: Hunting, asking: Omit<Asking, "timeoutMs">, request: TopRequest): Promise<TopAnswer> {
  const question = questionOf(hunting, { ...asking, timeoutMs: request.timeoutMs }, request);
  const field = fieldOf(request.field);
  if (field.type === "time" || field.type === "line") throw new DomainError("invalid", `field: ${field.name} is different in every event; ask for a histogram, or for another field`);
  if (question.decide !== undefined || field.column === undefined) return countValues(hunting, question, field, request.limit);
  const { sinceMs, untilMs, tenant, compiled, timeoutMs, signal } = question;
  const counted = await hunting.store.top(tenant, { filter: compiled, sinceMs, untilMs, column: field.column, limit: request.limit }, { timeoutMs, signal });
  return { field: field.name, values: [...counted.values], ...ofStore(question, counted.isCut) };
}

async function countValues(hunting: Hunting, question: Question, field: Field, limit: number): Promise<TopAnswer> {
  const counts = new Map<string, number>();
  const walk = startWalk();
  for await (const { event } of matches(hunting, question, COUNTED, walk)) {
    for (const value of new Set(valuesOf(event.document, field).map(String))) counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.size <= MAX_VALUES) continue;
    walk.isCut = true;
    break;
  }
  const values = [...counts].map(([value, count]) => ({ value, count })).toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  return { field: field.name, values: values.slice(0, limit), ...ofWalk(question, walk) };
}
