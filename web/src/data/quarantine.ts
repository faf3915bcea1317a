// Lines that nobody could read, and lines of senders that nobody claimed.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, type Schemas } from "./client.ts";
import { readSteps } from "./steps.ts";

export type QuarantineGroup = Schemas["QuarantineGroup"];
export type QuarantinedLine = Schemas["QuarantinedLine"];
export type UnclaimedSender = Schemas["UnclaimedSender"];

const PAGE = 200;

/** Which lines: all, or those of a source, a reason, a shape. */
export type QuarantineFilter = { readonly since?: string; readonly until?: string; readonly source?: string; readonly reason?: string; readonly shape?: string };

/** What arrived unreadable, by what its lines have in common. */
export const useQuarantineGroups = (tenant: string, filter: QuarantineFilter = {}, enabled = true) => useQuery({ queryKey: ["quarantine", tenant, "groups", filter], queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/quarantine/groups", { path: { tenant }, query: { ...filter, limit: PAGE }, signal }), enabled });

/** The lines themselves, by pages. */
export const useQuarantineLines = (tenant: string, filter: QuarantineFilter) => useInfiniteQuery({
  queryKey: ["quarantine", tenant, "lines", filter],
  queryFn: ({ pageParam, signal }) => api.get("/v1/tenants/{tenant}/quarantine/lines", { path: { tenant }, query: { ...filter, limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) }, signal }),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }) => next ?? undefined,
  gcTime: 30_000,
});

export type ReparseResult = { readonly dryRun: boolean; readonly looked: number; readonly readable: number; readonly handedIn: number; readonly tooNew: number };
export type ReparseProgress = { readonly looked: number; readonly readable: number };

/** Reads lines of the quarantine again; `dryRun` only looks how many could be read now. */
export async function reparse(tenant: string, filter: QuarantineFilter, dryRun: boolean, progress: (step: ReparseProgress) => void): Promise<ReparseResult> {
  const answer = await api.post("/v1/tenants/{tenant}/quarantine/reparse", { path: { tenant }, body: { ...filter, dryRun } });
  return readSteps<ReparseProgress, ReparseResult>(answer, progress);
}

/** Senders that no source claims. */
export const useUnclaimed = (enabled: boolean) => useQuery({ queryKey: ["unclaimed", "all"], queryFn: ({ signal }) => api.get("/v1/unclaimed", { query: { limit: PAGE }, signal }), enabled });

export type AdoptResult = { readonly looked: number; readonly adopted: number; readonly sources: readonly { readonly tenant: string; readonly source: string; readonly lines: number }[] };

/** Gives kept lines to the sources that claim their senders now. */
export async function adopt(progress: (step: { readonly looked: number; readonly adopted: number }) => void): Promise<AdoptResult> {
  return readSteps(await api.post("/v1/unclaimed/adopt"), progress);
}
