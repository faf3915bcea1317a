import type { Role } from "../contract/roles.ts";
import type { Caller } from "../core/index.ts";
import type { SystemDb } from "../store/index.ts";
import type { Membership } from "./permissions.ts";

export type Invitation = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly language: "en" | "fr";
  readonly memberships: readonly Membership[];
  readonly invitedBy: string;
  readonly invitedBySide: Caller["side"] | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

const COLUMNS = ["id", "email", "name", "language", "memberships", "invited_by as invitedBy", "invited_by_side as invitedBySide", "created_at as createdAt", "expires_at as expiresAt"] as const;

const open = (db: SystemDb, now: Date) => db.sql.selectFrom("invitation").select(COLUMNS).where("accepted_at", "is", null).where("withdrawn_at", "is", null).where("expires_at", ">", now);

const present = <Row extends { readonly memberships: readonly { readonly tenant: string | null; readonly role: string }[] }>(row: Row) => ({ ...row, memberships: row.memberships.map(({ tenant, role }) => ({ tenant, role: role as Role })) });

export async function insertInvitation(db: SystemDb, { id, email, name, language, memberships, invitedBy, invitedBySide, createdAt, expiresAt }: Invitation, hash: Uint8Array): Promise<void> {
  await db.sql
    .insertInto("invitation")
    .values({ id, email, name, language, memberships: JSON.stringify(memberships), hash, invited_by: invitedBy, invited_by_side: invitedBySide, created_at: createdAt, expires_at: expiresAt, accepted_at: null, withdrawn_at: null })
    .execute();
}

export async function findInvitation(db: SystemDb, hash: Uint8Array, now: Date): Promise<Invitation | undefined> {
  const row = await open(db, now).where("hash", "=", hash).executeTakeFirst();
  return row === undefined ? undefined : present(row);
}

/** The open invitation of an address, the newest if there are several. */
export async function findInvitationOf(db: SystemDb, email: string, now: Date): Promise<Invitation | undefined> {
  const row = await open(db, now).where("email", "=", email).orderBy("created_at", "desc").executeTakeFirst();
  return row === undefined ? undefined : present(row);
}

export async function listInvitations(db: SystemDb, { tenant, now }: { readonly tenant?: string | null | undefined; readonly now: Date }): Promise<readonly Invitation[]> {
  const rows = await open(db, now).orderBy("created_at", "desc").limit(1000).execute();
  return rows.map(present).filter(({ memberships }) => tenant === undefined || memberships.some((one) => one.tenant === tenant));
}

/** Accepts or withdraws one that is open; false if it is not any more. */
export async function markInvitation(db: SystemDb, id: string, mark: { readonly accepted_at: Date } | { readonly withdrawn_at: Date }): Promise<boolean> {
  const { numUpdatedRows } = await db.sql.updateTable("invitation").set(mark).where("id", "=", id).where("accepted_at", "is", null).where("withdrawn_at", "is", null).executeTakeFirst();
  return numUpdatedRows === 1n;
}
