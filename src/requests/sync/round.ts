// One round of a connector: writes what is due, asks what changed there, and reads that.
import { sql } from "kysely";
import { RemoteError } from "../../outbound/index.ts";
import { withSystem, withTenant } from "../../store/index.ts";
import { settingsAt } from "../../tenants/index.ts";
import { each } from "../each.ts";
import type { StoredConnector } from "./connector.ts";
import { look } from "./look.ts";
import { selectConnector, selectDue, writeProgress } from "./repo.ts";
import { markUnread, openRemoteIds, remoteIdOf, unreadTickets } from "./ticket-repo.ts";
import { keysToWrite } from "./write-repo.ts";
import { writeDue } from "./write.ts";
import { type SyncDeps, type World, worldOf } from "./world.ts";

// Tickets that are worked on at once, of one connector.
const WIDTH = 4;
const CONNECTORS_AT_ONCE = 3;
const MOST_TICKETS = 200;
const MOST_PAGES = 20;
const MOST_OPEN = 5_000;
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 10 * 60_000;

/** Does what connectors have to do now. True: there is more. */
export async function syncDue(deps: SyncDeps): Promise<boolean> {
  const due = await withSystem(deps.state, (db) => selectDue(db, deps.now()));
  const more: boolean[] = [];
  await each(due, async ({ tenant, id }) => { more.push(await alone(deps, tenant, id)); }, CONNECTORS_AT_ONCE);
  return more.includes(true);
}

/** One process at a time works on a connector: a lock of the database, which ends with the process that holds it. */
async function alone(deps: SyncDeps, tenant: string, id: string): Promise<boolean> {
  return deps.state.sql.connection().execute(async (connection) => {
    const lock = `connector ${tenant} ${id}`;
    const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_lock(hashtextextended(${lock}, 0)) as taken`.execute(connection);
    if (rows[0]?.taken !== true) return false;
    try {
      return await round(deps, tenant, id);
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended(${lock}, 0))`.execute(connection);
    }
  });
}

async function round(deps: SyncDeps, tenant: string, id: string): Promise<boolean> {
  const { state, now, connectors } = deps;
  const opened = await withTenant(state, tenant, async (db) => {
    const stored = await selectConnector(db, id);
    return stored === undefined ? undefined : { stored, documents: (await settingsAt(db, now())).documents };
  });
  if (opened === undefined) return false;
  const { stored, documents } = opened;
  try {
    const world = worldOf({ deps, stored, kind: connectors.kindOf(stored.kind), connector: connectors.open(stored), disclosure: documents.notifications.disclosure });
    const more = await pass(world);
    const next = new Date(now().getTime() + stored.settings.pollSeconds * 1000);
    await withTenant(state, tenant, (db) => writeProgress(db, id, { succeededAt: now(), problem: null, failures: 0, ...(more ? {} : { nextRoundAt: next }) }));
    return more;
  } catch (error) {
    await fail(deps, stored, error);
    if (!(error instanceof RemoteError)) throw error;
    return false;
  }
}

/** True: there is more to do at once. */
async function pass(world: World): Promise<boolean> {
  const { deps: { state, now }, stored } = world;
  const { tenant, id } = stored;
  const keys = await withTenant(state, tenant, (db) => keysToWrite(db, id, now(), MOST_TICKETS));
  await byTicket(world, keys, (key) => writeDue(world, key));
  const isAsked = stored.hintedAt !== null || stored.polledAt === null || now().getTime() - stored.polledAt.getTime() >= stored.settings.pollSeconds * 1000;
  if (isAsked && world.kind.capabilities.reads) await poll(world);
  const unread = await withTenant(state, tenant, (db) => unreadTickets(db, id, MOST_TICKETS));
  await byTicket(world, unread.map(({ key }) => key), async (key) => {
    const ticket = unread.find((one) => one.key === key);
    if (ticket !== undefined) await look(world, ticket);
  });
  return keys.length === MOST_TICKETS || unread.length === MOST_TICKETS;
}

/** Asks which tickets changed, and marks them in the transaction that moves the cursor on: none is missed. */
async function poll({ deps: { state, now }, stored, connector }: World): Promise<void> {
  const { tenant, id } = stored;
  const hintTakenAt = now();
  let { cursor } = stored;
  for (let page = 0; page < MOST_PAGES; page++) {
    const open = await withTenant(state, tenant, (db) => openRemoteIds(db, id, MOST_OPEN));
    const found = await connector.changes(cursor, open);
    await withTenant(state, tenant, async (db) => {
      await markUnread(db, id, found.ids, now());
      await writeProgress(db, id, { cursor: found.cursor, polledAt: now(), ...(found.more ? {} : { hintTakenAt }) });
    });
    if (!found.more || found.cursor === cursor) return;
    cursor = found.cursor;
  }
}

/** Works on tickets side by side, but never on one ticket of the other side twice at once: several here may be one there. */
async function byTicket({ deps: { state }, stored }: World, keys: readonly string[], work: (key: string) => Promise<void>): Promise<void> {
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const remote = (await withTenant(state, stored.tenant, (db) => remoteIdOf(db, stored.id, key))) ?? key;
    groups.set(remote, [...(groups.get(remote) ?? []), key]);
  }
  let stopped: unknown;
  await each([...groups.values()], async (group) => {
    // What keeps the connector from going on keeps all the rest.
    for (const key of group) if (stopped === undefined) await work(key).catch((error: unknown) => { stopped = error; });
  }, WIDTH);
  if (stopped !== undefined) throw stopped;
}

/** Writes down why a round failed, and when the next is tried: later and later, as long as it goes on. */
async function fail({ state, now }: SyncDeps, { tenant, id, failures }: StoredConnector, error: unknown): Promise<void> {
  const remote = error instanceof RemoteError ? error : undefined;
  const pause = Math.max(remote?.afterMs ?? 0, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10)));
  const problem = {
    at: now().toISOString(), problem: remote?.problem ?? "fault", words: remote?.words ?? "The platform itself could not do it: its log says why.",
    todo: remote?.todo ?? "Look into the log of the platform for this connector.",
  };
  await withTenant(state, tenant, (db) => writeProgress(db, id, { problem, failures: failures + 1, nextRoundAt: new Date(now().getTime() + pause) }));
}
