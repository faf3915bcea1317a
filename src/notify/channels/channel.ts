import type { TenantNotification } from "../repo.ts";

/**
 * What came of sending. `refused`: it did not arrive, for sure, and may be tried again if `isLasting` is false. `unknown`:
 * it was sent and nothing was heard; trying again could tell it twice.
 */
export type Sent =
  | { readonly outcome: "sent"; readonly result: string }
  | { readonly outcome: "refused"; readonly result: string; readonly isLasting: boolean }
  | { readonly outcome: "unknown"; readonly result: string };

/** Sends one notification; never rejects. */
export type Send = (notification: TenantNotification) => Promise<Sent>;
