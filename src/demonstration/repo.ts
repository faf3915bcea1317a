// The SQL of what marks an organisation as made up.
import type { SystemDb } from "../store/index.ts";

/** How far it is: its lines are on their way, or there is an incident to look at. */
export type Demonstration = { readonly tenant: string; readonly name: string; readonly state: "playing" | "ready"; readonly since: Date };

/** The one at work, if there is one. */
export async function selectDemonstration(db: SystemDb): Promise<Demonstration | undefined> {
  const row = await db.sql.selectFrom("tenant").select(["id as tenant", "name", "demonstration as state", "since"]).where("demonstration", "is not", null).where("removed_at", "is", null).executeTakeFirst();
  return row === undefined || row.state === null ? undefined : { ...row, state: row.state };
}

/** The one whose lines are on their way, for this transaction alone. */
export async function takePlaying(db: SystemDb): Promise<{ readonly tenant: string; readonly since: Date } | undefined> {
  return db.sql.selectFrom("tenant").select(["id as tenant", "since"]).where("demonstration", "=", "playing").where("removed_at", "is", null).forUpdate().skipLocked().executeTakeFirst();
}

export async function mark(db: SystemDb, tenant: string, state: Demonstration["state"]): Promise<void> {
  await db.sql.updateTable("tenant").set({ demonstration: state }).where("id", "=", tenant).execute();
}

/** How many ids of this beginning were ever used: none is used again. */
export async function countNamed(db: SystemDb, beginning: string): Promise<number> {
  const rows = await db.sql.selectFrom("tenant").select("id").where("id", "like", `${beginning}%`).execute();
  return rows.length;
}
