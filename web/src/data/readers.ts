// Who will read what is written to both sides: people of the client, for the label of the composer.
import { useQuery } from "@tanstack/react-query";
import { api } from "./client.ts";
import { may, useMe } from "./me.ts";

// Roles that read alerts and incidents of their organisation; operations sees its requests alone.
const READERS: ReadonlySet<string> = new Set(["security", "manager", "auditor"]);

/** How many people of the client read shared entries; undefined: not known, or not the caller's to know. */
export function useReaders(tenant: string): number | undefined {
  const me = useMe();
  return useQuery({
    queryKey: ["person", tenant, "readers"],
    queryFn: ({ signal }) => api.get("/v1/tenants/{tenant}/people", { path: { tenant }, query: { limit: 200 }, signal }),
    enabled: may(me, "person:read", tenant),
    staleTime: 300_000,
    select: ({ people, next }) => (next === null ? people.filter((person) => person.disabledAt === null && person.memberships.some((one) => one.tenant === tenant && READERS.has(one.role))).length : undefined),
  }).data;
}
