// What happened, written in the transaction that makes it happen, and read by those who react to it: mail, playbooks,
// live pages. So no folder calls one that comes after it, and a crash between a change and its consequence loses nothing.
import { sql } from "kysely";
import type { Caller } from "../core/index.ts";
import { withSystem, type State, type SystemDb, type TenantDb } from "./state.ts";
import { storableJson, storableText } from "./storable.ts";

/** Something that happened, to be told: `alert.raised` with the alert's id. */
export type FactToTell = {
  readonly kind: string;
  readonly subject: string;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  /** Whom it concerns, where the handle is bound to no tenant; none: the platform itself. */
  readonly tenant?: string | undefined;
};

/** A fact as readers get it. */
export type Fact = {
  readonly id: number;
  readonly tenant: string | null;
  readonly kind: string;
  readonly subject: string;
  readonly at: Date;
  readonly by: Omit<Caller, "now">;
  readonly details: Readonly<Record<string, unknown>>;
};

// PostgreSQL takes 65,535 parameters in one statement.
const AT_ONCE = 5_000;

/** Tells a fact once the transaction ends well. */
export const emit = (db: TenantDb | SystemDb, caller: Caller, fact: FactToTell): Promise<void> => emitAll(db, caller, [fact]);

/** The same for many. */
export async function emitAll(db: TenantDb | SystemDb, { who, id, side, now }: Caller, facts: readonly FactToTell[]): Promise<void> {
  for (let i = 0; i < facts.length; i += AT_ONCE) {
    const rows = facts.slice(i, i + AT_ONCE).map(({ kind, subject, details = {}, tenant }) => (
      { tenant_id: db.tenant ?? tenant ?? null, kind, subject: storableText(subject), at: now, who: storableText(who), caller: id, side, details: storableJson(details) }
    ));
    await db.sql.insertInto("outbox").values(rows).execute();
  }
}

/**
 * Gives a reader the next facts, at most `limit`, in the order in which their transactions began, and moves its place in
 * the same transaction in which `handle` works: what `handle` writes is written once for each fact. A new reader begins
 * with the oldest fact that is kept. Gives how many there were; 0 too while another process reads under this name.
 */
export async function readOutbox(state: State, reader: string, limit: number, now: Date, handle: (db: SystemDb, facts: readonly Fact[]) => Promise<void>): Promise<number> {
  const read = await readOn(state, reader, limit, now, handle);
  if (read !== undefined) return read;
  // By itself: another process that inserts the same would wait until all of this one's facts are handled.
  await withSystem(state, (db) => db.sql.insertInto("outbox_reader").values({ name: reader, read_at: null }).onConflict((conflict) => conflict.doNothing()).execute());
  return (await readOn(state, reader, limit, now, handle)) ?? 0;
}

/** Undefined: there is no such reader yet, or another process reads under its name. */
function readOn(state: State, reader: string, limit: number, now: Date, handle: (db: SystemDb, facts: readonly Fact[]) => Promise<void>): Promise<number | undefined> {
  return withSystem(state, async (db) => {
    const place = await db.sql.selectFrom("outbox_reader").select(["written_in", "id"]).where("name", "=", reader).forUpdate().skipLocked().executeTakeFirst();
    if (place === undefined) return undefined;
    // What a transaction that still runs may write comes later in this order than all that is read now.
    const rows = await db.sql
      .selectFrom("outbox")
      .selectAll()
      .where((eb) => eb(eb.refTuple("written_in", "id"), ">", eb.tuple(place.written_in, place.id)))
      .where(sql<boolean>`written_in < transactions_ended()`)
      .orderBy("written_in")
      .orderBy("id")
      .limit(limit)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return 0;
    await handle(db, rows.map(({ id, tenant_id: tenant, kind, subject, at, who, caller, side, details }) => ({ id, tenant, kind, subject, at, by: { who, id: caller, side }, details })));
    await db.sql.updateTable("outbox_reader").set({ written_in: last.written_in, id: last.id, read_at: now }).where("name", "=", reader).execute();
    return rows.length;
  });
}

/** Removes facts that every reader has passed and that are older than `before`. */
export async function forgetFacts(state: State, before: Date): Promise<number> {
  return withSystem(state, async (db) => {
    const { numDeletedRows } = await db.sql
      .deleteFrom("outbox")
      .where("at", "<", before)
      .where(sql<boolean>`not exists (select from outbox_reader as reader where (outbox.written_in, outbox.id) > (reader.written_in, reader.id))`)
      .executeTakeFirst();
    return Number(numDeletedRows);
  });
}
