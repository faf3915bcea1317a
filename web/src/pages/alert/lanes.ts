// Who and what an alert is about: the lanes of its timeline.
import { valuesAt, type Document } from "../../data/event-document.ts";
import type { AlertPage } from "../../data/alerts.ts";

export type LaneKind = "host" | "user" | "address";
export type Lane = { readonly kind: LaneKind; readonly value: string };

const FIELDS: Readonly<Record<LaneKind, readonly string[]>> = { host: ["host.name"], user: ["user.name", "user.target.name"], address: ["source.ip", "destination.ip"] };
const MOST = 6;

const quoted = (value: string): string => `"${value.replaceAll("\\", "\\\\").replaceAll("\"", "\\\"")}"`;

/** The entities of these events, hosts first; what the alert is about leads. */
export function entitiesOf(events: readonly Document[], entity: AlertPage["entity"]): Lane[] {
  const found = (Object.keys(FIELDS) as LaneKind[]).flatMap((kind) => events.flatMap((event) => FIELDS[kind].flatMap((field) => valuesAt(event, field))).map((value) => ({ kind, value })));
  const own: Lane[] = entity.kind === "host" || entity.kind === "user" || entity.kind === "address" ? [{ kind: entity.kind, value: entity.name }] : [];
  return [...new Map([...own, ...found].map((lane) => [`${lane.kind}${lane.value.toLowerCase()}`, lane])).values()].slice(0, MOST);
}

/** What a person adds: an address looks like one, a host has a point or a dash, all else is an account. */
export const laneOf = (value: string): Lane => ({ kind: /^[\d.]+$|:.*:/.test(value) ? "address" : /[.-]/.test(value) ? "host" : "user", value });

/** All events of these lanes, as one query. */
export const queryOfLanes = (lanes: readonly Lane[]): string => lanes.flatMap(({ kind, value }) => FIELDS[kind].map((field) => `${field}: ${quoted(value)}`)).join(" or ");

/** Whether an event belongs to the lane. */
export const isOf = ({ kind, value }: Lane, event: Document): boolean => FIELDS[kind].some((field) => valuesAt(event, field).some((one) => one.toLowerCase() === value.toLowerCase()));
