// People come by invitation, the first of all with the key that the first start shows.
import type { Role } from "../contract/roles.ts";
import { DomainError, type Caller } from "../core/index.ts";
import { record, withSystem, type State, type SystemDb } from "../store/index.ts";
import { isProviderRole, type Membership } from "./permissions.ts";
import { checkPassword, hashPassword } from "./password.ts";
import { requireOwnPassword } from "./own-password.ts";
import { recordAbout, recordOf } from "./record-of.ts";
import { emailOf, type Person } from "./person.ts";
import { deleteSubjects } from "./oidc-repo.ts";
import { addMemberships, countHolders, countPeople, deletePasskeys, type GivenRoles, insertPerson, listPeople as selectPeople, lockAdministrators, personById, removeMembership, updatePerson } from "./repo.ts";
import { deleteSignInsOf, revokeOtherSessions, revokeSessions } from "./session-repo.ts";

/** Somebody new. */
export type NewPerson = { readonly id: string; readonly email: string; readonly name: string; readonly language: "en" | "fr"; readonly password: string };

/** Makes the first person, an administrator. Refused once there is anybody. */
export async function createFirstPerson(state: State, caller: Caller, given: NewPerson): Promise<Person> {
  checkPassword(given.password, given);
  const passwordHash = await hashPassword(given.password);
  return withSystem(state, async (db) => {
    await lockAdministrators(db);
    if ((await countPeople(db)) > 0) throw new DomainError("conflict", "The platform is set up: an administrator invites further people.");
    return addPerson(db, caller, { ...given, passwordHash }, { memberships: [{ tenant: null, role: "administrator" }], by: caller });
  });
}

/** Whether anybody could sign in. */
export const hasPeople = (state: State): Promise<boolean> => withSystem(state, async (db) => (await countPeople(db)) > 0);

/** Adds somebody with their roles, and writes it down for each organisation that they belong to. */
export async function addPerson(db: SystemDb, caller: Caller, given: Omit<NewPerson, "password"> & { readonly passwordHash: string | null }, roles: GivenRoles): Promise<Person> {
  const { memberships } = roles;
  checkMemberships(memberships);
  const email = emailOf(given.email);
  if (!(await insertPerson(db, { ...given, email, now: caller.now }))) throw new DomainError("conflict", `There is somebody with the address ${email}: give them a further role instead.`);
  await addMemberships(db, given.id, roles, caller.now);
  for (const tenant of new Set(memberships.map((one) => one.tenant))) {
    await record(db, caller, { action: "person.added", subject: email, tenant: tenant ?? undefined, details: { roles: memberships.filter((one) => one.tenant === tenant).map(({ role }) => role) } });
  }
  return personIn(db, given.id, undefined);
}

/** Roles of the provider belong to no organisation, those of a client to one. */
export function checkMemberships(memberships: readonly Membership[]): void {
  if (memberships.length === 0) throw new DomainError("invalid", "Give at least one role: somebody without any can do nothing.");
  const wrong = memberships.find(({ tenant, role }) => isProviderRole(role) !== (tenant === null));
  if (wrong !== undefined) throw new DomainError("invalid", wrong.tenant === null ? `${wrong.role} is a role in one organisation: name it.` : `${wrong.role} is a role of the provider: it belongs to no single organisation.`);
}

/** People in the order of their addresses: all, the provider's (null) or an organisation's. */
export const listPeople = (state: State, which: { readonly tenant?: string | null | undefined; readonly after?: string | undefined; readonly limit: number }): Promise<readonly Person[]> => withSystem(state, (db) => selectPeople(db, which));

/** One person; of an organisation, if it is named. */
export function getPerson(state: State, id: string, tenant?: string | null): Promise<Person> {
  return withSystem(state, (db) => personIn(db, id, tenant));
}

async function personIn(db: SystemDb, id: string, tenant: string | null | undefined): Promise<Person> {
  const person = await personById(db, id);
  const isOfThem = person !== undefined && (tenant === undefined || person.memberships.some((one) => one.tenant === tenant));
  if (!isOfThem) throw new DomainError("not_found", `There is no person ${id} here.`);
  return person;
}

/** Gives somebody a further role. */
export function grantRole(state: State, caller: Caller, id: string, membership: Membership): Promise<Person> {
  checkMemberships([membership]);
  return withSystem(state, async (db) => {
    const person = await personIn(db, id, undefined);
    if ((await addMemberships(db, id, { memberships: [membership], by: caller }, caller.now)) === 0) throw new DomainError("conflict", `${person.name} has the role ${membership.role} here already.`);
    await record(db, caller, { action: "person.role-granted", subject: person.email, tenant: membership.tenant ?? undefined, details: { role: membership.role } });
    return personIn(db, id, undefined);
  });
}

/** Takes a role from somebody. The last administrator keeps theirs, or nobody could give it again. */
export function withdrawRole(state: State, caller: Caller, id: string, membership: Membership): Promise<Person> {
  return withSystem(state, async (db) => {
    const person = await personIn(db, id, membership.tenant);
    await keepAdministrator(db, person, membership.role);
    if (!(await removeMembership(db, id, membership))) throw new DomainError("not_found", `${person.name} does not have the role ${membership.role} here.`);
    await record(db, caller, { action: "person.role-withdrawn", subject: person.email, tenant: membership.tenant ?? undefined, details: { role: membership.role } });
    return personIn(db, id, undefined);
  });
}

/** Lets somebody in no more, and ends their sessions; or lets them in again. */
export function setDisabled(state: State, caller: Caller, id: string, { disabled, reason, tenant }: { readonly disabled: boolean; readonly reason: string; readonly tenant?: string | null }): Promise<Person> {
  return withSystem(state, async (db) => {
    const person = await personIn(db, id, tenant);
    if ((person.disabledAt !== null) === disabled) throw new DomainError("conflict", `${person.name} is ${disabled ? "disabled" : "not disabled"} already.`);
    if (disabled) {
      await keepAdministrator(db, person, "administrator");
      await revokeSessions(db, id, caller.now);
      await deleteSignInsOf(db, id);
    }
    await updatePerson(db, id, { disabled_at: disabled ? caller.now : null });
    await recordAbout(db, caller, person, { action: disabled ? "person.disabled" : "person.enabled", reason });
    return personIn(db, id, undefined);
  });
}

/** Takes somebody's second factor away, so that they set up another; for those who lost it and their recovery codes. */
export function resetSecondFactor(state: State, caller: Caller, id: string, { reason, tenant }: { readonly reason: string; readonly tenant?: string | null }): Promise<Person> {
  return withSystem(state, async (db) => {
    const person = await personIn(db, id, tenant);
    await updatePerson(db, id, { totp_secret: null, totp_confirmed_at: null, totp_step: null });
    await deletePasskeys(db, id);
    await deleteSubjects(db, id);
    await revokeSessions(db, id, caller.now);
    await deleteSignInsOf(db, id);
    await recordAbout(db, caller, person, { action: "person.second-factor-reset", reason });
    return personIn(db, id, undefined);
  });
}

async function keepAdministrator(db: SystemDb, person: Person, role: Role): Promise<void> {
  if (role !== "administrator") return;
  await lockAdministrators(db);
  const isOne = person.memberships.some((one) => one.role === "administrator") && person.disabledAt === null;
  if (isOne && (await countHolders(db, "administrator")) === 1) throw new DomainError("conflict", `${person.name} is the last administrator: make another first.`);
}

/** Changes somebody's own password; all of their sessions but one end. */
export async function changePassword(state: State, caller: Caller, person: Person, { current, password, keepSession }: { readonly current: string; readonly password: string; readonly keepSession: string }): Promise<Person> {
  await requireOwnPassword(state, person, current, caller.now);
  checkPassword(password, person);
  const passwordHash = await hashPassword(password);
  return withSystem(state, async (db) => {
    await updatePerson(db, person.id, { password_hash: passwordHash, password_at: caller.now });
    await revokeOtherSessions(db, person.id, caller.now, keepSession);
    await deleteSignInsOf(db, person.id);
    await recordOf(db, person, caller.now, { action: "person.password-changed" });
    return personIn(db, person.id, undefined);
  });
}
