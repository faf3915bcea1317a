// Who did what: of one organisation, or of the platform itself.
import { useInfiniteQuery } from "@tanstack/react-query";
import { api, type Schemas } from "./client.ts";

export type JournalEntry = Schemas["JournalEntry"];
export type JournalFilter = { readonly who?: string | undefined; readonly action?: string | undefined; readonly since?: string | undefined };

const PAGE = 200;

/** Entries, the newest first; `tenant` undefined: the platform's own. */
export function useJournal(tenant: string | undefined, filter: JournalFilter) {
  return useInfiniteQuery({
    queryKey: ["journal", tenant ?? "platform", filter],
    queryFn: ({ pageParam, signal }) => {
      const query = { ...filter, limit: PAGE, before: pageParam };
      return tenant === undefined ? api.get("/v1/journal", { query, signal }) : api.get("/v1/tenants/{tenant}/journal", { path: { tenant }, query, signal });
    },
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ entries }) => (entries.length < PAGE ? undefined : entries.at(-1)?.id),
  });
}
