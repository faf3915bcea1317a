// What NetBox answers, as far as it is read.
import { z } from "zod";

const Id = z.int().positive();
const Named = z.object({ name: z.string().nullable().optional(), slug: z.string().optional() }).nullable().optional();

export const Device = z.object({
  id: Id, name: z.string().nullable().optional(), display: z.string().optional(), serial: z.string().nullable().optional(), asset_tag: z.string().nullable().optional(),
  role: Named, device_role: Named, platform: Named, site: Named, location: Named, tenant: Named, cluster: Named,
  device_type: z.object({ model: z.string().optional(), manufacturer: Named }).nullable().optional(),
  status: z.object({ value: z.string() }).nullable().optional(),
  tags: z.array(z.object({ name: z.string() })).default([]),
  custom_fields: z.record(z.string(), z.unknown()).default({}),
});
export type Device = z.infer<typeof Device>;

export const Address = z.object({
  id: Id, address: z.string(), dns_name: z.string().nullable().optional(), vrf: Named,
  assigned_object: z.object({ device: z.object({ id: Id }).nullable().optional(), virtual_machine: z.object({ id: Id }).nullable().optional() }).nullable().optional(),
});
export type Address = z.infer<typeof Address>;

export const Prefix = z.object({ id: Id, prefix: z.string(), description: z.string().nullable().optional(), vrf: Named, role: Named, site: Named, scope: Named, status: z.object({ value: z.string() }).nullable().optional() });

export const Contact = z.object({ id: Id, name: z.string(), title: z.string().nullable().optional(), phone: z.string().nullable().optional(), email: z.string().nullable().optional() });
export const Assignment = z.object({ id: Id, object_type: z.string().optional(), content_type: z.string().optional(), object_id: Id, contact: z.object({ id: Id, name: z.string().optional() }), role: Named });
export type Assignment = z.infer<typeof Assignment>;

const Assigned = z.object({ assigned_object_type: z.union([z.string(), z.int()]).nullable().optional(), assigned_object_id: Id.nullable().optional() }).nullable().optional().catch(undefined);
export const Change = z.object({ id: Id, action: z.union([z.string(), z.object({ value: z.string() })]), changed_object_type: z.string(), changed_object_id: Id, prechange_data: Assigned, postchange_data: Assigned });
export type Change = z.infer<typeof Change>;

export const Interface = z.object({ id: Id, device: z.object({ id: Id }).nullable().optional(), virtual_machine: z.object({ id: Id }).nullable().optional() });
