// The door: hunting in the events of one tenant.
export { copiedFields } from "./copied-fields.ts";
export { eventsAround } from "./around.ts";
export { eventsByIds } from "./by-ids.ts";
export { exportEvents } from "./export.ts";
export { countByTime } from "./histogram.ts";
export type { Asking, Hunting, Rebuild } from "./hunting.ts";
export { findIndicators } from "./indicators.ts";
export { listFields } from "./list-fields.ts";
export { parseQuery } from "./parse.ts";
export { QueryError } from "./query-error.ts";
export { searchEvents } from "./search.ts";
export { topValues } from "./top.ts";
