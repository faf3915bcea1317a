import type { FieldsAnswer, FieldsRequest } from "../contract/search.ts";
import { COLUMNS, fieldOf } from "../events/filter/index.ts";
import { matches, startWalk, type Walk } from "./candidates.ts";
import { ofStore, ofWalk } from "./completeness.ts";
import { fieldNames } from "./field-names.ts";
import type { Asking, Hunting } from "./hunting.ts";
import { questionOf, type Question } from "./question.ts";

// The fields without a column are told from the newest events: who wonders what there is needs no count of all.
const SAMPLE = { maxLooked: 500, page: 500 } as const;
const DECIDED = { maxLooked: 10_000, page: 1000 } as const;

/** Which fields the events have that a query means, and how many have each; the columns first, the most filled first. */
export async function listFields(hunting: Hunting, asking: Omit<Asking, "timeoutMs">, request: FieldsRequest): Promise<FieldsAnswer> {
  const question = questionOf(hunting, { ...asking, timeoutMs: request.timeoutMs }, request);
  const isExact = question.decide === undefined;
  const walk = startWalk();
  const sample = await countNames(hunting, question, isExact ? SAMPLE : DECIDED, walk);
  const rows = [...sample.names].map(([name, count]) => ({ ...described(name), count }));
  if (!isExact) return { total: sample.events, sampled: sample.events, fields: rows.toSorted(byFill), ...ofWalk(question, walk) };
  const { sinceMs, untilMs, tenant, compiled, timeoutMs, signal } = question;
  const counted = await hunting.store.fields(tenant, { filter: compiled, sinceMs, untilMs }, { timeoutMs, signal });
  const columns = counted.columns.flatMap(({ column, count }) => {
    const field = COLUMNS.find((one) => one.column === column);
    return field === undefined || count === 0 ? [] : [{ ...described(field.name), count }];
  });
  const fields = [...columns, ...rows.filter(({ column }) => !column)].toSorted(byFill);
  return { total: counted.total, sampled: sample.events, fields, ...ofStore(question, counted.isCut), looked: walk.looked };
}

type Listed = FieldsAnswer["fields"][number];

function described(name: string): Omit<Listed, "count"> {
  const { type, column } = fieldOf(name);
  return { name, type: type === "unknown" ? "any" : type, column: column !== undefined };
}

const byFill = (a: Listed, b: Listed): number => Number(b.column) - Number(a.column) || b.count - a.count || (a.name < b.name ? -1 : 1);

async function countNames(hunting: Hunting, question: Question, options: { readonly maxLooked: number; readonly page: number }, walk: Walk) {
  const names = new Map<string, number>();
  let events = 0;
  for await (const { event } of matches(hunting, question, options, walk)) {
    events++;
    for (const name of fieldNames(event.document)) names.set(name, (names.get(name) ?? 0) + 1);
  }
  return { events, names };
}
