// Where the two databases are: the included ones, or ones of one's own.
import { mkdtempSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningStore, startStore } from "../events/index.ts";

/** The addresses of the databases. */
export type Urls = { readonly postgres: string; readonly events: string; readonly eventsPassword: string };

/** From an address as people write it: https://vigie:password@clickhouse.example.com:8443/vigie. */
export function ownClickhouse(address: string): Omit<Urls, "postgres"> {
  const url = new URL(address);
  const password = decodeURIComponent(url.password);
  url.password = "";
  return { events: url.href, eventsPassword: password };
}

// What queries and merges of the included event store may take together.
const STORE_MEMORY_BYTES = 1.5 * 2 ** 30;

/** Starts the included event store of a data directory; each time at the same address. */
export function includedStore(data: string, password: string): () => Promise<RunningStore> {
  const listen = { socket: socketPath(data) };
  return () => startStore({ dataDir: join(data, "events"), memoryBytes: STORE_MEMORY_BYTES, threads: availableParallelism(), listen, password });
}

// unix(7): the path of a socket has 107 bytes at most.
const SOCKET_BYTES = 107;

function socketPath(data: string): string {
  const path = join(data, "events.sock");
  return Buffer.byteLength(path) <= SOCKET_BYTES ? path : join(mkdtempSync(join(tmpdir(), "vigie-")), "events.sock");
}
