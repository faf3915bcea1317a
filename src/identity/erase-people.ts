// What an erased organisation leaves behind among people, keys and invitations, which are of no tenant's tables.
import type { SystemDb } from "../store/index.ts";
import { revokeKeysOf } from "./key-repo.ts";
import { removeInvitationsInto, removePeopleOf } from "./repo.ts";

/** Removes the people who belong to this organisation alone, with all their sessions, and invitations into it; its keys count no more. Gives how many of each. */
export async function erasePeopleOf(db: SystemDb, tenant: string, now: Date): Promise<Readonly<Record<string, number>>> {
  const counts = { ...(await removePeopleOf(db, tenant)), invitation: await removeInvitationsInto(db, tenant), api_key: await revokeKeysOf(db, tenant, now) };
  return Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0));
}
