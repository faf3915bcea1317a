// What may leave the platform of one request.
import { findIncident } from "../../incidents/index.ts";
import type { TenantDb } from "../../store/index.ts";
import { settingsAt } from "../../tenants/index.ts";
import type { Request } from "../request.ts";
import type { Disclosure } from "./sheet.ts";

/** As far as was agreed; of an incident that is TLP:RED or PAP:RED nothing but the reference: a ticket has readers whom nobody named. */
export async function disclosureOf(db: TenantDb, { incident }: Pick<Request, "incident">, now: Date): Promise<Disclosure> {
  const { tlp, pap } = await findIncident(db, incident.id);
  if (tlp === "red" || pap === "red") return "reference";
  return (await settingsAt(db, now)).documents.notifications.disclosure;
}
