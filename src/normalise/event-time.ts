// Event time in UTC. A time that names no zone is in the zone of its source, where the source is one of those that write
// local times.
import { timeMs, type Event } from "../core/index.ts";
import { createZone, type Zone } from "./time-zone.ts";

/** Milliseconds since 1970 UTC of an event, or undefined if it has no time. `timeZone` is the source's, as the IANA database names it. */
export type EventClock = (event: Event, timeZone?: string) => number | undefined;

/** A clock; it keeps what it learnt of each zone. A zone that nobody knows is a `RangeError`: check it where it is configured. */
export function createEventClock(): EventClock {
  const zones = new Map<string, Zone>();
  return (event, timeZone) => {
    const { time } = event;
    const ms = timeMs(time);
    if (ms === undefined || timeZone === undefined || typeof time !== "string" || namesZone(time) || isUtc(event)) return ms;
    let zone = zones.get(timeZone);
    if (zone === undefined) {
      zone = createZone(timeZone);
      zones.set(timeZone, zone);
    }
    return zone.utcMs(ms);
  };
}

// Only a written date can lack a zone; numbers count from 1970 UTC.
function namesZone(time: string): boolean {
  const last = time.charCodeAt(time.length - 1);
  if (last === 90 /* Z */ || last === 67 /* UTC */) return true;
  return !/^\d{4}-\d\d-\d\d/.test(time) || /[+-]\d\d:?\d\d$/.test(time.slice(11));
}

// Sysmon's UtcTime and the Management Activity API's CreationTime are UTC by definition and do not say so.
const isUtc = ({ product, fields, time }: Event): boolean => product === "m365" || (product === "windows" && fields["UtcTime"] === time);
