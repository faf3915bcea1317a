// Saving, sharing and removing views. An owner's are seen by the owner; shared ones by the people of the owner's side, never
// by the other side: what an analyst looks for is not the client's to read, nor the other way round.
import { type Caller, DomainError } from "../core/index.ts";
import { record, type SystemDb, storableText, type TenantDb } from "../store/index.ts";
import { countOwn, deleteView, insertView, selectNamed, selectView, selectViews, updateView } from "./repo.ts";
import type { SavedView } from "./saved-view.ts";

type Db = TenantDb | SystemDb;
/** What the owner says of a view. */
export type Wanted = Pick<SavedView, "page" | "name" | "view" | "shared">;

const MOST_OWN = 200;

/** What the caller has, and what their side shares. */
export const viewsFor = (db: Db, { id, side }: Caller): Promise<readonly SavedView[]> => selectViews(db, { owner: id, side });

/** Keeps a view under a name. */
export async function saveView(db: Db, caller: Caller, id: string, asked: Wanted): Promise<SavedView> {
  const wanted = await acceptable(db, caller, id, asked);
  if ((await countOwn(db, caller.id)) >= MOST_OWN) throw new DomainError("conflict", `You keep ${MOST_OWN} views already: remove one first.`);
  const view: SavedView = { id, ...wanted, owner: caller.id, ownerName: storableText(caller.who), side: caller.side, createdAt: caller.now, changedAt: caller.now };
  await insertView(db, view);
  return saved(db, caller, view);
}

/** Makes another of the caller's own view. */
export async function changeView(db: Db, caller: Caller, id: string, asked: Wanted): Promise<SavedView> {
  const before = await selectView(db, id);
  if (before === undefined || before.owner !== caller.id) throw notTheirs(id, before, caller);
  const view: SavedView = { ...before, ...(await acceptable(db, caller, id, asked)), ownerName: storableText(caller.who), changedAt: caller.now };
  await updateView(db, view);
  return saved(db, caller, view);
}

async function acceptable(db: Db, caller: Caller, id: string, asked: Wanted): Promise<Wanted> {
  const wanted = { ...asked, name: storableText(asked.name), view: storableText(asked.view) };
  if (wanted.shared && db.tenant === undefined && caller.side !== "provider") throw new DomainError("forbidden", "Over several organisations only the provider's people share views: share it within one organisation.");
  const twin = await selectNamed(db, { owner: caller.id, page: wanted.page, name: wanted.name });
  if (twin !== undefined && twin.id !== id) throw new DomainError("conflict", `You have a view "${wanted.name}" of this page already: change that one, or take another name.`);
  return wanted;
}

async function saved(db: Db, caller: Caller, view: SavedView): Promise<SavedView> {
  await record(db, caller, { action: "saved-view.saved", subject: view.id, details: { page: view.page, name: view.name, shared: view.shared } });
  return view;
}

/** Removes a view of the caller; a shared one of their side, if they look after its people. */
export async function removeView(db: Db, caller: Caller, id: string, { looksAfterPeople }: { readonly looksAfterPeople: boolean }): Promise<SavedView> {
  const view = await selectView(db, id);
  const isTheirs = view?.owner === caller.id || (looksAfterPeople && view?.shared === true && view.side === caller.side);
  if (view === undefined || !isTheirs) throw notTheirs(id, view, caller);
  await deleteView(db, id);
  await record(db, caller, { action: "saved-view.removed", subject: id, details: { page: view.page, name: view.name, owner: view.owner } });
  return view;
}

const notTheirs = (id: string, view: SavedView | undefined, { side }: Caller): DomainError =>
  view !== undefined && view.shared && view.side === side ? new DomainError("forbidden", `"${view.name}" is ${view.ownerName}'s: save it under a name of your own.`) : new DomainError("not_found", `You have no saved view ${id}.`);
