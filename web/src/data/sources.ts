// Sources: how they are, one in detail, what is dropped of them, what the platform can read.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { languageNow } from "../locales/index.ts";
import { api, type Paths, type Schemas } from "./client.ts";

export type SourceHealthRow = Schemas["SourceHealthRow"];
export type SourceDetail = Schemas["SourceDetail"];
export type SourceState = SourceHealthRow["state"];
export type DropRule = Schemas["DropRule"];
export type Technology = Schemas["Technology"];
export type LinesRead = Schemas["LinesRead"];

// Lines arrive all the time, and nobody writes a journal of them.
const EVERY_MS = 30_000;

/** Each source, the worst first: of one organisation, or of all. */
export const useSourceHealth = (scope: string | undefined) => useQuery({
  queryKey: ["source", scope ?? "all", "health", languageNow()],
  queryFn: ({ signal }) => {
    const query = { language: languageNow() };
    return scope === undefined ? api.get("/v1/source-health", { query, signal }) : api.get("/v1/tenants/{tenant}/source-health", { path: { tenant: scope }, query, signal });
  },
  placeholderData: keepPreviousData,
  refetchInterval: EVERY_MS,
});

export const useSource = (tenant: string, source: string) => useQuery({ queryKey: ["source", tenant, "one", source, languageNow()], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/sources/{source}", { path: { tenant, source }, query: { language: languageNow() }, signal }), refetchInterval: EVERY_MS });

export const useDropRules = (tenant: string, enabled = true) => useQuery({ queryKey: ["drop-rule", tenant], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/drop-rules", { path: { tenant }, signal }), enabled });

export type WantedDropRule = { readonly source: string | null; readonly rule: string; readonly reason: string; readonly until?: string };

/** Makes a drop rule, or ends one. */
export function useDropRuleChange(tenant: string) {
  const client = useQueryClient();
  const asked = { onSuccess: () => client.invalidateQueries({ queryKey: ["drop-rule", tenant] }) };
  const save = useMutation({ mutationFn: (body: WantedDropRule) => api.post("/v1/tenants/{tenant}/drop-rules", { path: { tenant }, body }), ...asked });
  const retire = useMutation({ mutationFn: ({ id, reason }: { readonly id: string; readonly reason: string }) => api.post("/v1/tenants/{tenant}/drop-rules/{id}/retire", { path: { tenant, id }, body: { reason } }), ...asked });
  return { save, retire };
}

export type WantedSource = Omit<Paths["/v1/tenants/{tenant}/sources"]["post"]["body"], "zone">;
export type SourceWithToken = Schemas["SourceWithToken"];

/** Adds a source while the platform runs; its token is in the answer, this once. */
export const addSource = (tenant: string, body: WantedSource): Promise<SourceWithToken> => api.post("/v1/tenants/{tenant}/sources", { path: { tenant }, body });

/** Where lines may be sent to. */
export const useListeners = () => useQuery({ queryKey: ["listener"], queryFn: ({ signal }) => api.get("/v1/listeners", { signal }), staleTime: Infinity });

export const useTechnologies = () => useQuery({ queryKey: ["technology"], queryFn: ({ signal }) => api.get("/v1/technologies", { signal }), staleTime: Infinity });

/** Lines put to the platform to see what it makes of them; nothing is kept. */
export const readLines = (tenant: string, lines: readonly string[], technology: string | undefined): Promise<LinesRead> => api.post("/v1/tenants/{tenant}/lines/read", { path: { tenant }, body: { lines, ...(technology === undefined ? {} : { technology }) } });
