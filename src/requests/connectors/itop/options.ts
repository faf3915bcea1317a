import { z } from "zod";
import { isZone } from "../../../outbound/index.ts";

const Person = z.union([z.strictObject({ name: z.string().min(1).max(200), firstName: z.string().min(1).max(200) }), z.strictObject({ email: z.string().min(3).max(200) })]);
export type Person = z.infer<typeof Person>;

// Values of further fields, as iTop's API takes them: text, a number, or the query of an external key.
const Fields = z.record(z.string().regex(/^[a-z]\w{0,99}$/i), z.union([z.string().max(2000), z.number()])).refine((fields) => Object.keys(fields).length <= 30, "at most 30");

/** What the settings of a connector to iTop hold beside what all have. */
export const ItopOptions = z.strictObject({
  user: z.string().min(1).max(200).describe("login of the account"),
  class: z.enum(["Incident", "UserRequest"]).default("Incident"),
  organization: z.string().min(1).max(200).describe("name of the organisation whose tickets they are"),
  caller: Person.describe("in whose name tickets are opened; must be found once"),
  agent: Person.nullable().default(null).describe("to whom a ticket without an agent is given when it is put to work; some life cycles demand one"),
  zone: z.string().max(100).refine(isZone, "no time zone, such as Europe/Paris").default("Europe/Paris").describe("as the configuration of iTop has it: it tells times without an offset"),
  origin: z.string().max(50).nullable().default("monitoring").describe("null: as iTop sets it"),
  keyField: z.string().regex(/^[a-z]\w{0,99}$/i).nullable().default(null).describe("attribute (text) that an extension adds for our key; null: it stands in the title alone"),
  fields: Fields.default({}).describe("further fields of each new ticket, such as service_id"),
  resolution: Fields.default({}).describe("further fields that resolving demands, such as resolution_code"),
});
export type ItopOptions = z.infer<typeof ItopOptions>;
