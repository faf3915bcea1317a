// What waits on whoever looks: the figures on the rail.
import { useQuery } from "@tanstack/react-query";
import { api } from "./client.ts";
import { may, seatOf, useMe } from "./me.ts";
import type { Place } from "../components/nav.ts";
import { useScope } from "./scope.ts";

/** Counts by place; none where nothing is counted. */
export function useCounts(): Partial<Readonly<Record<Place["name"], number>>> {
  const me = useMe();
  const scope = useScope();
  const tenant = me.organisations.length === 1 ? me.organisations[0]!.tenant : scope;
  const isProvider = seatOf(me) === "provider";
  const alerts = useQuery({ queryKey: ["alert", scope ?? "all", "count"], queryFn: ({ signal }) => api.get("/v1/alerts", { query: { limit: 1, ...(scope === undefined ? {} : { tenant: [scope] }) }, signal }), enabled: isProvider && may(me, "alert:read"), refetchInterval: 60_000 });
  const waiting = useQuery({ queryKey: ["waiting", tenant ?? ""], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/waiting", { path: { tenant: tenant! }, query: { limit: 1 }, signal }), enabled: tenant !== undefined && !isProvider && seatOf(me) !== "operations", refetchInterval: 60_000, retry: false });
  return {
    ...(alerts.data === undefined ? {} : { queue: alerts.data.counts.unowned }),
    ...(waiting.data === undefined ? {} : { home: waiting.data.client.count }),
  };
}
