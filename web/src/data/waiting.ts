// What waits for whom.
import { useQuery } from "@tanstack/react-query";
import { api, type Schemas } from "./client.ts";

export type Waiting = Schemas["Waiting"];
export type WaitingItem = Waiting["client"]["items"][number];

/** What waits on the client's security people, on the provider and on the client's teams, the nearest first. */
export const useWaiting = (tenant: string) => useQuery({
  queryKey: ["waiting", tenant, "list"],
  queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/waiting", { path: { tenant }, query: { limit: 100 }, signal }),
  refetchInterval: 30_000,
});
