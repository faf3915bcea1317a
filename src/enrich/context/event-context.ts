// What is known around one event.
import type { AccountFacts, AssetFacts } from "../../cmdb/index.ts";
import type { Indicator } from "../indicators/indicator.ts";

/** The assets that a name and an address can mean. More than one, or one of several possible places, is ambiguous: nobody picks. */
export type AssetMatch = { readonly assets: readonly AssetFacts[]; readonly isAmbiguous: boolean };

/** Where on the Internet a public address is. */
export type Place = { readonly country: string | undefined; readonly asNumber: number | undefined; readonly asOrganisation: string | undefined };

/** One end of what an event tells of. */
export type EndContext = { readonly match: AssetMatch | undefined; readonly zones: readonly string[]; readonly isInternal: boolean | undefined; readonly place: Place | undefined };

/** The ends that ECS names; `client` and `server` are asked for in whole documents alone. */
export const ENDS = ["host", "source", "destination", "client", "server"] as const;
export type EndName = (typeof ENDS)[number];

/** ECS: which way traffic went, seen from the tenant's own networks. */
export type Direction = "internal" | "inbound" | "outbound" | "external";

/** An indicator that an event holds, and the field that holds it. */
export type IndicatorHit = { readonly indicator: Indicator; readonly field: string; readonly value: string };

export type EventContext = {
  readonly ends: Readonly<Partial<Record<EndName, EndContext>>>;
  readonly direction: Direction | undefined;
  /** What the user of the event is, if the user is of interest. */
  readonly accounts: readonly AccountFacts["kind"][];
  readonly hits: readonly IndicatorHit[];
};
