// A rule while it is written: checked as one types, put to events, put to the past, saved.
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { api, type Schemas } from "./client.ts";

export type CheckedRule = Schemas["CheckedRule"];
export type TestedRule = Schemas["TestedRule"];
export type RetroRun = Schemas["RetroRun"];

const POLL_MS = 1_000;

/** What is wrong with a text; the last answer stays while the next one comes. */
export const useCheck = (tenant: string, path: string, text: string) =>
  useQuery({ queryKey: ["draft", tenant, path, text], queryFn: ({ signal }) => api.post("/v1/tenants/{tenant}/own-rules/check", { path: { tenant }, body: { text, path }, signal }), enabled: text.trim() !== "", placeholderData: keepPreviousData, gcTime: 10_000 });

/** The newest events that a query finds, by id. */
export async function idsOf(tenant: string, query: string, days: number, limit: number): Promise<readonly string[]> {
  const until = new Date();
  const since = new Date(until.getTime() - days * 86_400_000);
  const { events } = await api.post("/v1/tenants/{tenant}/events/search", { path: { tenant }, body: { query, since: since.toISOString(), until: until.toISOString(), limit } });
  return events.map(({ id }) => id);
}

export const testRule = (tenant: string, body: { readonly text: string; readonly path: string; readonly events?: readonly string[]; readonly lines?: readonly string[] }): Promise<TestedRule> => api.post("/v1/tenants/{tenant}/own-rules/test", { path: { tenant }, body });

export const askPast = (tenant: string, text: string, path: string, days: number): Promise<RetroRun> =>
  api.post("/v1/tenants/{tenant}/retro-runs", { path: { tenant }, body: { rule: { text, path }, since: new Date(Date.now() - days * 86_400_000).toISOString() } });

/** A run, asked again until it is over. */
export const runQuery = (tenant: string, run: string) => queryOptions({
  queryKey: ["retro-run", tenant, run],
  queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/retro-runs/{run}", { path: { tenant, run }, signal }),
  refetchInterval: ({ state }) => (state.data?.state === "waiting" || state.data?.state === "running" ? POLL_MS : false),
});

export const saveRule = (tenant: string, path: string, text: string, reason: string) => api.put("/v1/tenants/{tenant}/own-rules/{path}", { path: { tenant, path }, body: { text, reason } });
