// Whole events by their ids, for those who were given ids by detections.
import type { EventsOf } from "../alerts/index.ts";
import { eventsByIds, type Hunting } from "../hunt/index.ts";

const LONGEST_MS = 10_000;

/** Reads from the event store. */
export const eventsOfHunting = (hunting: Hunting): EventsOf => async (tenant, ids) =>
  (await eventsByIds(hunting, { tenant, timeoutMs: LONGEST_MS }, ids)).map(({ time, arrived, event, ...rest }) => ({ ...rest, time: new Date(time), arrived: new Date(arrived), event }));
