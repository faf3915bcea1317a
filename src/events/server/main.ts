// The store process. Its settings come as one line of JSON on standard input, which its parent then holds open: when it
// ends, the parent is gone, and so is the need for this process. It says where it listens on standard output.
import { unlinkSync } from "node:fs";
import { createInterface } from "node:readline";
import { openEngine, type EngineOptions } from "./engine.ts";
import { createStoreServer } from "./http.ts";

/** What the parent writes to the store process. */
export type StoreSettings = EngineOptions & {
  /** A socket file, or a port on the loopback address: 0 takes a free one. */
  readonly listen: { readonly socket: string } | { readonly port: number };
  readonly password: string;
};

/** What the store process answers once it can be asked: its address for `connectEvents`. */
export type StoreReady = { readonly url: string };

const CLOSE_EVERY_MS = 20;

const input = createInterface({ input: process.stdin });
input.once("line", (line) => {
  start(JSON.parse(line) as StoreSettings).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
});

async function start(settings: StoreSettings): Promise<void> {
  const engine = await openEngine(settings);
  const stopping = new AbortController();
  const server = createStoreServer(engine, settings.password, stopping.signal);
  const stop = (): void => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    // Requests that are under way are answered first; then the engine must have nothing in hand, or it ends the process
    // with a fault. Connections that have been answered stay open for a next request, unless they are closed.
    const closing = setInterval(() => server.closeIdleConnections(), CLOSE_EVERY_MS);
    server.close(() => {
      clearInterval(closing);
      void engine.close().then(() => process.exit(0));
    });
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  input.once("close", stop);
  const { listen } = settings;
  if ("socket" in listen) {
    removeSocket(listen.socket);
    server.listen(listen.socket);
  } else server.listen(listen.port, "127.0.0.1");
  server.once("error", (error) => {
    throw error;
  });
  server.once("listening", () => {
    const address = server.address();
    const url = typeof address === "string" ? `unix:${address}` : `http://127.0.0.1:${address?.port}`;
    process.stdout.write(`${JSON.stringify({ url } satisfies StoreReady)}\n`);
  });
}

// A process that was killed leaves its socket behind.
function removeSocket(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
