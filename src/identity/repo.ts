import { sql } from "kysely";
import { CLIENT_ROLES, PROVIDER_ROLES, type Role } from "../contract/roles.ts";
import type { Caller } from "../core/index.ts";
import type { SystemDb } from "../store/index.ts";
import type { Person, Preferences } from "./person.ts";
import type { Membership } from "./permissions.ts";

/** What signing in needs to know of a person. */
export type Credentials = Person & {
  readonly passwordHash: string | null;
  readonly totpSecret: Uint8Array | null;
  readonly totpConfirmedAt: Date | null;
  readonly totpStep: number | null;
  readonly failures: number;
  readonly blockedUntil: Date | null;
};

const selectPeople = (db: SystemDb) =>
  db.sql
    .selectFrom("person")
    .selectAll()
    .select((of) => of.exists(of.selectFrom("passkey").select("passkey.id").whereRef("passkey.person_id", "=", "person.id")).as("has_passkey"));

type Row = Awaited<ReturnType<ReturnType<typeof selectPeople>["execute"]>>[number];

const rankOf = (role: string): number => ([...CLIENT_ROLES, ...PROVIDER_ROLES] as readonly string[]).indexOf(role);

async function withMemberships(db: SystemDb, rows: readonly Row[]): Promise<readonly Credentials[]> {
  if (rows.length === 0) return [];
  // In an organisation that is archived nobody has a role, until it is brought back.
  const held = await db.sql.selectFrom("membership").leftJoin("tenant", "tenant.id", "membership.tenant_id").select(["person_id", "tenant_id", "role", "membership.since"]).where("person_id", "in", rows.map(({ id }) => id)).where("tenant.removed_at", "is", null).execute();
  // In the order in which they were given; those that came together in the order in which roles are named.
  const inOrder = held.toSorted((a, b) => a.since.getTime() - b.since.getTime() || rankOf(a.role) - rankOf(b.role));
  const byPerson = Map.groupBy(inOrder, ({ person_id }) => person_id);
  return rows.map((row) => ({
    id: row.id, email: row.email, name: row.name, language: row.language, createdAt: row.created_at, disabledAt: row.disabled_at,
    memberships: (byPerson.get(row.id) ?? []).map(({ tenant_id: tenant, role }) => ({ tenant, role: role as Role })),
    hasSecondFactor: row.totp_confirmed_at !== null || Boolean(row.has_passkey), preferences: row.preferences as Preferences,
    passwordHash: row.password_hash, totpSecret: row.totp_secret, totpConfirmedAt: row.totp_confirmed_at, totpStep: row.totp_step, failures: row.failures, blockedUntil: row.blocked_until,
  }));
}

export async function personByEmail(db: SystemDb, email: string): Promise<Credentials | undefined> {
  return (await withMemberships(db, await selectPeople(db).where("email", "=", email).execute()))[0];
}

export async function personById(db: SystemDb, id: string): Promise<Credentials | undefined> {
  return (await withMemberships(db, await selectPeople(db).where("id", "=", id).execute()))[0];
}

/** People in the order of their addresses, behind `after`: all, those of an organisation, or the provider's (null). */
export async function listPeople(db: SystemDb, { tenant, after, limit }: { readonly tenant?: string | null | undefined; readonly after?: string | undefined; readonly limit: number }): Promise<readonly Person[]> {
  let query = selectPeople(db).orderBy("email").limit(limit);
  if (after !== undefined) query = query.where("email", ">", after);
  if (tenant !== undefined) {
    query = query.where((of) =>
      of.exists(of.selectFrom("membership").select("role").whereRef("membership.person_id", "=", "person.id").where((m) => (tenant === null ? m("membership.tenant_id", "is", null) : m("membership.tenant_id", "=", tenant)))),
    );
  }
  return withMemberships(db, await query.execute());
}

/** What people are called, by their ids; who is gone is missing. */
export async function namesOfPeople(db: SystemDb, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  return new Map((await db.sql.selectFrom("person").select(["id", "name"]).where("id", "in", [...ids]).execute()).map(({ id, name }) => [id, name]));
}

/** People of the provider who have a role, in the order of their addresses; without those who may not sign in. */
export async function peopleWithRole(db: SystemDb, role: Role): Promise<readonly Pick<Person, "id" | "name" | "email" | "language">[]> {
  return db.sql.selectFrom("person").select(["id", "name", "email", "language"]).where("disabled_at", "is", null)
    .where((of) => of.exists(of.selectFrom("membership").select("role").whereRef("membership.person_id", "=", "person.id").where("membership.tenant_id", "is", null).where("role", "=", role)))
    .orderBy("email").limit(100).execute();
}

export const countPeople = async (db: SystemDb): Promise<number> => Number((await db.sql.selectFrom("person").select((of) => of.fn.countAll().as("n")).executeTakeFirstOrThrow()).n);

export async function insertPerson(db: SystemDb, { id, email, name, language, passwordHash, now }: { readonly id: string; readonly email: string; readonly name: string; readonly language: "en" | "fr"; readonly passwordHash: string | null; readonly now: Date }): Promise<boolean> {
  const row = { id, email, name, language, created_at: now, disabled_at: null, password_hash: passwordHash, password_at: passwordHash === null ? null : now, totp_secret: null, totp_confirmed_at: null, totp_step: null, blocked_until: null };
  const { numInsertedOrUpdatedRows } = await db.sql.insertInto("person").values(row).onConflict((conflict) => conflict.column("email").doNothing()).executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Whether all organisations of these roles are at work; they stay so until the transaction ends. */
export async function areAtWork(db: SystemDb, memberships: readonly Membership[]): Promise<boolean> {
  const ids = [...new Set(memberships.flatMap(({ tenant }) => (tenant === null ? [] : [tenant])))];
  const rows = await db.sql.selectFrom("tenant").select("id").where(sql<boolean>`id = any(${ids})`).where("removed_at", "is", null).forShare().execute();
  return rows.length === ids.length;
}

/** Roles, and who gives them on whose side; null: from before that was kept. */
export type GivenRoles = { readonly memberships: readonly Membership[]; readonly by: { readonly who: string; readonly side: Caller["side"] | null } };

/** Gives roles; how many of them the person did not have before. */
export async function addMemberships(db: SystemDb, person: string, { memberships, by }: GivenRoles, now: Date): Promise<number> {
  if (memberships.length === 0) return 0;
  const rows = memberships.map(({ tenant, role }) => ({ person_id: person, tenant_id: tenant, role, since: now, invited_by: by.who, invited_by_side: by.side }));
  const added = await db.sql.insertInto("membership").values(rows).onConflict((conflict) => conflict.doNothing()).returning("role").execute();
  // Whoever was once of the provider never agrees for a client: src/identity/own-people.ts.
  if (memberships.some(({ tenant }) => tenant === null)) await db.sql.updateTable("person").set({ of_provider_since: now }).where("id", "=", person).where("of_provider_since", "is", null).execute();
  return added.length;
}

/** Who let somebody into an organisation, by role; and whether they were ever of the provider. */
export async function invitersOf(db: SystemDb, person: string, tenant: string): Promise<{ readonly email: string; readonly ofProviderSince: Date | null; readonly roles: readonly { readonly role: Role; readonly who: string | null; readonly side: Caller["side"] | null }[] }> {
  const { email, ofProviderSince } = await db.sql.selectFrom("person").select(["email", "of_provider_since as ofProviderSince"]).where("id", "=", person).executeTakeFirstOrThrow();
  const rows = await db.sql.selectFrom("membership").select(["role", "invited_by as who", "invited_by_side as side"]).where("tenant_id", "=", tenant).where("person_id", "=", person).execute();
  return { email, ofProviderSince, roles: rows.map((row) => ({ ...row, role: row.role as Role })) };
}

/** The domains of everybody who has or had a role of the provider. */
export async function providerDomains(db: SystemDb): Promise<readonly string[]> {
  const rows = await db.sql.selectFrom("person").select(sql<string>`split_part(email, '@', 2)`.as("domain")).distinct().where("of_provider_since", "is not", null).execute();
  return rows.map(({ domain }) => domain);
}

export async function removeMembership(db: SystemDb, person: string, { tenant, role }: Membership): Promise<boolean> {
  let query = db.sql.deleteFrom("membership").where("person_id", "=", person).where("role", "=", role);
  query = tenant === null ? query.where("tenant_id", "is", null) : query.where("tenant_id", "=", tenant);
  return (await query.executeTakeFirst()).numDeletedRows > 0n;
}

// Any number of our own.
const LOCK = 1_347_002_913;

/** Lets administrators be made and unmade one at a time: who counts them counts behind this. */
export async function lockAdministrators(db: SystemDb): Promise<void> {
  await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(db.sql);
}

/** The number of people who are not disabled and hold the provider's role. */
export async function countHolders(db: SystemDb, role: Role): Promise<number> {
  const row = await db.sql.selectFrom("membership").innerJoin("person", "person.id", "membership.person_id").where("tenant_id", "is", null).where("role", "=", role).where("disabled_at", "is", null).select((of) => of.fn.countAll().as("n")).executeTakeFirstOrThrow();
  return Number(row.n);
}

type Changes = Partial<{ name: string; language: "en" | "fr"; preferences: Preferences; disabled_at: Date | null; password_hash: string; password_at: Date; totp_secret: Uint8Array | null; totp_confirmed_at: Date | null; totp_step: number | null; failures: number; blocked_until: Date | null }>;

export async function updatePerson(db: SystemDb, id: string, changes: Changes): Promise<void> {
  const { preferences, ...rest } = changes;
  await db.sql.updateTable("person").set({ ...rest, ...(preferences === undefined ? {} : { preferences: JSON.stringify(preferences) }) }).where("id", "=", id).execute();
}

/** Counts a failed attempt; of several at once none is lost. Gives how many there are now. */
export async function addFailure(db: SystemDb, id: string): Promise<number> {
  const row = await db.sql.updateTable("person").set({ failures: sql<number>`failures + 1` }).where("id", "=", id).returning("failures").executeTakeFirstOrThrow();
  return row.failures;
}

/** Takes the step of a code, once: false if it was taken meanwhile. */
export async function takeTotpStep(db: SystemDb, id: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await db.sql.updateTable("person").set({ totp_step: step }).where("id", "=", id).where((of) => of.or([of("totp_step", "is", null), of("totp_step", "<", step)])).executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function replaceRecoveryCodes(db: SystemDb, person: string, hashes: readonly Uint8Array[]): Promise<void> {
  await db.sql.deleteFrom("recovery_code").where("person_id", "=", person).execute();
  await db.sql.insertInto("recovery_code").values(hashes.map((hash) => ({ person_id: person, hash, used_at: null }))).execute();
}

/** Uses a recovery code up; false if there is no such code left. */
export async function takeRecoveryCode(db: SystemDb, person: string, hash: Uint8Array, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db.sql.updateTable("recovery_code").set({ used_at: now }).where("person_id", "=", person).where("hash", "=", hash).where("used_at", "is", null).executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function deletePasskeys(db: SystemDb, person: string): Promise<void> {
  await db.sql.deleteFrom("passkey").where("person_id", "=", person).execute();
}

/** Removes all roles in an organisation, and the people who have none elsewhere with what they sign in with; gives how many of each. */
export async function removePeopleOf(db: SystemDb, tenant: string): Promise<{ readonly membership: number; readonly person: number; readonly session: number }> {
  const removed = await db.sql.deleteFrom("membership").where("tenant_id", "=", tenant).returning("person_id").execute();
  const held = db.sql.selectFrom("membership").select("person_id");
  const ids = await db.sql.selectFrom("person").select("id").where(sql<boolean>`id = any(${removed.map(({ person_id }) => person_id)})`).where("id", "not in", held).execute();
  const these = sql<boolean>`person_id = any(${ids.map(({ id }) => id)})`;
  const session = Number((await db.sql.deleteFrom("session").where(these).executeTakeFirst()).numDeletedRows);
  const person = Number((await db.sql.deleteFrom("person").where(sql<boolean>`id = any(${ids.map(({ id }) => id)})`).executeTakeFirst()).numDeletedRows);
  return { membership: removed.length, person, session };
}

/** Lets connections to identity providers be changed one at a time: that a domain has one of them is no constraint that an array could have. */
export async function lockConnections(db: SystemDb): Promise<void> {
  await sql`lock table oidc_connection in share row exclusive mode`.execute(db.sql);
}

/** Of a connection: what an archived organisation entered does not count, and its domains are free, until it is brought back. */
export const isAtWork = sql<boolean>`not exists (select from tenant where tenant.id = oidc_connection.tenant_id and tenant.removed_at is not null)`;

/** Removes invitations, used or not, that name this organisation and no other; gives how many. */
export async function removeInvitationsInto(db: SystemDb, tenant: string): Promise<number> {
  const { numDeletedRows } = await db.sql.deleteFrom("invitation").where(sql<boolean>`memberships @> ${JSON.stringify([{ tenant }])}::jsonb and not jsonb_path_exists(memberships, '$[*] ? (@.tenant != $tenant)', ${JSON.stringify({ tenant })}::jsonb)`).executeTakeFirst();
  return Number(numDeletedRows);
}
