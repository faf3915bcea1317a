import type { AroundAnswer, AroundRequest, FoundEvent } from "../contract/search.ts";
import { DomainError } from "../core/index.ts";
import { ALL, compileFilter, fieldOf, valuesOf, type Filter, type Searched } from "../events/filter/index.ts";
import type { StoredEvent } from "../events/index.ts";
import { placeOf } from "./candidates.ts";
import { foundEvent, searchedEvent } from "./document.ts";
import type { Asking, Hunting } from "./hunting.ts";

/** What happened around an event: on its host, in its source, or anywhere of the tenant; both sides in the order of time. */
export async function eventsAround(hunting: Hunting, asking: Omit<Asking, "timeoutMs">, request: AroundRequest): Promise<AroundAnswer> {
  const { store } = hunting;
  const { tenant, signal } = asking;
  const limits = { timeoutMs: request.timeoutMs, signal };
  const [row] = (await store.byIds(tenant, [request.id], limits)).rows;
  if (row === undefined) throw new DomainError("not_found", `there is no event ${request.id}; it may be older than the tenant's events are kept`);
  await hunting.ready?.(tenant);
  const event = searchedEvent(hunting, tenant, row);
  const filter = compileFilter(companions(event, request.by));
  const around = await store.around(tenant, { filter, place: placeOf(row), before: request.before, after: request.after }, limits);
  const found = (one: StoredEvent): FoundEvent => foundEvent(one, searchedEvent(hunting, tenant, one));
  return { event: foundEvent(row, event), before: around.before.map(found), after: around.after.map(found) };
}

function companions({ document }: Searched, by: AroundRequest["by"]): Filter {
  if (by === "all") return ALL;
  const field = by === "source" ? "vigie.source" : "host.name";
  const [value] = valuesOf(document, fieldOf(field));
  if (value === undefined) throw new DomainError("invalid", "by: the event names no host; ask for by=source or by=all");
  return { kind: "field", field, test: { op: "texts", values: [String(value)] } };
}
