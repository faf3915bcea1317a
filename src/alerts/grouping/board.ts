// Puts detections into alerts, one after another. Pure: the raiser loads what is there already and writes what becomes of it.
import { createHash } from "node:crypto";
import type { Group, Strategy } from "./strategy.ts";

/** A detection to be placed. Ids are texts of hexadecimal digits. */
export type ToPlace = {
  readonly tenant: string;
  readonly id: string;
  readonly timeMs: number;
  readonly group: Pick<Group, "strategy" | "key" | "windowMinutes">;
  readonly isCorrelation: boolean;
  readonly events: readonly string[];
  /** The same for detections of one rule in the same values. */
  readonly sameness: string;
};

/** An alert as far as placing looks at it. */
export type Placed = {
  readonly tenant: string;
  readonly id: string;
  readonly strategy: Strategy;
  readonly key: string;
  /** Of the events of its own group. */
  fromMs: number;
  untilMs: number;
  isClosed: boolean;
  /** Judged to be harmless when it was closed. */
  readonly isHarmless: boolean;
  readonly hasIncident: boolean;
  /** The client is being asked about it. */
  readonly isAsked: boolean;
  mergedInto: string | null;
  /** Of its detections; needed of harmless ones alone. */
  readonly sameness: Set<string>;
};

export type Placing = {
  /** The alert that has it now. */
  readonly alert: string;
  readonly as: "raised" | "joined" | "reopened" | "repeated";
  /** The alert in whose group it fell: another one, where that was merged. */
  readonly group: string;
  /** Alerts that it takes in. */
  readonly takesIn: readonly string[];
};

const MINUTE_MS = 60_000;

/** Alerts of several tenants, into which detections are put in the order in which they are read. */
export class Board {
  readonly #alerts = new Map<string, Placed>();
  readonly #byKey = new Map<string, Placed[]>();
  readonly #byEvent = new Map<string, Set<string>>();

  /** Adds an alert that is there already. */
  add(alert: Placed): void {
    const name = nameOf(alert.tenant, alert.id);
    if (this.#alerts.has(name)) return;
    this.#alerts.set(name, alert);
    listed(this.#byKey, nameOf(alert.tenant, alert.key)).push(alert);
  }

  /** Says that an alert has a detection in an event. */
  hasEvent(tenant: string, alert: string, event: string): void {
    const name = nameOf(tenant, event);
    const there = this.#byEvent.get(name) ?? new Set();
    this.#byEvent.set(name, there.add(alert));
  }

  /** Puts a detection where it belongs. */
  place(detection: ToPlace): Placing {
    const { tenant, events, isCorrelation } = detection;
    const chain = isCorrelation ? undefined : latest(this.#around(tenant, events).filter((alert) => alert.strategy === "correlation-chain" && !alert.isClosed));
    const found = chain ?? latest((this.#byKey.get(nameOf(tenant, detection.group.key)) ?? []).filter((alert) => isWithin(alert, detection)));
    const group = found ?? this.#raise(detection);
    if (group !== chain) {
      group.fromMs = Math.min(group.fromMs, detection.timeMs);
      group.untilMs = Math.max(group.untilMs, detection.timeMs);
    }
    const alert = group.mergedInto === null ? group : this.#get(tenant, group.mergedInto);
    const as = found === undefined ? "raised" : stateOf(alert, detection.sameness);
    if (as === "reopened") alert.isClosed = false;
    alert.sameness.add(detection.sameness);
    const takesIn = isCorrelation && as !== "repeated" ? this.#takeIn(alert, events) : [];
    for (const event of events) this.hasEvent(tenant, alert.id, event);
    return { alert: alert.id, as, group: group.id, takesIn };
  }

  /** All that is on the board. */
  alerts(): Iterable<Placed> {
    return this.#alerts.values();
  }

  #raise({ tenant, id, timeMs, group }: ToPlace): Placed {
    const alert: Placed = {
      tenant, id: alertId(tenant, group.key, id), strategy: group.strategy, key: group.key, fromMs: timeMs, untilMs: timeMs,
      isClosed: false, isHarmless: false, hasIncident: false, isAsked: false, mergedInto: null, sameness: new Set(),
    };
    this.add(alert);
    return alert;
  }

  /** The alerts of what the chain consists of become part of it: those of one rule or another chain, that are still open, in no incident, and that the client is not being asked about. */
  #takeIn(into: Placed, events: readonly string[]): readonly string[] {
    const taken = this.#around(into.tenant, events).filter((one) => one !== into && !one.isClosed && !one.hasIncident && !one.isAsked && one.strategy !== "entity-and-time");
    const ids = new Set(taken.map(({ id }) => id));
    for (const one of taken) {
      one.isClosed = true;
      one.mergedInto = into.id;
    }
    // What they took in themselves goes along.
    if (ids.size > 0) for (const one of this.#alerts.values()) if (one.tenant === into.tenant && one.mergedInto !== null && ids.has(one.mergedInto)) one.mergedInto = into.id;
    for (const [event, alerts] of this.#byEvent) if (event.startsWith(nameOf(into.tenant, "")) && [...alerts].some((id) => ids.has(id))) alerts.add(into.id);
    return [...ids].toSorted();
  }

  #around(tenant: string, events: readonly string[]): readonly Placed[] {
    const ids = new Set(events.flatMap((event) => [...(this.#byEvent.get(nameOf(tenant, event)) ?? [])]));
    return [...ids].map((id) => this.#get(tenant, id)).filter(({ mergedInto }) => mergedInto === null);
  }

  #get(tenant: string, id: string): Placed {
    const alert = this.#alerts.get(nameOf(tenant, id));
    if (alert === undefined) throw new Error(`alert ${id} is not on the board`);
    return alert;
  }
}

/** The id of an alert: of the first detection of its group, so that raising it again gives the same. */
export const alertId = (tenant: string, key: string, detection: string): string => createHash("sha256").update(`${tenant}\n${key}\n${detection}`).digest("hex").slice(0, 32);

/** What is closed is reopened, but for what was judged harmless and comes again with the same values. */
function stateOf({ isClosed, isHarmless, sameness }: Placed, same: string): "joined" | "reopened" | "repeated" {
  if (!isClosed) return "joined";
  return isHarmless && sameness.has(same) ? "repeated" : "reopened";
}

const isWithin = ({ strategy, fromMs, untilMs }: Placed, { timeMs, group }: ToPlace): boolean =>
  strategy === "entity-and-time" || (timeMs >= fromMs - group.windowMinutes * MINUTE_MS && timeMs <= untilMs + group.windowMinutes * MINUTE_MS);

/** The one whose last event is the latest: of two of the same time, by id, so that the order of reading says nothing. */
const latest = (alerts: readonly Placed[]): Placed | undefined => alerts.toSorted((a, b) => b.untilMs - a.untilMs || (a.id < b.id ? -1 : 1))[0];

const nameOf = (tenant: string, id: string): string => `${tenant}\n${id}`;

function listed(map: Map<string, Placed[]>, key: string): Placed[] {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made: Placed[] = [];
  map.set(key, made);
  return made;
}
