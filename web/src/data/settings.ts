// How the service works for an organisation: what holds, what was proposed, and every version.
import { useQuery } from "@tanstack/react-query";
import { api, type Schemas } from "./client.ts";
import { useAct } from "./use-act.ts";

export type Setting = Schemas["Setting"];
export type SettingVersion = Schemas["SettingVersion"];
export type SettingKind = Setting["kind"];
type Document = SettingVersion["document"];

export const useSettings = (tenant: string) => useQuery({ queryKey: ["setting", tenant, "list"], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/settings", { path: { tenant }, signal }) });
export const useSettingVersions = (tenant: string, kind: SettingKind) => useQuery({ queryKey: ["setting", tenant, "versions", kind], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/settings/{kind}/versions", { path: { tenant, kind }, query: { limit: 20 }, signal }) });

export type Category = "vulnerability-exploitation" | "privilege-escalation" | "data-exfiltration" | "malware-spread" | "persistence" | "denial-of-service" | "unauthorised-access" | "identity-theft" | "policy-breach" | "other";
export const CATEGORIES: readonly Category[] = ["vulnerability-exploitation", "privilege-escalation", "data-exfiltration", "malware-spread", "persistence", "denial-of-service", "unauthorised-access", "identity-theft", "policy-breach", "other"];

export const useServiceTerms = (tenant: string, category: Category, severity: string) => useQuery({ queryKey: ["setting", tenant, "terms", category, severity], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/service-terms", { path: { tenant }, query: { category, severity }, signal }) });

/** Writes the next version over the one that was seen; it waits where both sides have to agree. */
export const useSaveSetting = (tenant: string, kind: SettingKind, seen: number) => useAct(tenant, ["setting"], ({ document, reason }: { readonly document: Document; readonly reason: string }) =>
  api.put("/v1/tenants/{tenant}/settings/{kind}", { path: { tenant, kind }, header: { "if-match": `"${seen}"` }, body: { document, reason } }));

export type Decision = "agree" | "refuse" | "withdraw";
/** What one side says of what was proposed. */
export const useDecideSetting = (tenant: string, kind: SettingKind, version: number) => useAct(tenant, ["setting", "waiting"], ({ decision, reason }: { readonly decision: Decision; readonly reason: string }) => {
  const path = { tenant, kind, version };
  if (decision === "agree") return api.post("/v1/tenants/{tenant}/settings/{kind}/versions/{version}/agree", { path, body: reason === "" ? {} : { reason } });
  if (decision === "refuse") return api.post("/v1/tenants/{tenant}/settings/{kind}/versions/{version}/refuse", { path, body: { reason } });
  return api.post("/v1/tenants/{tenant}/settings/{kind}/versions/{version}/withdraw", { path, body: { reason } });
});
