// The databases of a data directory: those at work, or started for as long as they are needed.
import type { Logger } from "pino";
import type { Config } from "../../config/index.ts";
import { DomainError } from "../../core/index.ts";
import { runningPostgres, startPostgres } from "../../store/index.ts";
import { includedStore, ownClickhouse, type Urls } from "../databases.ts";
import { lockData, lockOwner } from "../lock.ts";
import { awaitLeftovers, eventsAddress } from "../platform-file.ts";
import { readSecrets } from "../secrets.ts";

export type Place = { readonly config: Config; readonly data: string; readonly log: Logger };

/** Uses the databases of a platform that runs, or starts them if none does. */
export async function withDatabases<T>(place: Place, use: (urls: Urls) => Promise<T>): Promise<T> {
  return lockOwner(place.data) === undefined ? withStarted(place, use) : use(await running(place));
}

async function running({ config, data }: Place): Promise<Urls> {
  const postgres = config.postgres.url ?? (await runningPostgres(data));
  const clickhouse = config.clickhouse.url === undefined ? eventsAddress(data) : config.clickhouse.url;
  if (postgres === undefined || clickhouse === undefined) throw new DomainError("conflict", `The vigie that runs on ${data} is about to start or to stop: try again in a moment.`);
  if (config.clickhouse.url !== undefined) return { postgres, ...ownClickhouse(clickhouse) };
  return { postgres, events: clickhouse, eventsPassword: readSecrets(data).store };
}

/** Starts those that are included, and stops them again. Nobody else may work on the data directory meanwhile. */
export async function withStarted<T>({ config, data, log }: Place, use: (urls: Urls) => Promise<T>): Promise<T> {
  const stops: (() => Promise<void>)[] = [];
  const release = lockData(data);
  try {
    await awaitLeftovers(data, log);
    let postgres = config.postgres.url;
    if (postgres === undefined) {
      const server = await startPostgres({ data, log: (line) => log.debug(line) });
      stops.push(server.stop);
      postgres = server.url;
    }
    if (config.clickhouse.url !== undefined) return await use({ postgres, ...ownClickhouse(config.clickhouse.url) });
    const password = readSecrets(data).store;
    const store = await includedStore(data, password)();
    stops.push(store.stop);
    return await use({ postgres, events: store.url, eventsPassword: password });
  } finally {
    for (const stop of stops.toReversed()) await stop();
    release();
  }
}
