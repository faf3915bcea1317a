import { z } from "zod";

const Table = z.string().regex(/^[a-z][a-z0-9_]{2,79}$/, "the name of a table, as cmdb_ci_server");

/** What its settings hold beside address, mapping and secrets. */
export const ServiceNowOptions = z.strictObject({
  tables: z.array(Table).min(1).max(20).default(["cmdb_ci_hardware"]).describe("tables of items; one of a parent holds those of its children"),
  query: z.string().max(2000).regex(/^(?!.*\^(?:NQ|OR|ORDERBY))/, "without ^NQ, ^OR and ^ORDERBY, which would reach beyond it").default("").describe("which items of them: an encoded query, as company=…^install_status!=7"),
  carried: z.boolean().default(true).describe("whether the services that items carry are read (svc_ci_assoc); of an instance that has none of them: false"),
  fields: z.array(z.string().regex(/^[a-z][a-z0-9_.]{0,79}$/)).max(50).default([]).describe("further fields that the mapping names: u_zone"),
});
export type ServiceNowOptions = z.infer<typeof ServiceNowOptions>;
