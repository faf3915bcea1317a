// NetBox: devices and virtual machines with their addresses, and prefixes. Changes come by the ids of its change log.
//
// ASSUMPTIONS, taken from documents and not seen on a real server:
//  1. Lists take `limit`, `ordering=id` and `id__gt`, and answer {count, next, results}; a server may cap `limit`
//     (MAX_PAGE_SIZE), so pages go on behind the last id, not by numbers (netbox #1237, #20496; docs/integrations/rest-api.md).
//  2. Tokens of v2 (>= 4.5) start with nbt_ and go out as Bearer, older ones as Token (docs/models/users/token.md).
//  3. The change log is at /api/core/object-changes/, before 4.1 at /api/extras/object-changes/; its action is {value}.
//  4. `assigned_object` of an address holds {device: {id}} or {virtual_machine: {id}}; in the change log's data the interface
//     stands as assigned_object_type and assigned_object_id.
//  5. A device's role is `role`, before 3.6 `device_role`; the type of a contact's object `object_type`, before 4.0 `content_type`.
//  6. `exclude=config_context` leaves out what is slow to compute.
import type { SourceKind } from "../../kind.ts";
import { MAPPING } from "./mapping.ts";
import { NetboxOptions } from "./options.ts";
import { readerOf } from "./read.ts";

/** NetBox. */
export const netbox: SourceKind<NetboxOptions> = {
  kind: "netbox", product: "NetBox 3.5 to 4", reads: ["assets", "networks", "teams"], changes: "id", options: NetboxOptions,
  secrets: [{ name: "token", isNeeded: true }], mapping: MAPPING, open: readerOf,
};
