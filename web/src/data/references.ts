// What a reference such as AM-A-31407 leads to: alerts, incidents and requests are asked for by it.
import { queryOptions } from "@tanstack/react-query";
import { api, ApiProblem } from "./client.ts";
import type { Me } from "./me.ts";

export type Found = { readonly to: "/alerts/$tenant/$alert" | "/incidents/$tenant/$incident" | "/requests/$tenant/$request"; readonly params: Readonly<Record<string, string>> };

// src/store/numbers.ts makes them.
const KINDS = [
  { pattern: /^[A-Z0-9]+-A-\d+$/, ask: async (tenant: string, alert: string): Promise<Found> => { await api.get("/v1/tenants/{tenant}/alerts/{alert}", { path: { tenant, alert } }); return { to: "/alerts/$tenant/$alert", params: { tenant, alert } }; } },
  { pattern: /^[A-Z0-9]+-\d{4}-\d+$/, ask: async (tenant: string, incident: string): Promise<Found> => { await api.get("/v1/tenants/{tenant}/incidents/{incident}", { path: { tenant, incident } }); return { to: "/incidents/$tenant/$incident", params: { tenant, incident } }; } },
  { pattern: /^[A-Z0-9]+-R-\d+$/, ask: async (tenant: string, request: string): Promise<Found> => { await api.get("/v1/tenants/{tenant}/requests/{request}", { path: { tenant, request } }); return { to: "/requests/$tenant/$request", params: { tenant, request } }; } },
] as const;

const NOT_THERE = new Set(["not_found", "forbidden", "invalid"]);

/** Where it leads; null where no organisation that the person may see has it. */
export const referenceQuery = (me: Me, ref: string) => queryOptions({
  queryKey: ["reference", ref],
  queryFn: async (): Promise<Found | null> => {
    const kind = KINDS.find(({ pattern }) => pattern.test(ref));
    if (kind === undefined) return null;
    for (const { tenant } of me.organisations) {
      try {
        return await kind.ask(tenant, ref);
      } catch (error) {
        if (!(error instanceof ApiProblem && NOT_THERE.has(error.problem.code))) throw error;
      }
    }
    return null;
  },
});
