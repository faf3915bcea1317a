import { z } from "zod";

/** What its settings hold beside address, mapping and secrets. */
export const GlpiSourceOptions = z.strictObject({
  itemtypes: z.array(z.string().regex(/^[A-Z][A-Za-z]{1,60}$/, "an itemtype, as Computer")).min(1).max(20).default(["Computer", "NetworkEquipment"]),
  entity: z.int().min(0).nullable().default(null).describe("id of the entity with those below it; null: all that the account sees"),
});
export type GlpiSourceOptions = z.infer<typeof GlpiSourceOptions>;
