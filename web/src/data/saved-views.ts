// What people look at again, kept on the server: a page's address under a name.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, type Schemas } from "./client.ts";

export type SavedView = Schemas["SavedView"];
type Page = SavedView["page"];
type Wanted = Pick<SavedView, "page" | "name" | "view" | "shared">;

/** The views of one page: one's own, and those that one's side shares; of an organisation, or over all. */
export const useSavedViews = (page: Page, tenant: string | undefined) => useQuery({
  queryKey: ["saved-view", tenant ?? "all", page],
  queryFn: ({ signal }) => (tenant === undefined ? api.get("/v1/saved-views", { query: { page }, signal }) : api.get("/v1/tenants/{tenant}/saved-views", { path: { tenant }, query: { page }, signal })),
});

/** Keeps one, or lets one go. */
export function useSavedViewChange(tenant: string | undefined) {
  const client = useQueryClient();
  const asked = { onSuccess: () => client.invalidateQueries({ queryKey: ["saved-view", tenant ?? "all"] }) };
  const save = useMutation({ mutationFn: (body: Wanted) => (tenant === undefined ? api.post("/v1/saved-views", { body }) : api.post("/v1/tenants/{tenant}/saved-views", { path: { tenant }, body })), ...asked });
  const remove = useMutation({ mutationFn: (view: string) => (tenant === undefined ? api.delete("/v1/saved-views/{view}", { path: { view } }) : api.delete("/v1/tenants/{tenant}/saved-views/{view}", { path: { tenant, view } })), ...asked });
  return { save, remove };
}
