// Real servers for tests: each script of this folder installs what is missing, starts one in a folder of its own, and ends it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Server = {
  /** What its script says of it: address, tokens. */
  readonly said: Readonly<Record<string, string>>;
  /** Stops it in the middle of whatever it does, and starts it on the same data and port. */
  readonly restart: () => Promise<void>;
  /** Ends it, and removes its data. */
  readonly stop: () => Promise<void>;
};

/** Starts a server by its script, on a port that is free. `more` is what the script takes behind the port. */
export async function startServer(script: string, ...more: readonly string[]): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "vigie-itsm-"));
  const port = String(await freePort());
  const call = (verb: string): Promise<string> => run(join(import.meta.dirname, script), [verb, folder, port, ...more]);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  const said = await call("start").catch((error: unknown) => {
    remove();
    throw error;
  });
  return {
    said: Object.fromEntries(said.split("\n").filter((line) => line.includes("=")).map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)])),
    restart: async () => {
      await call("stop");
      await call("start");
    },
    stop: async () => {
      await call("stop");
      remove();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

async function run(program: string, args: readonly string[]): Promise<string> {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  let complained = "";
  child.stdout.on("data", (part: Buffer) => {
    said += part.toString();
  });
  child.stderr.on("data", (part: Buffer) => {
    complained += part.toString();
  });
  // "exit": what the server holds open is not waited for.
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`${program} ${args[0] ?? ""} ended with ${code}: ${complained || said}`);
  return said;
}
