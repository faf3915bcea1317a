// Which incidents of a list, in which order, from where on.
import { DomainError } from "../../core/index.ts";
import type { IncidentCategory } from "../../contract/setting-parts.ts";
import type { Mode } from "../../contract/setting-kinds.ts";
import type { Incident, Origin } from "../incident.ts";
import type { Stage } from "../stage.ts";

const VIEWS = ["open", "mine", "unowned", "waits-on-client", "waits-on-provider", "waits-on-team", "closed", "all"] as const;
export type View = (typeof VIEWS)[number];
/** The most severe first; by what is due; the newest first. */
const ORDERS = ["worst", "due", "newest"] as const;
export type ListOrder = (typeof ORDERS)[number];

export type IncidentQuery = {
  readonly view: View;
  readonly order: ListOrder;
  /** Of one organisation; none: of all. */
  readonly tenant?: string | undefined;
  readonly stage?: Stage | undefined;
  readonly severity?: string | undefined;
  readonly category?: IncidentCategory | undefined;
  readonly mode?: Mode | undefined;
  readonly origin?: Origin | undefined;
  /** `person:…`, on either side. */
  readonly owner?: string | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  /** In the title, or the reference itself. */
  readonly text?: string | undefined;
  /** Whose incidents are `mine`. */
  readonly me: { readonly id: string; readonly side: "provider" | "client" | "system" };
  readonly after?: string | undefined;
  readonly limit: number;
};

/** How many there are under each view; closed ones are counted up to a bound. */
export type ListCounts = { readonly open: number; readonly mine: number; readonly unowned: number; readonly waitsOnClient: number; readonly waitsOnProvider: number; readonly waitsOnTeam: number; readonly byStage: Readonly<Record<Exclude<Stage, "closed">, number>>; readonly closed: number; readonly isClosedBounded: boolean };

/** Where a page ended: the values that it was ordered by. */
export type Place = readonly [number | string, string] | readonly [number, string, string];

/** The place behind an incident, as text that only this file reads. */
export function placeBehind(order: ListOrder, { weight, openedAt, due, id }: Incident): string {
  const opened = openedAt.toISOString();
  const place: Place = order === "worst" ? [weight, opened, id] : order === "newest" ? [opened, id] : [due?.at?.toISOString() ?? "infinity", id];
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

const TIME = /^(?:\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z|infinity)$/;

/** The place that a text means; refuses what no list gave. */
export function placeOf(order: ListOrder, after: string): Place {
  const [first, ...rest] = listIn(Buffer.from(after, "base64url").toString("utf8"));
  const times = order === "worst" ? rest.slice(0, 1) : [first];
  const isWeight = order !== "worst" || (Number.isSafeInteger(first) && Math.abs(Number(first)) < 1_000);
  const isRight = isWeight && rest.length === (order === "worst" ? 2 : 1) && times.every((time) => typeof time === "string" && TIME.test(time)) && typeof rest.at(-1) === "string" && String(rest.at(-1)).length <= 64;
  if (!isRight) throw new DomainError("invalid", "after: use what the page before gave as `next`, with the same order.");
  return [first, ...rest] as unknown as Place;
}

function listIn(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? (value as readonly unknown[]) : [];
  } catch {
    return [];
  }
}
