import { z } from "zod";

/** What its settings hold beside address, mapping and secrets. */
export const NetboxOptions = z.strictObject({
  teamRole: z.string().min(1).max(100).nullable().default(null).describe("slug of the contact role whose contacts are resolver teams; null: NetBox tells of none"),
  contactRole: z.string().min(1).max(100).nullable().default(null).describe("slug of the contact role of who answers for a machine"),
});
export type NetboxOptions = z.infer<typeof NetboxOptions>;
