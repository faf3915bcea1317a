// Invitations: a link that lets one person in once, with the roles that it names.
import { DomainError, type Caller } from "../core/index.ts";
import { record, withSystem, type State, type SystemDb } from "../store/index.ts";
import { checkPassword, hashPassword } from "./password.ts";
import { addPerson, checkMemberships } from "./people.ts";
import { emailOf, type Person } from "./person.ts";
import type { Membership } from "./permissions.ts";
import { personByEmail } from "./repo.ts";
import { findInvitation, insertInvitation, listInvitations as selectInvitations, markInvitation, type Invitation } from "./invitation-repo.ts";
import { hashOf, newToken } from "./token.ts";

const LASTS_MS = 7 * 86_400_000;

/** Whom to invite. */
export type NewInvitation = { readonly id: string; readonly email: string; readonly name: string; readonly language: "en" | "fr"; readonly memberships: readonly Membership[] };

/** Invites somebody; gives the token for the link, which is nowhere kept. */
export async function invite(state: State, caller: Caller, given: NewInvitation): Promise<{ readonly invitation: Invitation; readonly token: string }> {
  checkMemberships(given.memberships);
  const email = emailOf(given.email);
  const token = newToken("vigie_invite_");
  const expiresAt = new Date(caller.now.getTime() + LASTS_MS);
  const invitation = { ...given, email, invitedBy: caller.who, createdAt: caller.now, expiresAt, acceptedAt: null, withdrawnAt: null };
  await withSystem(state, async (db) => {
    if ((await personByEmail(db, email)) !== undefined) throw new DomainError("conflict", `There is somebody with the address ${email}: give them a further role instead.`);
    await insertInvitation(db, invitation, token.hash);
    await recordFor(db, caller, invitation, "person.invited");
  });
  return { invitation, token: token.text };
}

/** Accepts an invitation: its person is there, and signs in next. */
export async function acceptInvitation(state: State, { token, password, now }: { readonly token: string; readonly password: string; readonly now: Date }): Promise<Person> {
  const found = await withSystem(state, (db) => findInvitation(db, hashOf(token), now));
  if (found === undefined) throw refusal();
  checkPassword(password, found);
  const passwordHash = await hashPassword(password);
  return withSystem(state, async (db) => {
    if (!(await markInvitation(db, found.id, { accepted_at: now }))) throw refusal();
    const caller: Caller = { who: found.name, id: `person:${found.id}`, side: found.memberships.some(({ tenant }) => tenant === null) ? "provider" : "client", now };
    return addPerson(db, caller, { id: found.id, email: found.email, name: found.name, language: found.language, passwordHash }, found.memberships);
  });
}

const refusal = (): DomainError => new DomainError("not_found", "This invitation does not count any more: it was used, withdrawn, or is older than seven days. Ask for another.");

/** Takes an invitation back. */
export function withdrawInvitation(state: State, caller: Caller, id: string, tenant?: string | null): Promise<void> {
  return withSystem(state, async (db) => {
    const found = (await selectInvitations(db, { tenant, now: caller.now })).find((one) => one.id === id);
    if (found === undefined || !(await markInvitation(db, id, { withdrawn_at: caller.now }))) throw new DomainError("not_found", `There is no open invitation ${id} here.`);
    await recordFor(db, caller, found, "person.invitation-withdrawn");
  });
}

/** Open invitations: all, the provider's (null) or those into an organisation. */
export const listInvitations = (state: State, which: { readonly tenant?: string | null; readonly now: Date }): Promise<readonly Invitation[]> => withSystem(state, (db) => selectInvitations(db, which));

async function recordFor(db: SystemDb, caller: Caller, { email, memberships }: Pick<Invitation, "email" | "memberships">, action: string): Promise<void> {
  for (const tenant of new Set(memberships.map((one) => one.tenant))) {
    await record(db, caller, { action, subject: email, tenant: tenant ?? undefined, details: { roles: memberships.filter((one) => one.tenant === tenant).map(({ role }) => role) } });
  }
}
