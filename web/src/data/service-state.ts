// The state of the service over a time.
import { useQuery } from "@tanstack/react-query";
import { api, type Schemas } from "./client.ts";

export type ServiceState = Schemas["ServiceState"];
export type Objective = ServiceState["objectives"]["list"][number];

/** The last days up to now, as the contract counts. */
export const useServiceState = (tenant: string, days: number) => useQuery({
  queryKey: ["service-state", tenant, days],
  queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/service-state", { path: { tenant }, query: { from: new Date(Date.now() - days * 86_400_000).toISOString() }, signal }),
  refetchInterval: 300_000,
});
