import { DomainError, type Caller } from "../../core/index.ts";
import { record, type TenantDb } from "../../store/index.ts";
import { deleteMember, insertMember, isOfTenant, selectMembers, selectTeam, type StoredMember } from "./repo.ts";

/** Who works in a team. */
export async function listMembers(db: TenantDb, team: string): Promise<readonly StoredMember[]> {
  await known(db, team);
  return selectMembers(db, team);
}

/** Puts somebody of the organisation into a team: they see its requests from now on. */
export async function addMember(db: TenantDb, caller: Caller, { team, person }: { readonly team: string; readonly person: string }): Promise<readonly StoredMember[]> {
  const { name } = await known(db, team);
  if (!(await isOfTenant(db, person))) throw new DomainError("not_found", `There is nobody ${person.slice(0, 100)} with a role in this organisation.`);
  if (!(await insertMember(db, team, person, caller.now))) throw new DomainError("conflict", `They are in the team ${name} already.`);
  await record(db, caller, { action: "team.member-added", subject: team, details: { person, name } });
  return selectMembers(db, team);
}

/** Takes somebody out of a team: they see its requests no more. */
export async function removeMember(db: TenantDb, caller: Caller, { team, person }: { readonly team: string; readonly person: string }): Promise<readonly StoredMember[]> {
  const { name } = await known(db, team);
  if (!(await deleteMember(db, team, person))) throw new DomainError("not_found", `They are not in the team ${name}.`);
  await record(db, caller, { action: "team.member-removed", subject: team, details: { person, name } });
  return selectMembers(db, team);
}

async function known(db: TenantDb, team: string): Promise<{ readonly name: string }> {
  const found = await selectTeam(db, team);
  if (found === undefined) throw new DomainError("not_found", `There is no team ${team.slice(0, 100)} here.`);
  return found;
}
