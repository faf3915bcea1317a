// Connectors to ticket systems: how each stands, what is to be written there, and what is done about it.
import { useQuery } from "@tanstack/react-query";
import { api, type Paths, type Schemas } from "./client.ts";
import { useAct } from "./use-act.ts";

export type Connector = Schemas["Connector"];
export type ConnectorWrite = Paths["/v1/tenants/{tenant}/connectors/{connector}/writes"]["get"]["answer"]["writes"][number];
type New = Paths["/v1/tenants/{tenant}/connectors"]["post"]["body"];

export const useConnectors = (tenant: string, isOn = true) => useQuery({ queryKey: ["connector", tenant, "list"], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/connectors", { path: { tenant }, signal }), enabled: isOn, refetchInterval: 30_000 });
export const useConnectorKinds = (isOn = true) => useQuery({ queryKey: ["connector-kind"], queryFn: ({ signal }) => api.get("/v1/connector-kinds", { signal }), staleTime: Infinity, enabled: isOn });
export const useConnectorWrites = (tenant: string, connector: string) => useQuery({ queryKey: ["connector", tenant, "writes", connector], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/connectors/{connector}/writes", { path: { tenant, connector }, query: { limit: 50 }, signal }) });

export const useAddConnector = (tenant: string) => useAct(tenant, ["connector"], (body: New) => api.post("/v1/tenants/{tenant}/connectors", { path: { tenant }, body }));
export const useEditConnector = (tenant: string, connector: string) => useAct(tenant, ["connector"], (body: Paths["/v1/tenants/{tenant}/connectors/{connector}"]["patch"]["body"]) => api.patch("/v1/tenants/{tenant}/connectors/{connector}", { path: { tenant, connector }, body }));
export const useProbe = (tenant: string, connector: string) => useAct(tenant, ["connector"], () => api.post("/v1/tenants/{tenant}/connectors/{connector}/probe", { path: { tenant, connector } }));
export const useTestConnector = (tenant: string, connector: string) => useAct(tenant, ["connector"], (queue: string) => api.post("/v1/tenants/{tenant}/connectors/{connector}/test", { path: { tenant, connector }, body: { queue } }));

export type ConnectorAct = { readonly verb: "off" | "dry-run" | "on" | "stop" | "start" | "remove"; readonly reason: string };
/** What is done with a connector, with its reason. */
export const useConnectorAct = (tenant: string, connector: string) => useAct(tenant, ["connector"], ({ verb, reason }: ConnectorAct): Promise<unknown> => {
  const path = { tenant, connector };
  if (verb === "stop") return api.post("/v1/tenants/{tenant}/connectors/{connector}/stop", { path, body: { reason } });
  if (verb === "start") return api.post("/v1/tenants/{tenant}/connectors/{connector}/start", { path, body: { reason } });
  if (verb === "remove") return api.post("/v1/tenants/{tenant}/connectors/{connector}/remove", { path, body: { reason } });
  return api.post("/v1/tenants/{tenant}/connectors/{connector}/use", { path, body: { use: verb, reason } });
});

export const useWriteAct = (tenant: string, connector: string) => useAct(tenant, ["connector", "request"], ({ write, verb, reason }: { readonly write: number; readonly verb: "again" | "drop"; readonly reason: string }) =>
  verb === "again" ? api.post("/v1/tenants/{tenant}/connectors/{connector}/writes/{write}/again", { path: { tenant, connector, write }, body: { reason } }) : api.post("/v1/tenants/{tenant}/connectors/{connector}/writes/{write}/drop", { path: { tenant, connector, write }, body: { reason } }));
