import type { Role } from "../contract/roles.ts";
import type { SystemDb } from "../store/index.ts";
import type { OidcConnection } from "./oidc-connection.ts";
import { isAtWork } from "./repo.ts";

const COLUMNS = ["id", "tenant_id as tenant", "issuer", "client_id as clientId", "domains", "default_role as defaultRole", "is_mfa as isMfa", "enabled", "created_at as createdAt", "updated_at as updatedAt"] as const;

/** A connection with its secret, sealed. */
export type SealedConnection = OidcConnection & { readonly sealedSecret: Uint8Array };

const select = (db: SystemDb) => db.sql.selectFrom("oidc_connection").select([...COLUMNS, "client_secret as sealedSecret"]).where(isAtWork);

const read = (row: Omit<SealedConnection, "defaultRole"> & { readonly defaultRole: string | null }): SealedConnection => ({ ...row, defaultRole: row.defaultRole as Role | null });

/** The connections of an organisation, or the provider's own (null), the oldest first. */
export async function connectionsOf(db: SystemDb, tenant: string | null): Promise<readonly SealedConnection[]> {
  const query = select(db).orderBy("created_at").orderBy("id");
  return (await (tenant === null ? query.where("tenant_id", "is", null) : query.where("tenant_id", "=", tenant)).execute()).map(read);
}

export async function connectionById(db: SystemDb, id: string): Promise<SealedConnection | undefined> {
  const row = await select(db).where("id", "=", id).executeTakeFirst();
  return row === undefined ? undefined : read(row);
}

/** The connection that a domain belongs to, enabled or not. */
export async function connectionOfDomain(db: SystemDb, domain: string): Promise<SealedConnection | undefined> {
  const row = await select(db).where((of) => of("domains", "@>", of.val([domain]))).executeTakeFirst();
  return row === undefined ? undefined : read(row);
}

/** Those of these domains that belong to another connection. */
export async function takenDomains(db: SystemDb, domains: readonly string[], besides: string): Promise<readonly string[]> {
  const rows = await db.sql.selectFrom("oidc_connection").select("domains").where("id", "<>", besides).where(isAtWork).where((of) => of("domains", "&&", of.val([...domains]))).execute();
  const taken = new Set(rows.flatMap((row) => row.domains));
  return domains.filter((domain) => taken.has(domain));
}

export async function insertConnection(db: SystemDb, { id, tenant, issuer, clientId, domains, defaultRole, isMfa, enabled, createdAt, updatedAt, sealedSecret }: SealedConnection): Promise<void> {
  await db.sql.insertInto("oidc_connection").values({ id, tenant_id: tenant, issuer, client_id: clientId, client_secret: sealedSecret, domains: [...domains], default_role: defaultRole, is_mfa: isMfa, enabled, created_at: createdAt, updated_at: updatedAt }).execute();
}

export async function updateConnection(db: SystemDb, { id, issuer, clientId, domains, defaultRole, isMfa, enabled, updatedAt, sealedSecret }: SealedConnection): Promise<void> {
  await db.sql.updateTable("oidc_connection").set({ issuer, client_id: clientId, client_secret: sealedSecret, domains: [...domains], default_role: defaultRole, is_mfa: isMfa, enabled, updated_at: updatedAt }).where("id", "=", id).execute();
}

export async function deleteConnection(db: SystemDb, id: string): Promise<void> {
  await db.sql.deleteFrom("oidc_connection").where("id", "=", id).execute();
}

/** Who a subject of an identity provider is. */
export async function personOfSubject(db: SystemDb, connection: string, subject: string): Promise<string | undefined> {
  return (await db.sql.selectFrom("oidc_subject").select("person_id").where("connection_id", "=", connection).where("subject", "=", subject).executeTakeFirst())?.person_id;
}

/** Remembers who a subject is, unless the person is another subject there, or the subject another person. */
export async function insertSubject(db: SystemDb, { connection, subject, person, since }: { readonly connection: string; readonly subject: string; readonly person: string; readonly since: Date }): Promise<void> {
  await db.sql.insertInto("oidc_subject").values({ connection_id: connection, subject, person_id: person, since }).onConflict((conflict) => conflict.doNothing()).execute();
}

/** Forgets which subjects a person is: the next that comes with their address will be them. */
export async function deleteSubjects(db: SystemDb, person: string): Promise<void> {
  await db.sql.deleteFrom("oidc_subject").where("person_id", "=", person).execute();
}
