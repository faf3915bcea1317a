import { DomainError } from "../core/index.ts";
import type { TenantDb } from "../store/index.ts";
import { selectRequest } from "./repo.ts";
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
