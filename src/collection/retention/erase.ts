import { type Caller, DomainError } from "../../core/index.ts";
import type { EventStore } from "../../events/index.ts";
import { erasePeopleOf } from "../../identity/index.ts";
import { apartFromBackups, record, type State, withSystem } from "../../store/index.ts";
import { UNCLAIMED } from "../unclaimed.ts";
import { eraseRows, keptRows, requireRemoved } from "./repo.ts";

/** What was removed of a tenant, and what stays. */
export type Erasure = {
  /** Events and quarantined lines. */
  readonly lines: number;
  /** Rows of the database, by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Files that hold removed lines lie on the disk for so long. */
  readonly bytesGoneInMs: number;
  /** Rows that stay, by table: the journal, which says who did what, and that all else was erased. */
  readonly kept: Readonly<Record<string, number>>;
  /** What else may hold some of it, in words. */
  readonly elsewhere: readonly string[];
};

// What this program cannot reach, or reaches later.
const ELSEWHERE = [
  "the memory of correlations, until their time spans are over",
  "lines that its senders sent while no source claimed them, among the unclaimed ones",
  "backups that were made before",
  "answers to requests that carried an Idempotency-Key, for a day",
];

/**
 * Removes all that there is of a tenant which is not at work any more, but its journal: lines and what was made of them,
 * inventory, settings, indicators, and the people who belong to no other. The journal's entry, in the tenant's chain and
 * in the platform's, is the proof: it counts what was removed. May be repeated.
 */
export function eraseTenant(state: State, events: EventStore, caller: Caller, asked: Asked): Promise<Erasure> {
  return apartFromBackups(state, () => removeAll(state, events, caller, asked));
}

type Asked = { readonly tenant: string; readonly reason: string };

async function removeAll(state: State, events: EventStore, caller: Caller, { tenant, reason }: Asked): Promise<Erasure> {
  if (tenant === UNCLAIMED) throw new DomainError("not_found", "Unclaimed lines are no tenant's: they go when their retention ends.");
  await withSystem(state, (db) => requireRemoved(db, tenant));
  const { rows: lines, bytesGoneInMs } = await events.erase(tenant);
  return withSystem(state, async (db) => {
    await requireRemoved(db, tenant);
    // People first: who has no other organisation shows by the memberships, which are rows of the tenant.
    const people = await erasePeopleOf(db, tenant, caller.now);
    const rows = { ...people, ...(await eraseRows(db, tenant)) };
    await record({ tenant, sql: db.sql }, caller, { action: "tenant.erased", subject: tenant, reason, details: { lines, rows } });
    await record(db, caller, { action: "tenant.erased", subject: tenant, reason, details: { lines, rows } });
    return { lines, rows, bytesGoneInMs, kept: await keptRows(db, tenant), elsewhere: ELSEWHERE };
  });
}
