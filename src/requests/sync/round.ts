// One round of a connector: writes what is due, asks what changed there, and reads that.
import { RemoteError } from "../../outbound/index.ts";
import { withSystem, withTenant } from "../../store/index.ts";
import { each } from "../each.ts";
import type { StoredConnector } from "./setup/connector.ts";
import { look } from "./ticket/look.ts";
import { selectConnector, selectDue, whileHeld, writeProgress } from "./setup/repo.ts";
import { doubtTickets, markStale, markUnread, openRemoteIds, postponeTicket, remoteIdOf, unreadTickets } from "./ticket/repo.ts";
import { keysToWrite } from "./write/repo.ts";
import { writeDue } from "./write/write.ts";
import { type SyncDeps, type World, worldOf } from "./world.ts";

// Tickets that are worked on at once, of one connector.
const WIDTH = 4;
// Each holds a connection of the pool.
const CONNECTORS_AT_ONCE = 6;
const MOST_TICKETS = 200;
const FAULT_PAUSE_MS = 10 * 60_000;
const MOST_PAGES = 20;
const MOST_OPEN = 5_000;
const STALE_MS = 86_400_000;
const MOST_STALE = 20;
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 10 * 60_000;
// Longer than that nobody is left alone, whatever the other side asks for.
const LONGEST_WISH_MS = 3_600_000;

export type Rounds = {
  /** Begins a round of each connector that has something to do, and waits for none. Rejects with what went wrong since. */
  readonly begin: () => Promise<void>;
  /** Waits for all that were begun. */
  readonly end: () => Promise<void>;
};

/** The rounds of all connectors: each goes on by itself, so that one that is slow keeps no other from its turn. */
export function createRounds(deps: SyncDeps): Rounds {
  const running = new Map<string, Promise<void>>();
  const faults: unknown[] = [];
  const told = (): void => {
    if (faults.length > 0) throw new AggregateError(faults.splice(0), "a connector could not be worked on");
  };
  return {
    begin: async () => {
      for (const { tenant, id } of await withSystem(deps.state, (db) => selectDue(db, deps.now()))) {
        const place = `${tenant} ${id}`;
        if (running.has(place) || running.size >= CONNECTORS_AT_ONCE) continue;
        running.set(place, alone(deps, tenant, id).catch((error: unknown) => { faults.push(error); }).finally(() => running.delete(place)));
      }
      told();
    },
    end: async () => {
      await Promise.all(running.values());
      told();
    },
  };
}

/** One process at a time works on a connector: a lock of the database, which ends with the process that holds it. */
const alone = (deps: SyncDeps, tenant: string, id: string): Promise<void> => whileHeld(deps.state, { tenant, id }, () => round(deps, tenant, id));

async function round(deps: SyncDeps, tenant: string, id: string): Promise<void> {
  const { state, now, connectors } = deps;
  const stored = await withTenant(state, tenant, (db) => selectConnector(db, id));
  // Somebody may have stopped it since it was found to be due.
  if (stored === undefined || stored.use !== "on" || stored.stopped !== null) return;
  try {
    const world = worldOf({ deps, stored, kind: connectors.kindOf(stored.kind), connector: connectors.open(stored) });
    const { isAsked, isBehind } = await pass(world);
    // What only wrote asks no later for that.
    const from = isAsked || stored.polledAt === null ? now() : stored.polledAt;
    const nextRoundAt = isBehind ? now() : new Date(from.getTime() + stored.settings.pollSeconds * 1000);
    await withTenant(state, tenant, (db) => writeProgress(db, id, { ...(isAsked && !isBehind ? { succeededAt: now() } : {}), problem: null, failures: 0, nextRoundAt }));
  } catch (error) {
    // What the platform itself could not do with one ticket is no fault of the other side.
    if (!(error instanceof RemoteError)) throw error;
    await fail(deps, stored, error);
  }
}

/** A bounded part of what is to be done; the rest is due still. Whether the other side was asked what changed, and has more to tell. */
async function pass(world: World): Promise<{ readonly isAsked: boolean; readonly isBehind: boolean }> {
  const { deps: { state, now }, stored } = world;
  const { tenant, id } = stored;
  const keys = await withTenant(state, tenant, (db) => keysToWrite(db, id, now(), MOST_TICKETS));
  await byTicket(world, keys, (key) => writeDue(world, key));
  const sincePoll = stored.polledAt === null ? Infinity : now().getTime() - stored.polledAt.getTime();
  // In the future: a clock was set back.
  const isAsked = stored.hintedAt !== null || sincePoll < 0 || sincePoll >= stored.settings.pollSeconds * 1000 || isMore(stored, now());
  const isBehind = isAsked && world.kind.capabilities.reads && (await poll(world));
  const unread = await withTenant(state, tenant, (db) => unreadTickets(db, id, now(), MOST_TICKETS));
  await byTicket(world, unread.map(({ key }) => key), async (key) => {
    const ticket = unread.find((one) => one.key === key);
    if (ticket === undefined) return;
    await look(world, ticket).catch(async (error: unknown) => {
      if (!(error instanceof RemoteError)) await withTenant(state, tenant, (db) => postponeTicket(db, id, key, new Date(now().getTime() + FAULT_PAUSE_MS)));
      throw error;
    });
  });
  return { isAsked, isBehind };
}

/** Whether the last round left off before the other side had told all: it rested not at all. */
const isMore = ({ polledAt, nextRoundAt, settings: { pollSeconds } }: StoredConnector, now: Date): boolean => polledAt !== null && nextRoundAt <= now && nextRoundAt.getTime() < polledAt.getTime() + pollSeconds * 1000;

/** Asks which tickets changed, and marks them in the transaction that moves the cursor on: none is missed. Whether there is more. */
async function poll({ deps: { state, now }, stored, connector }: World): Promise<boolean> {
  const { tenant, id } = stored;
  const hintTakenAt = now();
  // What was written just now may have shown that it is worth nothing any more.
  let cursor = (await withTenant(state, tenant, (db) => selectConnector(db, id)))?.cursor ?? null;
  let isBehind = true;
  for (let page = 0; page < MOST_PAGES && isBehind; page++) {
    const open = await withTenant(state, tenant, (db) => openRemoteIds(db, id, MOST_OPEN));
    const found = await connector.changes(cursor, open);
    await withTenant(state, tenant, async (db) => {
      await markUnread(db, id, found.ids, now());
      if (found.beganAnew === true) await doubtTickets(db, id, { now: now() });
      await writeProgress(db, id, { cursor: found.cursor, polledAt: now(), ...(found.more ? {} : { hintTakenAt }) });
    });
    isBehind = found.more && found.cursor !== cursor;
    cursor = found.cursor;
  }
  // Also what nothing is told of is looked at now and then.
  await withTenant(state, tenant, (db) => markStale(db, id, { readBefore: new Date(now().getTime() - STALE_MS), now: now(), limit: MOST_STALE }));
  return isBehind;
}

/** Works on tickets side by side, but never on one ticket of the other side twice at once: several here may be one there. */
async function byTicket({ deps: { state, connectors }, stored }: World, keys: readonly string[], work: (key: string) => Promise<void>): Promise<void> {
  const groups = new Map<string, string[]>();
  for (const key of keys) {
    const remote = (await withTenant(state, stored.tenant, (db) => remoteIdOf(db, stored.id, key))) ?? key;
    groups.set(remote, [...(groups.get(remote) ?? []), key]);
  }
  const stopped: unknown[] = [];
  // What is wrong with one ticket keeps no other from its turn; it is logged, and looked at again.
  const faults: unknown[] = [];
  await each([...groups.values()], async (group) => {
    // What keeps the connector from going on keeps all the rest.
    for (const key of group) {
      if (stopped.length > 0 || connectors.isDraining()) return;
      await work(key).catch((error: unknown) => (error instanceof RemoteError ? stopped : faults).push(error));
    }
  }, WIDTH);
  const [first] = [...stopped, ...faults];
  if (first !== undefined) throw first instanceof Error ? first : new Error("a ticket could not be worked on", { cause: first });
}

/** Writes down why a round failed, and when the next is tried: later and later, as long as it goes on. */
async function fail({ state, now }: SyncDeps, { tenant, id, failures }: StoredConnector, { problem: kind, words, todo, afterMs = 0 }: RemoteError): Promise<void> {
  const pause = Math.max(Math.min(afterMs, LONGEST_WISH_MS), Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10)));
  const problem = { at: now().toISOString(), problem: kind, words, todo };
  await withTenant(state, tenant, (db) => writeProgress(db, id, { problem, failures: failures + 1, nextRoundAt: new Date(now().getTime() + pause) }));
}
