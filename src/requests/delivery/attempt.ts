// One attempt to deliver: what is known of it from beginning to end.
import type { State } from "../../store/index.ts";
import type { Delivery, DeliveryOf, Sent } from "./delivery.ts";
import type { StoredDelivery } from "./repo.ts";

export type DeliverDeps = { readonly state: State; readonly now: () => Date; readonly deliveryOf?: DeliveryOf | undefined; readonly isDraining?: (() => boolean) | undefined; /** How often a delivery that goes on is said to; default 20 s, several to a lease. */ readonly beatMs?: number };

// Whoever was not heard of for so long broke down.
export const LEASE_MS = 90_000;

export type Place = Pick<StoredDelivery, "tenant" | "request" | "round">;

export type Begun = { readonly delivery: StoredDelivery; readonly to: Delivery; readonly isAgain: boolean };

export type Outcome = Sent | { readonly ok: "unknown"; readonly why: string } | { readonly ok: "not there" };
