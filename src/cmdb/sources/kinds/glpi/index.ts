// GLPI's inventory by apirest.php: computers and equipment with their systems, ports and addresses, technical groups.
// All is read each time: an address that changes there does not touch the time of its computer.
//
// ASSUMPTIONS, from apirest.md and GLPI's code, and not seen on a real server:
//  1. Lists come by `range`, with Content-Range; expand_dropdowns puts names in place of ids; empty ones are "&nbsp;", " " or 0.
//  2. Lists leave out what is in the bin; is_deleted and is_template are looked at all the same.
//  3. IPAddress rows have mainitemtype, mainitems_id and name (the address); NetworkPort rows itemtype, items_id and mac.
//  4. Item_OperatingSystem (since 9.2) has itemtype, items_id and, expanded, operatingsystems_id and operatingsystemversions_id.
//  5. groups_id_tech is one group, in version 11 a list of them; with expand_dropdowns it is the name, as "Parent > Child".
//  6. Texts may be entity-encoded, once or several times (glpi #13030, #24233, #25012): decoded until they stay, three times at most.
//  7. states_id is a word of the client's own: the mapping of lifecycle is to be given where it matters.
import type { SourceKind } from "../../kind.ts";
import { MAPPING } from "./mapping.ts";
import { GlpiSourceOptions } from "./options.ts";
import { readerOf } from "./read.ts";

/** GLPI. */
export const glpi: SourceKind<GlpiSourceOptions> = {
  kind: "glpi", product: "GLPI 9.5 to 11 (apirest.php)", reads: ["assets", "teams"], changes: "none", options: GlpiSourceOptions,
  secrets: [{ name: "userToken", isNeeded: true }, { name: "appToken", isNeeded: false }], mapping: MAPPING, open: readerOf,
};
