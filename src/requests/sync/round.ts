// One round of a connector: writes what is due, asks what changed there, and reads that.
import { RemoteError } from "../../outbound/index.ts";
import { withSystem, withTenant } from "../../store/index.ts";
import { each } from "../each.ts";
import type { StoredConnector } from "./setup/connector.ts";
import { look } from "./ticket/look.ts";
import { selectConnector, selectDue, whileHeld, writeProgress } from "./setup/repo.ts";
import { markUnread, openRemoteIds, remoteIdOf, unreadTickets } from "./ticket/repo.ts";
import { keysToWrite } from "./write/repo.ts";
import { writeDue } from "./write/write.ts";
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
  return (await whileHeld(deps.state, { tenant, id }, () => round(deps, tenant, id))) ?? false;
}

async function round(deps: SyncDeps, tenant: string, id: string): Promise<boolean> {
  const { state, now, connectors } = deps;
  const stored = await withTenant(state, tenant, (db) => selectConnector(db, id));
  if (stored === undefined) return false;
  try {
    const world = worldOf({ deps, stored, kind: connectors.kindOf(stored.kind), connector: connectors.open(stored) });
    const { more, isAsked } = await pass(world);
    // What only wrote asks no later for that.
    const from = isAsked || stored.polledAt === null ? now() : stored.polledAt;
    await withTenant(state, tenant, (db) => writeProgress(db, id, { succeededAt: now(), problem: null, failures: 0, nextRoundAt: new Date(from.getTime() + stored.settings.pollSeconds * 1000) }));
    return more;
  } catch (error) {
    await fail(deps, stored, error);
    if (!(error instanceof RemoteError)) throw error;
    return false;
  }
}

/** Whether there is more to do at once, and whether the other side was asked what changed. */
async function pass(world: World): Promise<{ readonly more: boolean; readonly isAsked: boolean }> {
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
  return { more: keys.length === MOST_TICKETS || unread.length === MOST_TICKETS, isAsked };
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
async function byTicket({ deps: { state, connectors }, stored }: World, keys: readonly string[], work: (key: string) => Promise<void>): Promise<void> {
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const remote = (await withTenant(state, stored.tenant, (db) => remoteIdOf(db, stored.id, key))) ?? key;
    groups.set(remote, [...(groups.get(remote) ?? []), key]);
  }
  const stopped: unknown[] = [];
  await each([...groups.values()], async (group) => {
    // What keeps the connector from going on keeps all the rest.
    for (const key of group) if (stopped.length === 0 && !connectors.isDraining()) await work(key).catch((error: unknown) => stopped.push(error));
  }, WIDTH);
  const [first] = stopped;
  if (first !== undefined) throw first instanceof Error ? first : new Error("a ticket could not be worked on", { cause: first });
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
