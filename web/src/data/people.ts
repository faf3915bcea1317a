// People of both sides, their roles, and who was invited.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { api, type Schemas } from "./client.ts";
import { useAct } from "./use-act.ts";

export type Person = Schemas["Person"];
export type Invitation = Schemas["Invitation"];
export type Role = Person["memberships"][number]["role"];
export type Invited = { readonly email: string; readonly name: string; readonly language: "en" | "fr"; readonly roles: readonly Role[] };

export const CLIENT_ROLES: readonly Role[] = ["security", "operations", "manager", "auditor"];
export const PROVIDER_ROLES: readonly Role[] = ["analyst", "shift_lead", "engineer", "service_manager", "administrator"];

// People and invitations of the provider stand under "all": no organisation has this name alone.
const whoOf = (tenant: string | undefined): string => tenant ?? "all";

export const usePeople = (tenant: string | undefined, isOn = true) => useInfiniteQuery({
  queryKey: ["person", whoOf(tenant), "list"],
  queryFn: ({ pageParam, signal }) => (tenant === undefined ? api.get("/v1/people", { query: { limit: 100, after: pageParam }, signal }) : api.get("/v1/tenants/{tenant}/people", { path: { tenant }, query: { limit: 100, after: pageParam }, signal })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ next }) => next ?? undefined,
  enabled: isOn,
});

export const useInvitations = (tenant: string | undefined) => useQuery({ queryKey: ["person", whoOf(tenant), "invitations"], queryFn: ({ signal }) => (tenant === undefined ? api.get("/v1/invitations", { signal }) : api.get("/v1/tenants/{tenant}/invitations", { path: { tenant }, signal })) });

export const useInvite = (tenant: string | undefined) => useAct(whoOf(tenant), ["person"], ({ roles, ...asked }: Invited) => {
  const body = { ...asked, roles: [...roles] };
  return tenant === undefined ? api.post("/v1/invitations", { body }) : api.post("/v1/tenants/{tenant}/invitations", { path: { tenant }, body });
});

export const useUninvite = (tenant: string | undefined) => useAct(whoOf(tenant), ["person"], (invitation: string) =>
  tenant === undefined ? api.delete("/v1/invitations/{invitation}", { path: { invitation } }) : api.delete("/v1/tenants/{tenant}/invitations/{invitation}", { path: { tenant, invitation } }));

export type RoleChange = { readonly person: string; readonly role: Role; readonly verb: "give" | "take"; readonly reason: string };
export const useChangeRole = (tenant: string | undefined) => useAct(whoOf(tenant), ["person"], ({ person, role, verb, reason }: RoleChange) => {
  const body = { role, ...(reason === "" ? {} : { reason }) };
  if (tenant === undefined) return verb === "give" ? api.post("/v1/people/{person}/roles", { path: { person }, body }) : api.post("/v1/people/{person}/roles/withdraw", { path: { person }, body });
  return verb === "give" ? api.post("/v1/tenants/{tenant}/people/{person}/roles", { path: { tenant, person }, body }) : api.post("/v1/tenants/{tenant}/people/{person}/roles/withdraw", { path: { tenant, person }, body });
});
