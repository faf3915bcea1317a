// iTop's CMDB by REST/JSON 1.3: configuration items with their contacts and interfaces, teams, applications, changes. All is
// read each time: items of iTop do not say when they changed.
//
// SEEN on a real iTop 3.2.0 (reference, 2.1): answers and codes, one unknown attribute refuses the whole call, times in iTop's
// own zone without offset, `business_criticity` high|medium|low, `location_name`, `organization_name`, `managementip`,
// `contacts_list`, `applicationsolution_list`; addresses of interfaces in PhysicalInterface.ipaddress.
//
// ASSUMPTIONS, from Combodo's data model (datamodel.itop-config-mgmt.xml and others) and not seen on a real server:
//  1. Entries of contacts_list have contact_name and contact_id_finalclass_recall ("Team" or "Person"); those of
//     applicationsolution_list have applicationsolution_name; those of functionalcis_list have functionalci_id.
//  2. PhysicalInterface has connectableci_id, ipaddress and macaddress; LogicalInterface has virtualmachine_id.
//  3. Ids are of all functional items, so no two classes have one id.
//  4. status of items is production, implementation, stock or obsolete.
//  5. A change is approved in the states approved, planned, plannedscheduled, implemented.
//  6. "SELECT s FROM Server AS s JOIN Organization AS o ON s.org_id = o.id WHERE o.name = …" is valid OQL for all these classes.
import type { SourceKind } from "../../kind.ts";
import { MAPPING } from "./mapping.ts";
import { ItopSourceOptions } from "./options.ts";
import { readerOf } from "./read.ts";

/** iTop. */
export const itop: SourceKind<ItopSourceOptions> = {
  kind: "itop", product: "iTop 3 (REST/JSON 1.3)", reads: ["assets", "teams", "services", "windows"], changes: "none", options: ItopSourceOptions,
  secrets: [{ name: "password", isNeeded: true }], mapping: MAPPING, open: readerOf,
};
