// Which role may what: one table. `vigie roles` prints it, every route asks it.
import { PERMISSIONS, type Permission, PROVIDER_ROLES, type Role } from "../contract/roles.ts";

const READS = PERMISSIONS.filter((permission) => permission.endsWith(":read"));

// What the people of one organisation may see of themselves: not how the provider is organised.
const CLIENT_READS: readonly Permission[] = READS.filter((permission) => permission !== "key:read");

const ANALYST: readonly Permission[] = [...READS.filter((permission) => permission !== "key:read"), "event:search", "event:export", "retro:run", "alert:triage", "exception:change", "incident:handle", "incident:qualify", "incident:comment", "request:update", "request:send", "playbook:run", "automation:stop"];

const TABLE: Readonly<Record<Role, readonly Permission[]>> = {
  analyst: ANALYST,
  shift_lead: [...ANALYST, "drop-rule:change", "rule:change", "sender:adopt", "exception:approve"],
  engineer: [...ANALYST, "source:change", "rule:change", "pack:import", "drop-rule:change", "line:reparse", "sender:adopt", "asset:import", "asset:change", "indicator:change", "exception:approve", "connector:change"],
  service_manager: [...ANALYST, "organisation:manage", "source:change", "setting:change", "setting:agree", "sign-in:change", "person:manage", "asset:import", "asset:change", "exception:approve", "notification:change", "connector:change"],
  administrator: PERMISSIONS,
  security: [...CLIENT_READS, "event:search", "event:export", "alert:qualify", "incident:qualify", "incident:comment", "suspicion:declare", "exception:approve", "asset:change", "request:update", "request:approve", "automation:stop"],
  // Sees the requests of its teams, and the machines that they are about.
  operations: ["request:read", "request:update", "asset:read"],
  manager: [...CLIENT_READS, "alert:qualify", "incident:qualify", "incident:comment", "suspicion:declare", "exception:approve", "request:approve", "automation:stop", "setting:change", "setting:agree", "person:manage", "notification:change"],
  // No client role has sign-in:change: whose a domain is, the provider has to look at, for it decides who signs in where.
  // Reads all, writes nothing: PDIS IV.3.9.
  auditor: [...CLIENT_READS, "event:search"],
};

/** What a role may do. */
export const permissionsOf = (role: Role): ReadonlySet<Permission> => new Set(TABLE[role]);

/** Whether the role is one of the provider's: it holds in every organisation. */
export const isProviderRole = (role: Role): boolean => (PROVIDER_ROLES as readonly Role[]).includes(role);

/** A role of a person: of the provider where `tenant` is null. */
export type Membership = { readonly tenant: string | null; readonly role: Role };

/**
 * What somebody with these memberships may do in the organisation, or on the platform itself where `tenant` is
 * undefined. Undefined if they have nothing to do with it: to them it does not exist.
 */
export function permissionsIn(memberships: readonly Membership[], tenant: string | undefined): ReadonlySet<Permission> | undefined {
  const held = memberships.filter((one) => one.tenant === null || one.tenant === tenant);
  if (held.length === 0) return undefined;
  return new Set(held.flatMap(({ role }) => TABLE[role]));
}
