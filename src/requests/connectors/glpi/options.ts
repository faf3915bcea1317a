import { z } from "zod";
import { isZone } from "../../../outbound/index.ts";

const Id = z.int().min(0);

/** What the settings of a connector to GLPI hold beside what all have. */
export const GlpiOptions = z.strictObject({
  api: z.enum(["legacy", "v2"]).default("legacy").describe("legacy: apirest.php of GLPI 9.5 to 11, with the secrets userToken and appToken; v2: api.php/v2 of GLPI 11, with clientSecret and password"),
  user: z.string().max(200).default("").describe("v2: login of the account"),
  clientId: z.string().max(200).default("").describe("v2: of the OAuth client"),
  entity: Id.nullable().default(null).describe("id of the entity in which tickets are made, and below which they are seen; null: the account's default, and all that it may see"),
  type: z.enum(["incident", "request"]).default("request"),
  category: Id.nullable().default(null).describe("id of the ITIL category of new tickets"),
  requestSource: Id.nullable().default(null).describe("id of the request source of new tickets"),
  requester: Id.nullable().default(null).describe("id of the user in whose name tickets are opened; null: the account (legacy only)"),
  zone: z.string().max(100).refine(isZone, "no time zone, such as Europe/Paris").default("Europe/Paris").describe("legacy: of the times that GLPI shows the account; it tells them without an offset"),
});
export type GlpiOptions = z.infer<typeof GlpiOptions>;
