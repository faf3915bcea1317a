// Matters of the whole platform: keys, identity providers, the stop of what is sent without a person.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Paths } from "./client.ts";

export const useKeys = () => useQuery({ queryKey: ["key", "all"], queryFn: ({ signal }) => api.get("/v1/keys", { signal }) });
export const useOidc = () => useQuery({ queryKey: ["oidc-connection", "all"], queryFn: ({ signal }) => api.get("/v1/oidc-connections", { signal }) });
export const useAutomation = () => useQuery({ queryKey: ["automation", "all"], queryFn: ({ signal }) => api.get("/v1/automation", { signal }) });

function useChange<Given, Answer>(noun: string, run: (given: Given) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: run, onSettled: () => client.invalidateQueries({ queryKey: [noun] }) });
}

export const useMakeKey = () => useChange("key", (body: Paths["/v1/keys"]["post"]["body"]) => api.post("/v1/keys", { body }));
export const useRevokeKey = () => useChange("key", (key: string) => api.delete("/v1/keys/{key}", { path: { key } }));
export const useStopAutomation = () => useChange("automation", ({ verb, reason }: { readonly verb: "stop" | "start"; readonly reason: string }) => (verb === "stop" ? api.post("/v1/automation/stop", { body: { reason } }) : api.post("/v1/automation/start", { body: { reason } })));
