// Brings a database to the tables that this version of the program works with.
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { DomainError } from "../core/index.ts";

const SHIPPED = join(import.meta.dirname, "migrations");
const OLDEST = { number: 150_000, name: "15" };
// Any number, the same for every process: whoever holds it migrates, the others wait and then find it done.
const LOCK = 86_431_907;

/** A migration as the database knows it. */
export type AppliedMigration = { readonly number: number; readonly name: string; readonly digest: string };

type Migration = AppliedMigration & { readonly sql: string };

/** Applies the migrations that are missing, each in a transaction; gives their names. Of several processes one does it. */
export async function migrate(url: string, folder: string = SHIPPED): Promise<readonly string[]> {
  return applyMissing(url, await readMigrations(folder));
}

/** Applies those migrations alone that another database has: what was copied from it fits in then. */
export async function migrateTo(url: string, migrations: readonly AppliedMigration[]): Promise<void> {
  const known = await readMigrations(SHIPPED);
  check(known, migrations);
  await applyMissing(url, known.filter(({ number }) => migrations.some((one) => one.number === number)));
}

/** What `migrate` would apply, and whether the database has anything to lose. Refuses what `migrate` refuses. */
export async function pendingMigrations(url: string): Promise<{ readonly names: readonly string[]; readonly isInUse: boolean }> {
  const known = await readMigrations(SHIPPED);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: [found] } = await client.query<{ exists: boolean }>("select to_regclass('migration') is not null as exists");
    const applied = found?.exists === true ? (await client.query<AppliedMigration>("select number, name, digest from migration order by number")).rows : [];
    check(known, applied);
    return { names: known.filter(({ number }) => !applied.some((one) => one.number === number)).map(({ name }) => name), isInUse: applied.length > 0 };
  } finally {
    await client.end();
  }
}

/** Refuses migrations that this version does not know, or knows with another text. */
export async function checkMigrations(applied: readonly AppliedMigration[]): Promise<void> {
  check(await readMigrations(SHIPPED), applied);
}

async function applyMissing(url: string, known: readonly Migration[]): Promise<readonly string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await checkVersion(client);
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    await client.query(`create table if not exists migration (
      number int primary key, name text not null, digest text not null, applied_at timestamptz not null default now())`);
    const { rows: applied } = await client.query<AppliedMigration>("select number, name, digest from migration order by number");
    check(known, applied);
    const missing = known.filter(({ number }) => !applied.some((one) => one.number === number));
    for (const one of missing) await apply(client, one);
    return missing.map(({ name }) => name);
  } finally {
    await client.end(); // frees the lock
  }
}

async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), "utf8");
      return { number: Number(name.slice(0, 4)), name, sql: text, digest: createHash("sha256").update(text).digest("hex") };
    }),
  );
}

async function checkVersion(client: Client): Promise<void> {
  const { rows } = await client.query<{ number: string; name: string }>("select current_setting('server_version_num') as number, current_setting('server_version') as name");
  const found = rows[0];
  if (Number(found?.number) < OLDEST.number) throw new DomainError("invalid", `The database is PostgreSQL ${found?.name ?? ""}: Vigie needs ${OLDEST.name} or newer.`);
}

function check(known: readonly Migration[], applied: readonly AppliedMigration[]): void {
  for (const one of applied) {
    const ours = known.find(({ number }) => number === one.number);
    if (ours === undefined) {
      const message = `The database was made by a newer Vigie (${one.name} is applied, which this one does not know)`;
      throw new DomainError("conflict", `${message}: start that version, or restore the backup from before its first start.`);
    }
    if (ours.digest !== one.digest) {
      const message = `${one.name} is not the text that was applied to this database (as ${one.digest.slice(0, 12)}, now ${ours.digest.slice(0, 12)})`;
      throw new DomainError("conflict", `${message}: put the released file back; a change of tables is a new migration.`);
    }
  }
}

async function apply(client: Client, { number, name, sql, digest }: Migration): Promise<void> {
  try {
    await client.query("begin");
    await client.query(sql);
    await client.query("insert into migration (number, name, digest) values ($1, $2, $3)", [number, name, digest]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback").catch(() => {});
    throw new Error(`migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
