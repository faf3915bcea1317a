// Opens the other side of a source: with its secrets, within the guard that all requests outside have.
import { connect as connectTo, isIP, type Socket } from "node:net";
import { DomainError } from "../../core/index.ts";
import type { Seal } from "../../identity/index.ts";
import { createHttp, isPublic, lookupOnly, RemoteError } from "../../outbound/index.ts";
import type { SourceKind, SourceReader } from "./kind.ts";
import { KINDS } from "./kinds/index.ts";
import { sealedFor, type StoredSource } from "./source.ts";

/** What sources reach, and how their secrets are opened. */
export type OutsideDeps = {
  readonly seal: Seal;
  readonly now: () => Date;
  /** Hosts inside the network that the configuration names. */
  readonly internalHosts: ReadonlySet<string>;
  readonly proxy: string | undefined;
  /** How it waits before it asks again; for tests that do not. */
  readonly sleep?: (ms: number) => Promise<unknown>;
};

export const HINT = "connectors.internalHosts of the configuration would allow it";
const TIMEOUT_MS = 60_000;
const LONGEST_ANSWER = 64 * 1024 * 1024;

/** A kind by its name. */
export function kindOf(name: string): SourceKind {
  const found = KINDS.find(({ kind }) => kind === name);
  if (found === undefined) throw new DomainError("invalid", `There is no kind of source ${name.slice(0, 100)}: there are ${KINDS.map(({ kind }) => kind).join(", ")}.`);
  return found;
}

/** Opens a source for reading. */
export function openSource({ seal, now, internalHosts, proxy, sleep }: OutsideDeps, stored: Pick<StoredSource, "tenant" | "id" | "kind" | "url" | "settings" | "secrets">, signal?: AbortSignal): SourceReader {
  const { settings, url } = stored;
  const guard = { internal: internalHosts, hint: HINT, longestAnswer: LONGEST_ANSWER, timeoutMs: TIMEOUT_MS, ca: settings.ca ?? undefined, proxy: settings.usesProxy ? proxy : undefined };
  const kind = kindOf(stored.kind);
  return kind.open({
    http: (headers, base = url) => createHttp({ base, guard, headers, perMinute: settings.requestsPerMinute, signal, ...(sleep === undefined ? {} : { sleep }) }),
    connect: (host, port) => connectGuarded(host, port, internalHosts),
    url, options: settings.options, reads: new Set(settings.reads.filter((noun) => kind.reads.includes(noun))), zone: settings.zone, now,
    secrets: JSON.parse(seal.open(stored.secrets, sealedFor(stored))) as Record<string, string>,
  });
}

/** A connection that reaches nothing inside the network unless the configuration names it. */
function connectGuarded(host: string, port: number, internal: ReadonlySet<string>): Promise<Socket> {
  const unreachable = (words: string): RemoteError => new RemoteError({ problem: "unreachable", words, arrived: "no" });
  if (isIP(host) !== 0 && !internal.has(host) && !isPublic(host)) return Promise.reject(unreachable(`${host} is not asked: its address is inside the network; ${HINT}`));
  return new Promise((done, fail) => {
    const socket = connectTo({ host, port, timeout: TIMEOUT_MS, ...(internal.has(host) ? {} : { lookup: lookupOnly(isPublic, HINT) }) });
    const failed = (error: Error): void => {
      socket.destroy();
      fail(unreachable(error.message));
    };
    socket.once("timeout", () => failed(new Error(`${host} does not answer on port ${port}`)));
    socket.once("error", failed);
    socket.once("connect", () => {
      socket.off("error", failed);
      done(socket);
    });
  });
}
