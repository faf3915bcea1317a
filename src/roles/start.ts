// `vigie start`: everything on one machine. Databases first, then the roles that need them; stopped the other way round.
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { resolve as absolute } from "node:path";
import { pino, type Logger } from "pino";
import type { Config } from "../config/index.ts";
import type { RunningStore } from "../events/index.ts";
import { migrate, openState, pendingMigrations, startPostgres } from "../store/index.ts";
import { refuseUnfinished } from "./backup/unfinished.ts";
import { includedStore, ownClickhouse, type Urls } from "./databases.ts";
import { openEvents } from "./events-address.ts";
import { keepRunning, type Service } from "./service.ts";
import { lockData } from "./lock.ts";
import { awaitLeftovers, writePlatformFile } from "./platform-file.ts";
import { prepareState } from "./prepare-state.ts";
import { explainRefusal } from "../packs/index.ts";
import { readSecrets, type Secrets } from "./secrets.ts";
import { understandingOf } from "./understanding.ts";
import { Supervisor } from "./supervisor.ts";

export type StartOptions = {
  readonly config: Config;
  readonly configPath: string | undefined;
  readonly data: string;
  /** The script that children run. */
  readonly main: string;
  /** Hears the administrator's key, once: at the first start. */
  readonly onAdminKey: (key: string) => void;
  /** Hears, before anything is changed, that the tables of an earlier version are brought up to this one. */
  readonly onUpgrade: (migrations: readonly string[]) => void;
  /** Ends the start, too: what is up already is stopped again. */
  readonly signal: AbortSignal;
};

/** A platform at work. */
export type Platform = { readonly addresses: Readonly<Record<string, string>>; readonly stop: () => Promise<void> };

/** Starts the platform and resolves when every part of it is ready. */
export async function startPlatform({ config, configPath, data: given, main, onAdminKey, onUpgrade, signal }: StartOptions): Promise<Platform> {
  const data = absolute(given);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  refuseUnfinished(data);
  const release = lockData(data);
  const log = pino({ level: config.log.level, base: { role: "start" } }, pino.destination({ dest: 2, sync: true }));
  // What only a role would find wrong is told before anything runs.
  await understandingOf(config, (refusal) => log.error({ mapping: explainRefusal(refusal) }, "a mapping cannot be used: events of its technology are not understood")).catch((error: unknown) => {
    release();
    throw error;
  });
  const services: Service[] = [];
  let addresses: Readonly<Record<string, string>> = {};
  const show = () => writePlatformFile(data, { addresses, events: services.find(({ name }) => name === "events")?.url, pids: processesOf(supervisor, services) });
  const supervisor = new Supervisor(main, log, show);
  const stop = async (): Promise<void> => {
    await supervisor.stop();
    for (const service of services.toReversed()) await service.stop();
    release();
  };
  signal.addEventListener("abort", () => void supervisor.stop());
  try {
    await awaitLeftovers(data, log);
    const secrets = readSecrets(data);
    const urls = await startDatabases({ config, data, secrets, log, show }, services);
    const adminKey = await prepare(config, urls, onUpgrade);
    if (adminKey !== undefined) onAdminKey(adminKey);
    addresses = await startRoles(supervisor, { config, configPath, data, urls, secrets });
    show();
    return { addresses, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

type DatabasesToStart = { readonly config: Config; readonly data: string; readonly secrets: Secrets; readonly log: Logger; readonly show: () => void };

async function startDatabases({ config, data, secrets, log, show }: DatabasesToStart, services: Service[]): Promise<Urls> {
  let postgres = config.postgres.url;
  if (postgres === undefined) {
    const database = log.child({ role: "postgres" });
    const service = await keepRunning("postgres", () => startPostgres({ data, log: (line) => database.debug(line) }), log, show);
    services.push(service);
    postgres = service.url;
  }
  if (config.clickhouse.url !== undefined) return { postgres, ...ownClickhouse(config.clickhouse.url) };
  const start = includedStore(data, secrets.store);
  const service = await keepRunning("events", async () => runningStore(await start()), log, show);
  services.push(service);
  return { postgres, events: service.url, eventsPassword: secrets.store };
}

function runningStore({ url, process: child, stop }: RunningStore) {
  const ended = new Promise<string>((resolve) => child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`)));
  return { url, pid: child.pid, ended, stop };
}

async function prepare(config: Config, { postgres, events, eventsPassword }: Urls, onUpgrade: StartOptions["onUpgrade"]): Promise<string | undefined> {
  const state = openState({ url: postgres, connections: 2, onError: () => {} });
  const store = openEvents(events, eventsPassword);
  try {
    const pending = await pendingMigrations(postgres);
    if (pending.isInUse && pending.names.length > 0) onUpgrade(pending.names);
    await migrate(postgres);
    await store.prepare();
    return await prepareState(state, config, new Date());
  } finally {
    await state.close();
    store.close();
  }
}

type RolesToStart = { readonly config: Config; readonly configPath: string | undefined; readonly data: string; readonly urls: Urls; readonly secrets: Secrets };

async function startRoles(supervisor: Supervisor, { config, configPath, data, urls, secrets }: RolesToStart): Promise<Record<string, string>> {
  const args = [...(configPath === undefined ? [] : ["--config", configPath]), "--data", data];
  // Chosen once: an ingest that is started again must be found where it was.
  const port = await freePort();
  const environment = {
    VIGIE_INTERNAL_PORT: String(port), VIGIE_INTERNAL_URL: `http://127.0.0.1:${port}`,
    VIGIE_POSTGRES_URL: urls.postgres, VIGIE_CLICKHOUSE_URL: urls.events, VIGIE_CLICKHOUSE_PASSWORD: urls.eventsPassword, VIGIE_INTERNAL_KEY: secrets.internal, VIGIE_SEAL_KEY: secrets.seal,
  };
  const addresses: Record<string, string> = {};
  // Those who work before those who take in, so that nothing waits longer than it must.
  for (let worker = 0; worker < config.workers; worker++) {
    const flags = ["--max-semi-space-size=16", "--heap-growing-percent=60"];
    await supervisor.start({ name: `detect-${worker}`, args: [...args, "--worker", String(worker)], environment, flags });
  }
  const ingest = await supervisor.start({ name: "ingest", args, environment });
  Object.assign(addresses, ingest);
  // Neither needs the other.
  const [api] = await Promise.all([supervisor.start({ name: "api", args, environment }), supervisor.start({ name: "jobs", args, environment })]);
  return Object.assign(addresses, api);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function processesOf(supervisor: Supervisor, services: readonly Service[]): Readonly<Record<string, number | undefined>> {
  const roles = supervisor.roles().map(({ role, pid }) => [role, pid] as const);
  return { start: process.pid, ...Object.fromEntries([...services.map(({ name, pid }) => [name, pid()] as const), ...roles]) };
}
