// A server for all the runs in one tree: most of them would spend their time on making one.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate, type Postgres, startPostgres } from "../../src/store/index.ts";
import { asSuperuser, MIGRATED } from "../superuser.ts";

/** Starts it, with a database that is migrated; what tests need in their environment to find it. */
export async function startDatabase(): Promise<{ readonly environment: Readonly<Record<string, string>>; readonly stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "vigie-mutation-postgres-"));
  const postgres: Postgres = await startPostgres({ data: folder, log: () => {}, settings: ["fsync=off"] });
  await asSuperuser(postgres.url, (client) => client.query(`create database ${MIGRATED} owner vigie`));
  await migrate(postgres.url.replace(/[^/]+$/, MIGRATED));
  return {
    environment: { VIGIE_TEST_POSTGRES: postgres.url },
    async stop() {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
