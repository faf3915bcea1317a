import { sql, type Selectable } from "kysely";
import type { ConnectorSettings } from "../../../contract/connectors.ts";
import { storableJson, storableText, type State, type SystemDb, type Tables, type TenantDb } from "../../../store/index.ts";
import type { Probe } from "../../connectors/connector.ts";
import type { Problem, StoredConnector } from "./connector.ts";

// Longer than a round ever waits for the next.
const LONGEST_REST_MS = 2 * 3_600_000;

/** Stores a new connector; false if there is one of this name. */
export async function insertConnector(db: TenantDb, stored: StoredConnector): Promise<boolean> {
  const { id, name, kind, madeAt, madeBy, hookId } = stored;
  const { numInsertedOrUpdatedRows } = await db.sql
    .insertInto("connector")
    .values({ tenant_id: db.tenant, id, name: storableText(name), kind, hook_id: hookId, made_at: madeAt, made_by: storableText(madeBy), ...columnsOf(stored), failures: 0, changed_at: madeAt })
    .onConflict((conflict) => conflict.columns(["tenant_id", "name"]).where("removed_at", "is", null).doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Writes what people changed of one. */
export async function updateConnector(db: TenantDb, stored: StoredConnector, now: Date): Promise<void> {
  await db.sql.updateTable("connector").set({ ...columnsOf(stored), changed_at: now }).where("tenant_id", "=", db.tenant).where("id", "=", stored.id).execute();
}

const columnsOf = ({ url, use, settings, secretNames, secrets, hookSecret, nextRoundAt, probe, probedAt, stopped, version }: StoredConnector) => ({
  url, state: use, settings: storableJson(settings), secret_names: secretNames, secrets, hook_secret: hookSecret, next_round_at: nextRoundAt, probe: probe === null ? null : storableJson(probe), probed_at: probedAt,
  stopped_at: stopped?.at ?? null, stopped_by: stopped === null ? null : storableText(stopped.by), stop_reason: stopped === null ? null : storableText(stopped.reason), version,
});

/** A team, and what it is called in the ITSM. */
export type TeamNames = { readonly id: string; readonly itsmName: string | null };

export const selectTeams = (db: TenantDb): Promise<readonly TeamNames[]> => db.sql.selectFrom("team").select(["id", "itsm_name as itsmName"]).where("tenant_id", "=", db.tenant).execute();

/** Takes a connector out of use for good; its tickets stay known. */
export const markRemoved = async (db: TenantDb, id: string, now: Date): Promise<void> => {
  await db.sql.updateTable("connector").set({ state: "off", removed_at: now, changed_at: now }).where("tenant_id", "=", db.tenant).where("id", "=", id).execute();
};

/** From now on, whatever was asked before. */
export const forgetCursor = async (db: TenantDb, id: string): Promise<void> => {
  await db.sql.updateTable("connector").set({ cursor: null, polled_at: null }).where("tenant_id", "=", db.tenant).where("id", "=", id).execute();
};

/** The connectors of a tenant by name. */
export async function selectConnectors(db: TenantDb): Promise<readonly StoredConnector[]> {
  const rows = await db.sql.selectFrom("connector").selectAll().where("tenant_id", "=", db.tenant).where("removed_at", "is", null).orderBy("name").execute();
  return rows.map(connectorOf);
}

/** One of them; `lock` makes others that change it wait. */
export async function selectConnector(db: TenantDb, id: string, lock = false): Promise<StoredConnector | undefined> {
  const query = db.sql.selectFrom("connector").selectAll().where("tenant_id", "=", db.tenant).where("id", "=", id).where("removed_at", "is", null);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  return row === undefined ? undefined : connectorOf(row);
}

/** Those that have something to do now, of all tenants: a round is due, somebody hinted, or something is to be written. */
export async function selectDue(db: SystemDb, now: Date): Promise<readonly Pick<StoredConnector, "tenant" | "id">[]> {
  return db.sql
    .selectFrom("connector")
    .innerJoin("tenant", "tenant.id", "connector.tenant_id")
    .select(["tenant_id as tenant", "connector.id"])
    .where("state", "=", "on").where("connector.removed_at", "is", null).where("tenant.removed_at", "is", null).where("stopped_at", "is", null)
    .where((eb) => eb.or([
      eb("next_round_at", "<=", now),
      // Nobody rests so long: a clock was set back.
      eb("next_round_at", ">", new Date(now.getTime() + LONGEST_REST_MS)),
      // While it fails, nothing is quicker than its pause.
      eb.and([eb("failures", "=", 0), eb.or([
        eb("hinted_at", "is not", null),
        eb.exists(eb.selectFrom("connector_write as w").select(sql`1`.as("one")).whereRef("w.tenant_id", "=", "connector.tenant_id").whereRef("w.connector_id", "=", "connector.id").where("w.state", "in", ["queued", "sending", "unknown"]).where("w.due_at", "<=", now)),
        eb.exists(eb.selectFrom("connector_ticket as t").select(sql`1`.as("one")).whereRef("t.tenant_id", "=", "connector.tenant_id").whereRef("t.connector_id", "=", "connector.id").where("t.unread_since", "<=", now)),
      ])]),
    ]))
    .orderBy("next_round_at")
    .execute();
}

/** The connector that is hinted at by this address. */
export async function selectByHook(db: SystemDb, hookId: string): Promise<StoredConnector | undefined> {
  const row = await db.sql.selectFrom("connector").selectAll().where("hook_id", "=", hookId).where("removed_at", "is", null).executeTakeFirst();
  return row === undefined ? undefined : connectorOf(row);
}

export const writeHint = async (db: SystemDb, { tenant, id }: Pick<StoredConnector, "tenant" | "id">, now: Date): Promise<void> => {
  await db.sql.updateTable("connector").set({ hinted_at: now }).where("tenant_id", "=", tenant).where("id", "=", id).execute();
};

/** A part of a connector's way: a hint taken up, changes read up to a cursor, a round that went well or failed. */
export type Progress = { readonly hintTakenAt?: Date; readonly cursor?: string; readonly polledAt?: Date; readonly succeededAt?: Date; readonly problem?: Problem | null; readonly failures?: number; readonly nextRoundAt?: Date };

export async function writeProgress(db: TenantDb, id: string, { hintTakenAt, cursor, polledAt, succeededAt, problem, failures, nextRoundAt }: Progress): Promise<void> {
  await db.sql
    .updateTable("connector")
    .set({
      // One that came meanwhile stands.
      ...(hintTakenAt === undefined ? {} : { hinted_at: sql<Date | null>`case when hinted_at <= ${hintTakenAt} then null else hinted_at end` }),
      ...(cursor === undefined ? {} : { cursor: storableText(cursor) }), ...(polledAt === undefined ? {} : { polled_at: polledAt }), ...(succeededAt === undefined ? {} : { succeeded_at: succeededAt }),
      ...(problem === undefined ? {} : { problem: problem === null ? null : storableJson(problem) }), ...(failures === undefined ? {} : { failures }), ...(nextRoundAt === undefined ? {} : { next_round_at: nextRoundAt }),
    })
    .where("tenant_id", "=", db.tenant).where("id", "=", id)
    .execute();
}

/** Does the work unless another process is at this connector. The hold ends with the process that has it. */
export function whileHeld(state: State, { tenant, id }: Pick<StoredConnector, "tenant" | "id">, work: () => Promise<void>): Promise<void> {
  const name = `connector ${tenant} ${id}`;
  return state.sql.connection().execute(async (connection) => {
    const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_lock(hashtextextended(${name}, 0)) as taken`.execute(connection);
    if (rows[0]?.taken !== true) return;
    try {
      await work();
    } finally {
      await sql`select pg_advisory_unlock(hashtextextended(${name}, 0))`.execute(connection);
    }
  });
}

function connectorOf(row: Selectable<Tables["connector"]>): StoredConnector {
  const stopped = row.stopped_at === null ? null : { at: row.stopped_at, by: row.stopped_by ?? "", reason: row.stop_reason ?? "" };
  return {
    tenant: row.tenant_id, id: row.id, name: row.name, kind: row.kind, url: row.url, use: row.state, settings: row.settings as unknown as ConnectorSettings, secretNames: row.secret_names, secrets: row.secrets,
    hookId: row.hook_id, hookSecret: row.hook_secret, hintedAt: row.hinted_at, cursor: row.cursor, nextRoundAt: row.next_round_at, polledAt: row.polled_at, succeededAt: row.succeeded_at,
    problem: row.problem as Problem | null, failures: row.failures, probe: row.probe as Probe | null, probedAt: row.probed_at, stopped, version: row.version, madeAt: row.made_at, madeBy: row.made_by,
  };
}
