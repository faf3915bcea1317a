// A platform for an evening: starts `vigie start` on a data folder of its own, and ends it.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

export const VIGIE = join(import.meta.dirname, "../../bin/vigie");
const START_MS = 120_000;

/** A platform at work. */
export type Running = {
  readonly child: ChildProcess;
  readonly data: string;
  /** The administrator's key. */
  readonly key: string;
  readonly addresses: Readonly<Record<string, string>>;
};

/** Starts it; resolves once it is ready. */
export async function startPlatform(): Promise<Running> {
  const data = mkdtempSync(join(tmpdir(), "vigie-demo-"));
  const log = createWriteStream(join(data, "vigie.log"));
  const child = spawn(VIGIE, ["start", "--config", join(import.meta.dirname, "vigie.yaml"), "--data", data], { stdio: ["ignore", "pipe", "pipe"] });
  child.stderr.pipe(log);
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  for (const deadline = performance.now() + START_MS; !text.includes("vigie is ready"); await wait(50)) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(`vigie did not start: ${text}\n${readFileSync(join(data, "vigie.log"), "utf8")}`);
  }
  const addresses = Object.fromEntries([...text.matchAll(/^(\S+) +(\S+:\/\/\S+)$/gm)].map(([, name = "", address = ""]) => [name, address]));
  return { child, data, key: /shown this once: (\S+)/.exec(text)?.[1] ?? "", addresses };
}

/** Ends it, and deletes its data. */
export async function endPlatform({ child, data }: Running): Promise<void> {
  child.kill("SIGTERM");
  if (child.exitCode === null) await once(child, "exit");
  rmSync(data, { recursive: true, force: true });
}

/** Asks the API as the administrator. */
export async function ask<T>({ addresses, key }: Running, path: string): Promise<T> {
  const response = await fetch(new URL(path, addresses["api"]), { headers: { authorization: `Bearer ${key}` } });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
