// The SQL of saved views: of one tenant, or over all of them where the handle is bound to none.
import type { Selectable } from "kysely";
import type { SystemDb, Tables, TenantDb } from "../store/index.ts";
import type { SavedView } from "./saved-view.ts";

type Db = TenantDb | SystemDb;

const from = (db: Db) => {
  const all = db.sql.selectFrom("saved_view").selectAll();
  return db.tenant === undefined ? all.where("tenant_id", "is", null) : all.where("tenant_id", "=", db.tenant);
};

/** Those that `owner` has, and those that `side` shares. */
export async function selectViews(db: Db, { owner, side }: Pick<SavedView, "owner" | "side">): Promise<readonly SavedView[]> {
  const rows = await from(db)
    .where((where) => where.or([where("owner", "=", owner), where.and([where("shared", "=", true), where("side", "=", side)])]))
    .orderBy("name")
    .orderBy("id")
    .execute();
  return rows.map(viewOf);
}

export async function selectView(db: Db, id: string): Promise<SavedView | undefined> {
  const row = await from(db).where("id", "=", id).forUpdate().executeTakeFirst();
  return row && viewOf(row);
}

export async function countOwn(db: Db, owner: string): Promise<number> {
  const { n } = await from(db).clearSelect().select((of) => of.fn.countAll<number>().as("n")).where("owner", "=", owner).executeTakeFirstOrThrow();
  return n;
}

export async function selectNamed(db: Db, { owner, page, name }: Pick<SavedView, "owner" | "page" | "name">): Promise<SavedView | undefined> {
  const row = await from(db).where("owner", "=", owner).where("page", "=", page).where("name", "=", name).executeTakeFirst();
  return row && viewOf(row);
}

export async function insertView(db: Db, { ownerName, createdAt, changedAt, ...view }: SavedView): Promise<void> {
  await db.sql.insertInto("saved_view").values({ ...view, tenant_id: db.tenant ?? null, owner_name: ownerName, created_at: createdAt, changed_at: changedAt }).execute();
}

export async function updateView(db: Db, { id, page, name, view, shared, ownerName, changedAt }: SavedView): Promise<void> {
  const update = db.sql.updateTable("saved_view").set({ page, name, view, shared, owner_name: ownerName, changed_at: changedAt }).where("id", "=", id);
  await (db.tenant === undefined ? update.where("tenant_id", "is", null) : update.where("tenant_id", "=", db.tenant)).execute();
}

export async function deleteView(db: Db, id: string): Promise<void> {
  const gone = db.sql.deleteFrom("saved_view").where("id", "=", id);
  await (db.tenant === undefined ? gone.where("tenant_id", "is", null) : gone.where("tenant_id", "=", db.tenant)).execute();
}

const viewOf = ({ id, page, name, view, shared, owner, owner_name, side, created_at, changed_at }: Selectable<Tables["saved_view"]>): SavedView => ({ id, page, name, view, shared, owner, ownerName: owner_name, side, createdAt: created_at, changedAt: changed_at });
