// Escalations: what the client is asked to decide; and suspicions: what the client saw.
import { useQueries, useQuery } from "@tanstack/react-query";
import { api, type Paths, type Schemas } from "./client.ts";
import { useAct } from "./use-act.ts";

export type Escalation = Schemas["Escalation"];
export type EscalationRow = Schemas["EscalationRow"];
export type Suspicion = Schemas["Suspicion"];
export type EscalationName = { readonly tenant: string; readonly escalation: string };
export type EscalationEntry = Paths["/v1/tenants/{tenant}/escalations/{escalation}/entries"]["get"]["answer"]["entries"][number];
type Verb = "acknowledge" | "ask" | "answer" | "qualify" | "respond" | "close" | "withdraw" | "reached";
type BodyOf<V extends Verb> = Paths[`/v1/tenants/{tenant}/escalations/{escalation}/${V}`]["post"]["body"];
export type EscalationAct = { readonly [V in Verb]: { readonly verb: V; readonly body?: BodyOf<V> } }[Verb];

export type EscalationOfTenant = EscalationRow & { readonly tenant: string };

/** Open questions to these clients, what is due first at the top: the first hundred of each. */
export const useOpenEscalations = (tenants: readonly string[]) => useQueries({
  queries: tenants.map((tenant) => ({ queryKey: ["escalation", tenant, "open"], queryFn: ({ signal }: { readonly signal: AbortSignal }) => api.get("/v1/tenants/{tenant}/escalations", { path: { tenant }, query: { state: "open" as const, limit: 100 }, signal }), refetchInterval: 60_000 })),
  combine: (answers) => ({
    escalations: answers.flatMap(({ data }, at): EscalationOfTenant[] => (data?.escalations ?? []).map((one) => ({ ...one, tenant: tenants[at]! }))).toSorted((a, b) => (a.due?.dueAt ?? "9").localeCompare(b.due?.dueAt ?? "9")),
    isPending: answers.some(({ isPending }) => isPending),
    error: answers.find(({ error }) => error !== null)?.error ?? null,
    retry: () => { for (const one of answers) void one.refetch(); },
  }),
});

export const useEscalation = ({ tenant, escalation }: EscalationName) => useQuery({
  queryKey: ["escalation", tenant, escalation],
  queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/escalations/{escalation}", { path: { tenant, escalation }, signal }),
  refetchInterval: 60_000,
});

export const useEscalationThread = ({ tenant, escalation }: EscalationName) => useQuery({
  queryKey: ["escalation", tenant, escalation, "thread"],
  queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/escalations/{escalation}/entries", { path: { tenant, escalation }, query: { limit: 200 }, signal }),
});

const MOVED = ["escalation", "alert", "incident", "waiting"];

export const useEscalationAct = (path: EscalationName) => useAct(path.tenant, MOVED, ({ verb, body }: EscalationAct) => {
  // The compiler holds callers to EscalationAct; here every verb is alike.
  const post = api.post as (route: string, asked: object) => Promise<Escalation>;
  return post(`/v1/tenants/{tenant}/escalations/{escalation}/${verb}`, { path, body: body ?? {} });
});

/** Writes into the thread: the client's people and the provider's have a route each. */
export const useWriteToEscalation = (path: EscalationName, side: "client" | "provider") => useAct(path.tenant, ["escalation"], ({ text, visibility }: { readonly text: string; readonly visibility: "internal" | "shared" }) =>
  side === "client" ? api.post("/v1/tenants/{tenant}/escalations/{escalation}/entries", { path, body: { text, visibility } }) : api.post("/v1/tenants/{tenant}/escalations/{escalation}/notes", { path, body: { text, visibility } }));

export const useSeen = (path: EscalationName) => useAct(path.tenant, [], () => api.post("/v1/tenants/{tenant}/escalations/{escalation}/seen", { path }));

export type SuspicionOfTenant = Suspicion & { readonly tenant: string };

/** What clients declared, the newest first: the first hundred of each organisation. */
export const useSuspicions = (tenants: readonly string[]) => useQueries({
  queries: tenants.map((tenant) => ({ queryKey: ["suspicion", tenant, "list"], queryFn: ({ signal }: { readonly signal: AbortSignal }) => api.get("/v1/tenants/{tenant}/suspicions", { path: { tenant }, query: { limit: 100 }, signal }), refetchInterval: 60_000 })),
  combine: (answers) => ({
    suspicions: answers.flatMap(({ data }, at): SuspicionOfTenant[] => (data?.suspicions ?? []).map((one) => ({ ...one, tenant: tenants[at]! }))).toSorted((a, b) => b.declared.at.localeCompare(a.declared.at)),
    isPending: answers.some(({ isPending }) => isPending),
    error: answers.find(({ error }) => error !== null)?.error ?? null,
    retry: () => { for (const one of answers) void one.refetch(); },
  }),
});

const MOVED_BY_SUSPICION = ["suspicion", "incident", "waiting"];
export const useDeclare = (tenant: string) => useAct(tenant, MOVED_BY_SUSPICION, (body: Paths["/v1/tenants/{tenant}/suspicions"]["post"]["body"]) => api.post("/v1/tenants/{tenant}/suspicions", { path: { tenant }, body }));

export type SuspicionAct = { readonly verb: "acknowledge" } | { readonly verb: "refuse"; readonly reason: string } | { readonly verb: "merge"; readonly into: string; readonly reason: string };
export const useSuspicionAct = ({ tenant, id: suspicion }: { readonly tenant: string; readonly id: string }) => useAct(tenant, MOVED_BY_SUSPICION, (act: SuspicionAct) => {
  const path = { tenant, suspicion };
  switch (act.verb) {
    case "acknowledge": return api.post("/v1/tenants/{tenant}/suspicions/{suspicion}/acknowledge", { path });
    case "refuse": return api.post("/v1/tenants/{tenant}/suspicions/{suspicion}/refuse", { path, body: { reason: act.reason } });
    case "merge": return api.post("/v1/tenants/{tenant}/suspicions/{suspicion}/merge", { path, body: { into: act.into, reason: act.reason } });
  }
});
