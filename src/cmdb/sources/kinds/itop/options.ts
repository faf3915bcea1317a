import { z } from "zod";
import { isZone } from "../../../../outbound/index.ts";

const ClassName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{1,60}$/, "the name of a class, as Server");

/** What its settings hold beside address, mapping and secrets. */
export const ItopSourceOptions = z.strictObject({
  user: z.string().min(1).max(200).describe("account with the profile REST Services User beside one that may read the CMDB"),
  classes: z.array(ClassName).min(1).max(30).default(["Server", "VirtualMachine", "NetworkDevice", "PC", "StorageSystem", "SANSwitch", "NAS"]).describe("classes of items that are assets"),
  organization: z.string().min(1).max(200).nullable().default(null).describe("of this organisation of iTop's alone; null: all that the account sees"),
  timeZone: z.string().refine(isZone, "a zone of IANA's, as Europe/Paris").default("Europe/Paris").describe("iTop's own: its configuration says (timezone)"),
  interfaces: z.boolean().default(true).describe("whether the addresses of interfaces are read, beside those of management"),
});
export type ItopSourceOptions = z.infer<typeof ItopSourceOptions>;
