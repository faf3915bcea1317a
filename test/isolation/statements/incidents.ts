import { ownersOf } from "../../../src/incidents/alerts/repo.ts";
import { moveAttachments } from "../../../src/incidents/attachments/repo.ts";
import { partById, updatePart } from "../../../src/incidents/parts/repo.ts";
import { repoint } from "../../../src/incidents/repo.ts";
import { forNorth, type Statement } from "./statement.ts";

const ACCOUNT = { incident_id: "i", kind: "account", visibility: "shared", side: "provider", document: { name: "a" } };

export const INCIDENTS: readonly Statement[] = [
  forNorth("src/incidents/alerts/repo.ts ownersOf", { rows: (tenant) => ({ incident_alert: { id: 1, alert_id: tenant, incident_id: tenant } }), ask: async (db) => [...(await ownersOf(db, ["north", "south"])).keys()], gives: ["north"] }),
  forNorth("src/incidents/attachments/repo.ts moveAttachments", { rows: () => ({ incident_attachment: { id: 1, incident_id: "from" } }), ask: (db) => moveAttachments(db, "from", "to") }),
  forNorth("src/incidents/parts/repo.ts updatePart", {
    // South has the part of this id, and another one that says the same.
    rows: (tenant) => ({ incident_part: [{ ...ACCOUNT, id: 1, key: "a" }, ...(tenant === "south" ? [{ ...ACCOUNT, id: 2, key: "b" }] : [])] }),
    ask: async (db) => updatePart(db, { ...(await partById(db, "i", 1))!, document: { name: "b" } } as Parameters<typeof updatePart>[1]), gives: true,
  }),
  forNorth("src/incidents/repo.ts repoint", { rows: () => ({ incident: { id: "i", merged_into: "from" } }), ask: (db) => repoint(db, "from", "to") }),
];
