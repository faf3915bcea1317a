import type { Event, Fields } from "../../src/core/index.ts";

/** An event that has nothing but fields, and perhaps a line or the JSON it came from. */
export const eventOf = (fields: Fields, text?: string, json?: string): Event => ({
  product: "test", channel: "", code: undefined, time: undefined, host: undefined,
  fields, text, json, source: { path: "test", record: 1 },
});
