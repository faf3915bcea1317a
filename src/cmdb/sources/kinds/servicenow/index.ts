// ServiceNow's CMDB by the Table API: configuration items, the services that they carry, resolver groups, approved changes.
//
// ASSUMPTIONS, taken from documents and not seen on a real server:
//  1. An invalid part of sysparm_query is ignored and the rest answered (docs: Table API GET, glide.invalid_query.returns_no_rows):
//     so the order of ids, and that the newest row is among those that changed, is looked at in each answer.
//  2. X-Total-Count is of all rows that fit, those that access rules hide among them; a page may hold fewer rows than asked
//     for, or none, though more follow (ansible-sn-inventory #15 for the cap of 10,000).
//  3. With sysparm_display_value=all each field is {value, display_value}; values of times are UTC, without offset.
//  4. Times in sysparm_query are read as UTC, or in the zone of the account: found out by looking for the newest row.
//  5. svc_ci_assoc (service_id, ci_id) says which items an application service holds; not every instance has it (option `carried`).
//  6. change_request: start_date, end_date, state -2 scheduled, -1 implement; task_ci (task, ci_item) says for which items.
//  7. install_status: 1 installed, 2 on order, 3 in maintenance, 4 pending install, 6 in stock, 7 retired, 8 stolen.
//  8. An instance that sleeps answers 200 with HTML.
import type { SourceKind } from "../../kind.ts";
import { MAPPING } from "./mapping.ts";
import { ServiceNowOptions } from "./options.ts";
import { readerOf } from "./read.ts";

/** ServiceNow. */
export const servicenow: SourceKind<ServiceNowOptions> = {
  kind: "servicenow", product: "ServiceNow CMDB", reads: ["assets", "teams", "services", "windows"], changes: "time", options: ServiceNowOptions,
  secrets: [{ name: "user", isNeeded: false }, { name: "password", isNeeded: false }, { name: "apiKey", isNeeded: false }], mapping: MAPPING, open: readerOf,
};
