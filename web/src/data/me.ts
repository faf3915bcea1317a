// Who sits in front of it, and what they may do where.
import { queryOptions, useSuspenseQuery } from "@tanstack/react-query";
import { api, type Schemas } from "./client.ts";

export type Me = Schemas["Me"];
export type Permission = Me["platform"][number];

export const meQuery = queryOptions({ queryKey: ["me"], queryFn: ({ signal }) => api.get("/v1/me", { signal }), staleTime: 60_000, retry: false });

/** The caller; pages behind the sign-in may count on one. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data;

/** Whether the caller may do it: in one organisation, or in any. */
export const may = (me: Me, permission: Permission, tenant?: string): boolean =>
  me.organisations.some((one) => (tenant === undefined || one.tenant === tenant) && one.permissions.includes(permission));

/** What people do here, which decides where they land and in which order they see things. */
export type Seat = "provider" | "security" | "operations" | "manager" | "auditor";

const CLIENT_SEATS = ["security", "manager", "operations", "auditor"] as const;

export function seatOf(me: Me): Seat {
  if (me.side !== "client") return "provider";
  const roles = new Set(me.person?.memberships.map(({ role }) => role));
  return CLIENT_SEATS.find((seat) => roles.has(seat)) ?? "security";
}

/** The name of an organisation, or its id where the caller may not read its name. */
export const nameOf = (me: Me, tenant: string): string => me.organisations.find((one) => one.tenant === tenant)?.name ?? tenant;
