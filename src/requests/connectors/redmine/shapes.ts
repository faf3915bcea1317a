// What Redmine answers, as far as it is read. Fields that nobody asked for are let pass.
import { z } from "zod";

const Named = z.object({ id: z.int(), name: z.string() });
const Time = z.iso.datetime().transform((text) => new Date(text));

const Journal = z.object({
  id: z.int(), user: Named.optional(), notes: z.string().nullish().transform((notes) => notes ?? ""), created_on: Time, private_notes: z.boolean().default(false),
  details: z.array(z.object({ property: z.string(), name: z.string(), new_value: z.string().nullish() })).default([]),
});
export type Journal = z.infer<typeof Journal>;

const File = z.object({ id: z.int(), filename: z.string(), filesize: z.int(), content_type: z.string().nullish(), content_url: z.string(), author: Named.optional() });

const IssueBody = z.object({
  id: z.int(), project: Named, status: Named, priority: Named, assigned_to: Named.optional(), subject: z.string(), created_on: Time.optional(), updated_on: z.string(),
  custom_fields: z.array(z.object({ id: z.int(), value: z.unknown() })).default([]),
  journals: z.array(Journal).default([]), attachments: z.array(File).default([]), allowed_statuses: z.array(Named).optional(),
});
export type IssueBody = z.infer<typeof IssueBody>;

export const OneIssue = z.object({ issue: IssueBody });
export const MadeIssue = z.object({ issue: z.object({ id: z.int() }) });
export const Issues = z.object({ issues: z.array(z.object({ id: z.int(), subject: z.string(), updated_on: z.string(), custom_fields: z.array(z.object({ id: z.int(), value: z.unknown() })).default([]) })), total_count: z.int() });
export const Projects = z.object({ projects: z.array(Named), total_count: z.int() });
export const Statuses = z.object({ issue_statuses: z.array(Named) });
export const Priorities = z.object({ issue_priorities: z.array(Named) });
export const Trackers = z.object({ trackers: z.array(Named) });
export const Members = z.object({ memberships: z.array(z.object({ user: Named.optional(), group: Named.optional() })), total_count: z.int() });
export const Account = z.object({ user: z.object({ id: z.int(), login: z.string(), memberships: z.array(z.object({ project: Named, roles: z.array(Named) })).default([]) }) });
export const Role = z.object({ role: z.object({ permissions: z.array(z.string()) }) });
export const Upload = z.object({ upload: z.object({ id: z.int().optional(), token: z.string() }) });
export const OneFile = z.object({ attachment: File });
