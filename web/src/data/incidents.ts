// Incidents: lists, one with all that its page shows, its thread, and what people do with it.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, type Paths, type Schemas } from "./client.ts";
import { useAct } from "./use-act.ts";

export type IncidentRow = Schemas["IncidentRow"];
export type Incident = Schemas["Incident"];
export type IncidentEntry = Paths["/v1/tenants/{tenant}/incidents/{incident}/entries"]["get"]["answer"]["entries"][number];
export type IncidentList = Paths["/v1/incidents"]["get"]["answer"];
export type IncidentQuery = Omit<Paths["/v1/incidents"]["get"]["query"], "after" | "limit">;
export type IncidentName = { readonly tenant: string; readonly incident: string };
type Body<Path extends keyof Paths> = Paths[Path] extends { readonly post: { readonly body: infer B } } ? B : never;
type Of<Verb extends string> = Body<`/v1/tenants/{tenant}/incidents/{incident}/${Verb}` & keyof Paths>;

const PAGE = 100;

/** Incidents of one organisation or of all, by pages. */
export const useIncidents = (scope: string | undefined, query: IncidentQuery) => useInfiniteQuery({
  queryKey: ["incident", scope ?? "all", "list", query],
  queryFn: ({ pageParam, signal }): Promise<IncidentList> => {
    const asked = { ...query, limit: PAGE, ...(pageParam === null ? {} : { after: pageParam }) };
    return scope === undefined ? api.get("/v1/incidents", { query: asked, signal }) : api.get("/v1/tenants/{tenant}/incidents", { path: { tenant: scope }, query: asked, signal });
  },
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
  placeholderData: (before) => before,
  refetchInterval: 60_000,
});

export const useIncident = ({ tenant, incident }: IncidentName) => useQuery({
  queryKey: ["incident", tenant, incident],
  queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/incidents/{incident}", { path: { tenant, incident }, signal }),
  refetchInterval: 60_000,
});

const ENTRIES_AT_ONCE = 200;
const ENTRIES_AT_MOST = 5_000;

/** The thread from its first entry to its last, as the caller's side sees it. */
export const useIncidentThread = ({ tenant, incident }: IncidentName) => useQuery({
  queryKey: ["incident", tenant, incident, "thread"],
  queryFn: async ({ signal }) => {
    const entries: IncidentEntry[] = [];
    let after: number | null = null;
    do {
      const page: { readonly entries: readonly IncidentEntry[]; readonly next: number | null } = await api.get("/v1/tenants/{tenant}/incidents/{incident}/entries", { path: { tenant, incident }, query: { limit: ENTRIES_AT_ONCE, ...(after === null ? {} : { after }) }, signal });
      entries.push(...page.entries);
      after = page.next;
    } while (after !== null && entries.length < ENTRIES_AT_MOST);
    return entries;
  },
});

const MOVED = ["incident", "alert", "clock", "waiting"];
/** One verb of an incident; its thread and clocks are asked for anew. */
const useVerb = <Given>({ tenant }: IncidentName, run: (given: Given) => Promise<unknown>) => useAct(tenant, MOVED, run);

export const useSay = (path: IncidentName) => useVerb(path, (body: Of<"entries">) => api.post("/v1/tenants/{tenant}/incidents/{incident}/entries", { path, body }));
export const useTakeIncident = (path: IncidentName) => useVerb(path, () => api.post("/v1/tenants/{tenant}/incidents/{incident}/take", { path }));
export const useAssignIncident = (path: IncidentName) => useVerb(path, (body: Of<"assign">) => api.post("/v1/tenants/{tenant}/incidents/{incident}/assign", { path, body }));
export const useSetStage = (path: IncidentName) => useVerb(path, (body: Of<"stage">) => api.post("/v1/tenants/{tenant}/incidents/{incident}/stage", { path, body }));
export const useSetSeverity = (path: IncidentName) => useVerb(path, (body: Of<"severity">) => api.post("/v1/tenants/{tenant}/incidents/{incident}/severity", { path, body }));
export const useSetWaiting = (path: IncidentName) => useVerb(path, (body: Of<"waiting">) => api.post("/v1/tenants/{tenant}/incidents/{incident}/waiting", { path, body }));
export const useSetAware = (path: IncidentName) => useVerb(path, (body: Of<"aware">) => api.post("/v1/tenants/{tenant}/incidents/{incident}/aware", { path, body }));
export const useQualifyIncident = (path: IncidentName) => useVerb(path, (body: Of<"qualify">) => api.post("/v1/tenants/{tenant}/incidents/{incident}/qualify", { path, body }));
export const useCloseIncident = (path: IncidentName) => useVerb(path, (body: Of<"close">) => api.post("/v1/tenants/{tenant}/incidents/{incident}/close", { path, body }));
export const useReopenIncident = (path: IncidentName) => useVerb(path, (reason: string) => api.post("/v1/tenants/{tenant}/incidents/{incident}/reopen", { path, body: { reason } }));
export const useMergeIncidents = (path: IncidentName) => useVerb(path, (body: Of<"merge">) => api.post("/v1/tenants/{tenant}/incidents/{incident}/merge", { path, body }));
export const useSplitIncident = (path: IncidentName) => useVerb(path, (body: Of<"split">) => api.post("/v1/tenants/{tenant}/incidents/{incident}/split", { path, body }));
export const useAddPart = (path: IncidentName) => useVerb(path, (body: Of<"parts">) => api.post("/v1/tenants/{tenant}/incidents/{incident}/parts", { path, body }));
export const usePauseClocks = (path: IncidentName) => useVerb(path, (body: Of<"clocks/pause">) => api.post("/v1/tenants/{tenant}/incidents/{incident}/clocks/pause", { path, body }));
export const useResumeClocks = (path: IncidentName) => useVerb(path, (reason: string) => api.post("/v1/tenants/{tenant}/incidents/{incident}/clocks/resume", { path, body: { reason } }));
export const useAttachFile = (path: IncidentName) => useVerb(path, (body: Of<"files">) => api.post("/v1/tenants/{tenant}/incidents/{incident}/files", { path, body }));
export const useShareFile = (path: IncidentName) => useVerb(path, (file: number) => api.post("/v1/tenants/{tenant}/incidents/{incident}/files/{file}/share", { path: { ...path, file } }));
export type PartChange = Paths["/v1/tenants/{tenant}/incidents/{incident}/parts/{part}"]["patch"]["body"];
export const useChangePart = (path: IncidentName) => useVerb(path, ({ part, change }: { readonly part: number; readonly change: PartChange }) => api.patch("/v1/tenants/{tenant}/incidents/{incident}/parts/{part}", { path: { ...path, part }, body: change }));
export const useRemovePart = (path: IncidentName) => useVerb(path, ({ part, reason }: { readonly part: number; readonly reason: string }) => api.post("/v1/tenants/{tenant}/incidents/{incident}/parts/{part}/remove", { path: { ...path, part }, body: { reason } }));
export type IncidentChange = Paths["/v1/tenants/{tenant}/incidents/{incident}"]["patch"]["body"];
export const useChangeIncident = (path: IncidentName) => useVerb(path, (body: IncidentChange) => api.patch("/v1/tenants/{tenant}/incidents/{incident}", { path, body }));
