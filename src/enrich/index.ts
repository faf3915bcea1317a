// The door: what the CMDB, the networks of the Internet and lists of indicators say of an event.
export { type Context, createContext } from "./context/context.ts";
export type { EventContext } from "./context/event-context.ts";
export { contextFields, contextHotValues, furtherEnds, withContext } from "./context/fields.ts";
export { Contexts } from "./contexts.ts";
export { importIndicators } from "./indicators/import.ts";
export { IndicatorIndex } from "./indicators/indicator-index.ts";
export type { IndicatorList, Scope } from "./indicators/indicator-list.ts";
export { indicatorList, indicatorsOf, listIndicatorLists, withdrawIndicators } from "./indicators/list.ts";
export { loadPlaces } from "./places/places.ts";
