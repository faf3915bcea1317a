// A whole platform in a temporary directory, started as a user would start it.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const VIGIE = join(import.meta.dirname, "../../bin/vigie");
const START_MS = 120_000;

/** A platform that runs. */
export type TestPlatform = {
  readonly data: string;
  readonly key: string;
  readonly addresses: Readonly<Record<string, string>>;
  /** Asks the API; throws with what it answered if that is no success. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  /** Process ids by role, as they are now. */
  readonly processes: () => Readonly<Record<string, number>>;
  /** Kills the whole of it with -9, or stops it in order. */
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Starts it again on the same data. */
  readonly restart: () => Promise<void>;
  readonly remove: () => void;
};

export type TestPlatformOptions = {
  readonly quiet?: boolean;
  /** A data directory that is there already, and the administrator's key that was shown when it was made. */
  readonly data?: string;
  readonly key?: string;
};

/** Starts a platform with a configuration in YAML; `{port:NAME}` in it becomes a free port, the same over restarts. */
export async function startTestPlatform(yaml: string, options: TestPlatformOptions = {}): Promise<TestPlatform> {
  const data = options.data ?? mkdtempSync(join(tmpdir(), "vigie-platform-"));
  const config = join(data, "vigie.yaml");
  writeFileSync(config, await withPorts(yaml));
  let running = await launch(config, data, options.quiet ?? true);
  const key = options.key ?? running.key;
  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(new URL(path, running.addresses["api"]), { ...init, headers: { authorization: `Bearer ${key}`, ...(init.headers as Record<string, string>) } });
    if (!response.ok) throw new Error(`${init.method ?? "GET"} ${path} answered ${response.status}: ${await response.text()}`);
    return response;
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (running.child.exitCode !== null || running.child.signalCode !== null) return;
    running.child.kill(signal);
    await once(running.child, "exit");
  };
  return {
    data, key, ask,
    get addresses() {
      return running.addresses;
    },
    processes: () => {
      const { processes } = JSON.parse(readFileSync(join(data, "platform.json"), "utf8")) as { processes: Record<string, { pid: number }> };
      return Object.fromEntries(Object.entries(processes).map(([name, { pid }]) => [name, pid]));
    },
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    restart: async () => {
      running = { ...(await launch(config, data, options.quiet ?? true)), key };
    },
    remove: () => rmSync(data, { recursive: true, force: true }),
  };
}

type Launched = { readonly child: ChildProcess; readonly addresses: Readonly<Record<string, string>>; readonly key: string };

async function launch(config: string, data: string, quiet: boolean): Promise<Launched> {
  const child = spawn(VIGIE, ["start", "--config", config, "--data", data], { stdio: ["ignore", "pipe", quiet ? "pipe" : "inherit"] });
  let text = "";
  let errors = "";
  child.stdout?.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-10_000)));
  for (const deadline = performance.now() + START_MS; !text.includes("vigie is ready"); await wait(50)) {
    if (child.exitCode !== null || child.signalCode !== null || performance.now() > deadline) throw new Error(`vigie did not start:\n${text}\n${errors}`);
  }
  const addresses = Object.fromEntries([...text.matchAll(/^(\S+) +(\S+:\/\/\S+)$/gm)].map(([, name = "", address = ""]) => [name, address]));
  return { child, addresses, key: /shown this once: (\S+)/.exec(text)?.[1] ?? "" };
}

async function withPorts(yaml: string): Promise<string> {
  const places = [...new Set(yaml.match(/\{port:[a-z0-9-]+\}/g))];
  // All at once: a port that was just let go may be given out again.
  const servers = await Promise.all(
    places.map(async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    }),
  );
  const text = places.reduce((all, place, i) => all.replaceAll(place, String((servers[i]!.address() as { port: number }).port)), yaml);
  await Promise.all(
    servers.map(async (server) => {
      server.close();
      await once(server, "close");
    }),
  );
  return text;
}

/** Waits until `check` gives something; fails with what it last threw. */
export async function until<T>(what: string, check: () => Promise<T | undefined>, timeoutMs = 60_000): Promise<T> {
  let last: unknown;
  for (const deadline = performance.now() + timeoutMs; performance.now() < deadline; await wait(100)) {
    try {
      const found = await check();
      if (found !== undefined) return found;
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`waited ${timeoutMs / 1000} s in vain: ${what}`, { cause: last });
}
