// Invitations: a link that lets one person in once, with the roles that it names.
import { DomainError, type Caller } from "../core/index.ts";
import { record, withSystem, type State, type SystemDb } from "../store/index.ts";
import { checkPassword, hashPassword } from "./password.ts";
import { addPerson, checkMemberships } from "./people.ts";
import { emailOf, type Person } from "./person.ts";
import type { Membership } from "./permissions.ts";
import { callerOf } from "./record-of.ts";
import { addMemberships, areAtWork, type GivenRoles, personByEmail } from "./repo.ts";
import { requireOwnPassword } from "./own-password.ts";
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
  const invitation = { ...given, email, invitedBy: caller.who, invitedBySide: caller.side, createdAt: caller.now, expiresAt, acceptedAt: null, withdrawnAt: null };
  await withSystem(state, async (db) => {
    const known = await personByEmail(db, email);
    if (known !== undefined && isKnownTo(caller, known, given.memberships)) throw new DomainError("conflict", `There is somebody with the address ${email}: give them a further role instead.`);
    await insertInvitation(db, invitation, token.hash);
    await recordFor(db, caller, invitation, "person.invited");
  });
  return { invitation, token: token.text };
}

// A client who asks learns nothing of the people of others: they invite, and who has an account shows when they accept.
const isKnownTo = (caller: Caller, person: Person, into: readonly Membership[]): boolean => caller.side !== "client" || person.memberships.some((one) => into.some(({ tenant }) => tenant === one.tenant));

/** Accepts an invitation: its person is there, and signs in next. Who has an account shows so by its password. */
export async function acceptInvitation(state: State, { token, password, now }: { readonly token: string; readonly password: string; readonly now: Date }): Promise<Person> {
  const { found, known } = await withSystem(state, async (db) => {
    const invitation = await findInvitation(db, hashOf(token), now);
    return { found: invitation, known: invitation === undefined ? undefined : await personByEmail(db, invitation.email) };
  });
  if (found === undefined) throw refusal();
  if (known !== undefined) return joinTenant(state, found, known, { password, now });
  checkPassword(password, found);
  const passwordHash = await hashPassword(password);
  return withSystem(state, async (db) => {
    await takeInvitation(db, found, now);
    return addPerson(db, callerOf(found, now), { id: found.id, email: found.email, name: found.name, language: found.language, passwordHash }, rolesOf(found));
  });
}

/** The same for somebody who has an account: they get the roles beside those that they have. */
async function joinTenant(state: State, found: Invitation, person: Person, { password, now }: { readonly password: string; readonly now: Date }): Promise<Person> {
  if (person.disabledAt !== null) throw refusal();
  await requireOwnPassword(state, person, password, now);
  await withSystem(state, async (db) => {
    await takeInvitation(db, found, now);
    await addMemberships(db, person.id, rolesOf(found), now);
    for (const { tenant, role } of found.memberships) await record(db, callerOf(person, now), { action: "person.role-granted", subject: person.email, tenant: tenant ?? undefined, details: { role, by: "invitation" } });
  });
  return { ...person, memberships: [...person.memberships, ...found.memberships] };
}

/** What an invitation gives, and who let them in with it. */
export const rolesOf = ({ memberships, invitedBy, invitedBySide }: Invitation): GivenRoles => ({ memberships, by: { who: invitedBy, side: invitedBySide } });

async function takeInvitation(db: SystemDb, { id, memberships }: Invitation, now: Date): Promise<void> {
  if (!(await areAtWork(db, memberships)) || !(await markInvitation(db, id, { accepted_at: now }))) throw refusal();
}

const refusal = (): DomainError => new DomainError("not_found", "This invitation does not count any more: it was used, withdrawn, is older than seven days, or leads into an organisation that is not at work. Ask for another.");

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
