import { DomainError } from "../core/index.ts";
import type { TenantDb } from "../store/index.ts";
import { selectIncident, selectRequest } from "./repo.ts";
import type { Asker, Request } from "./request.ts";

/** One request by id or reference. What somebody may not see is not there for them. */
export const findRequest = (db: TenantDb, asker: Pick<Asker, "side" | "sees">, idOrRef: string): Promise<Request> => found(db, asker, idOrRef, false);

/** The same, to change it: others that change it wait until the transaction ends. */
export const takeRequest = (db: TenantDb, asker: Pick<Asker, "side" | "sees">, idOrRef: string): Promise<Request> => found(db, asker, idOrRef, true);

async function found(db: TenantDb, asker: Pick<Asker, "side" | "sees">, idOrRef: string, lock: boolean): Promise<Request> {
  const request = await selectRequest(db, asker, idOrRef, lock);
  if (request === undefined) throw new DomainError("not_found", `There is no request ${idOrRef.slice(0, 100)} here.`);
  return request;
}

/** The incident that a request is a part of, by id or reference. */
export async function incidentNamed(db: TenantDb, idOrRef: string): Promise<{ readonly id: string; readonly ref: string; readonly severity: string }> {
  const incident = await selectIncident(db, idOrRef);
  if (incident === undefined) throw new DomainError("not_found", `There is no incident ${idOrRef.slice(0, 100)} here.`);
  if (incident.isClosed) throw new DomainError("conflict", `${incident.ref} is closed: reopen it, or name the incident that it became a part of.`);
  return { id: incident.id, ref: incident.ref, severity: incident.severity };
}
