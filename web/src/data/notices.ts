// What the portal tells the person's side, and up to when they have read it.
import { useQueries } from "@tanstack/react-query";
import { api, type Schemas } from "./client.ts";
import { may, useMe } from "./me.ts";
import { useScope } from "./scope.ts";
import { useAct } from "./use-act.ts";

export type Notice = Schemas["Notification"] & { readonly tenant: string };

const SHOWN = 10;
const EVERY_MS = 60_000;

/** The newest notices of the organisations in sight, and how many nobody has read; the API tells one organisation at a time. */
export function useNotices() {
  const me = useMe();
  const scope = useScope();
  const tenants = me.organisations.map(({ tenant }) => tenant).filter((tenant) => (scope === undefined || tenant === scope) && may(me, "notification:read", tenant));
  return useQueries({
    queries: tenants.map((tenant) => ({ queryKey: ["notification", tenant, "notices"], queryFn: ({ signal }: { readonly signal: AbortSignal }) => api.get("/v1/tenants/{tenant}/notices", { path: { tenant }, query: { limit: SHOWN }, signal }), refetchInterval: EVERY_MS })),
    combine: (answers) => ({
      isAllowed: tenants.length > 0,
      isPending: answers.some(({ isPending }) => isPending),
      error: answers.find(({ error }) => error !== null)?.error ?? null,
      unread: answers.reduce((sum, { data }) => sum + (data?.unread ?? 0), 0),
      unreadOf: tenants.flatMap((tenant, at) => ((answers[at]?.data?.unread ?? 0) > 0 ? [{ tenant, until: answers[at]?.data?.notices[0]?.createdAt ?? "" }] : [])),
      notices: answers.flatMap(({ data }, at): Notice[] => (data?.notices ?? []).map((notice) => ({ ...notice, tenant: tenants[at]! }))).toSorted((a, b) => b.createdAt.localeCompare(a.createdAt)).slice(0, SHOWN),
    }),
  });
}

/** They have read all of an organisation's notices up to a time. */
export const useRead = () => useAct("all", ["notification"], (unread: readonly { readonly tenant: string; readonly until: string }[]) =>
  Promise.all(unread.filter(({ until }) => until !== "").map(({ tenant, until }) => api.post("/v1/tenants/{tenant}/notices/read", { path: { tenant }, body: { until } }))));
