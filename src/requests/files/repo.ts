import { storableText, type TenantDb } from "../../store/index.ts";

export type RequestFile = { readonly id: number; readonly name: string; readonly type: string; readonly size: number; readonly sha256: string; readonly side: "provider" | "client" | "system"; readonly addedAt: Date; readonly addedBy: string };

const COLUMNS = ["id", "name", "type", "size", "sha256", "side", "added_at as addedAt", "added_by as addedBy"] as const;

export async function insertFile(db: TenantDb, request: string, { name, type, size, sha256, side, addedAt, addedBy }: Omit<RequestFile, "id">, bytes: Uint8Array): Promise<RequestFile> {
  return db.sql
    .insertInto("request_file")
    .values({ tenant_id: db.tenant, request_id: request, name: storableText(name), type: storableText(type), size, sha256, side, added_at: addedAt, added_by: storableText(addedBy), bytes })
    .returning(COLUMNS).executeTakeFirstOrThrow();
}

/** The files of a request, in the order in which they were added. */
export const filesOf = (db: TenantDb, request: string): Promise<readonly RequestFile[]> => db.sql.selectFrom("request_file").select(COLUMNS).where("tenant_id", "=", db.tenant).where("request_id", "=", request).orderBy("id").execute();

/** One file with its bytes. */
export const fileOf = (db: TenantDb, request: string, id: number): Promise<(RequestFile & { readonly bytes: Uint8Array }) | undefined> =>
  db.sql.selectFrom("request_file").select([...COLUMNS, "bytes"]).where("tenant_id", "=", db.tenant).where("request_id", "=", request).where("id", "=", id).executeTakeFirst();
