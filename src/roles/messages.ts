// What a child process and its supervisor tell each other.
import type { MetricObject } from "prom-client";

/** From a child. `ready` may come again when what it tells has changed. */
export type FromChild =
  | { readonly type: "ready"; readonly addresses: Readonly<Record<string, string>> }
  | { readonly type: "metrics"; readonly metrics: readonly MetricObject[] };

/** What a role is doing. */
export type RoleState = { readonly role: string; readonly pid: number | undefined; readonly isReady: boolean; readonly restarts: number; readonly addresses: Readonly<Record<string, string>> };

/** To a child. */
export type ToChild = { readonly type: "platform"; readonly roles: readonly RoleState[]; readonly metrics: Readonly<Record<string, readonly MetricObject[]>> };
