import { readFile, realpath } from "node:fs/promises";
import { join } from "node:path";
import { readLastStart } from "./leftover.ts";
import { databaseUrl } from "./own-database.ts";

/** The address of the included server that runs on a data directory; undefined if none was started there. */
export async function runningPostgres(data: string): Promise<string | undefined> {
  const last = await readLastStart(join(await realpath(data), "postgres"));
  if (last === undefined) return undefined;
  return databaseUrl({ host: "127.0.0.1", port: last.port, password: (await readFile(join(data, "postgres.secret"), "utf8")).trim() });
}
