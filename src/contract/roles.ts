// Roles and what they may do, as words; src/identity/permissions.ts says which role may what.
import { z } from "zod";

export const PROVIDER_ROLES = ["analyst", "shift_lead", "engineer", "service_manager", "administrator"] as const;
export const CLIENT_ROLES = ["security", "operations", "manager", "auditor"] as const;

export const Role = z.enum([...PROVIDER_ROLES, ...CLIENT_ROLES]);
export type Role = z.infer<typeof Role>;

/** `noun:verb`. What a route needs stands in the OpenAPI document as `x-permission`. */
export const PERMISSIONS = [
  "organisation:read", "organisation:manage", "setting:read", "setting:change", "setting:agree",
  "person:read", "person:manage", "key:read", "key:manage", "sign-in:read", "sign-in:change", "journal:read",
  "source:read", "source:change", "line:read", "line:reparse", "sender:adopt",
  "event:search", "event:export", "integrity:read",
  "rule:read", "rule:change", "pack:read", "pack:import", "drop-rule:read", "drop-rule:change",
  "retro:read", "retro:run", "detection:read",
  "asset:read", "asset:import", "asset:change", "indicator:read", "indicator:change",
  "alert:read", "alert:triage", "alert:qualify", "exception:read", "exception:change", "exception:approve",
  "incident:read", "incident:handle", "incident:qualify", "incident:comment", "suspicion:declare",
  "request:read", "request:update", "request:approve", "request:send", "automation:stop", "connector:read", "connector:change", "playbook:read", "playbook:run",
  "notification:read", "notification:change",
] as const;

export const Permission = z.enum(PERMISSIONS);
export type Permission = z.infer<typeof Permission>;
