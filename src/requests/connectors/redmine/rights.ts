import type { Redmine } from "./api.ts";
import { Role } from "./shapes.ts";

/** What our account may do in a project, over all its roles there. */
export async function rightsIn(redmine: Redmine, project: number): Promise<ReadonlySet<string>> {
  const { memberships } = await redmine.account();
  const roles = memberships.filter((membership) => membership.project.id === project).flatMap((membership) => membership.roles);
  const rights = await Promise.all(roles.map(async ({ id }) => (await redmine.get(Role, `roles/${id}.json`)).role.permissions));
  return new Set(rights.flat());
}
