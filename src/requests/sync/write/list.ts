import type { TenantDb } from "../../../store/index.ts";
import { notThere } from "../setup/manage.ts";
import { selectConnector } from "../setup/repo.ts";
import { selectWrites, type StoredWrite } from "./repo.ts";

/** What a connector has written or is to write, the newest first. */
export async function listWrites(db: TenantDb, connector: string, which: { readonly states?: readonly StoredWrite["state"][] | undefined; readonly limit: number }): Promise<readonly StoredWrite[]> {
  if ((await selectConnector(db, connector)) === undefined) throw notThere(connector);
  return selectWrites(db, { connector, ...which });
}
