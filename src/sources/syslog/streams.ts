import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import type { TLSSocket } from "node:tls";
import { Connection } from "./connection.ts";
import { explainListening } from "./explain-listening.ts";
import { DEFAULT_LIMITS, type Limits, type ListenerOptions, type Listening, plainAddress, type Receiver } from "./listener.ts";
import { createTlsServer } from "./tls-server.ts";

/** Reads one connection to its end; resolves once what came is handed over. It must not reject. */
export type Serve = (connection: Connection) => Promise<void>;

/** Listens for TCP or TLS connections, within limits, and has each one served. */
export async function listenStreams(options: ListenerOptions, receiver: Receiver, serve: Serve): Promise<Listening> {
  const server = options.tls === undefined ? createTcpServer() : createTlsServer(options.name, options.tls);
  const streams = new Streams(server, { ...DEFAULT_LIMITS, ...options.limits }, serve);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: Error) => reject(explainListening(error, options)));
    server.listen({ host: options.host, port: options.port, backlog: 1024 }, resolve);
  });
  server.on("error", receiver.failed);
  const { address, port } = server.address() as AddressInfo;
  return { host: address, port, counts: () => streams.counts(), close: () => streams.close() };
}

/** Holds the sockets of one server. */
class Streams {
  readonly #server: Server;
  readonly #limits: Limits;
  readonly #serve: Serve;
  readonly #sockets = new Set<Socket>();
  readonly #perAddress = new Map<string, number>();
  readonly #connections = new Map<Connection, Promise<void>>();
  readonly #refused: Record<string, number> = {};
  readonly #closing = new AbortController();
  readonly #sweep: NodeJS.Timeout;
  #isEnding = false;
  #heldBytes = 0;

  constructor(server: Server, limits: Limits, serve: Serve) {
    this.#server = server;
    this.#limits = limits;
    this.#serve = serve;
    server.maxConnections = limits.maxConnections;
    server.on("drop", () => this.#refuse("too many connections"));
    server.on("connection", (socket) => this.#accept(socket));
    server.on("secureConnection", (socket: TLSSocket) => this.#open(socket, certificateOf(socket)));
    server.on("tlsClientError", () => this.#refuse("TLS handshake failed"));
    this.#sweep = setInterval(() => this.#endStalled(), limits.stallMs / 4).unref();
  }

  counts(): ReturnType<Listening["counts"]> {
    return { connections: this.#connections.size, refused: { ...this.#refused } };
  }

  async close(): Promise<void> {
    this.#isEnding = true;
    clearInterval(this.#sweep);
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const connection of this.#connections.keys()) void connection.onClosing();
    await Promise.race([this.#allServed(), pause(this.#limits.graceMs, undefined, { ref: false })]);
    this.#closing.abort();
    for (const socket of this.#sockets) socket.destroy();
    await this.#allServed();
    await closed;
  }

  /** A socket, before any handshake. */
  #accept(socket: Socket): void {
    // Whoever reads the socket hears of an error; before and after, nobody needs to.
    socket.on("error", () => {});
    const address = plainAddress(socket.remoteAddress ?? "");
    const others = this.#perAddress.get(address) ?? 0;
    if (address === "" || this.#isEnding || others >= this.#limits.maxConnectionsPerAddress) {
      if (others >= this.#limits.maxConnectionsPerAddress) this.#refuse("too many connections of one address");
      socket.destroy();
      return;
    }
    this.#sockets.add(socket);
    this.#perAddress.set(address, others + 1);
    socket.once("close", () => {
      this.#sockets.delete(socket);
      const left = this.#perAddress.get(address)! - 1;
      if (left === 0) this.#perAddress.delete(address);
      else this.#perAddress.set(address, left);
    });
    // An acknowledgement does not wait for more of them.
    socket.setNoDelay(true);
    // A sender that vanished without a word is noticed by the system.
    socket.setKeepAlive(true, 60_000);
    if (!isTls(this.#server)) this.#open(socket, undefined);
  }

  #open(socket: Socket, certificate: string | undefined): void {
    socket.on("error", () => {});
    if (socket.remoteAddress === undefined) return;
    const connection = new Connection({
      socket,
      address: plainAddress(socket.remoteAddress),
      certificate,
      closing: this.#closing.signal,
      onHeld: (bytes) => this.#boundHeld(bytes),
      onRefused: (reason) => this.#refuse(reason),
    });
    const served = this.#serve(connection).finally(() => {
      connection.holds(0, true);
      this.#connections.delete(connection);
      socket.destroy();
    });
    this.#connections.set(connection, served);
  }

  #endStalled(): void {
    const before = performance.now() - this.#limits.stallMs;
    for (const connection of this.#connections.keys()) if (connection.isStalledSince(before)) connection.refuse("stalled in the middle of a message");
  }

  /** The one that holds most goes first: many small ones are more likely to be honest. */
  #boundHeld(moreBytes: number): void {
    this.#heldBytes += moreBytes;
    if (this.#heldBytes <= this.#limits.maxHeldBytesInAll) return;
    let excess = this.#heldBytes - this.#limits.maxHeldBytesInAll;
    for (const connection of [...this.#connections.keys()].toSorted((one, other) => other.heldBytes - one.heldBytes)) {
      connection.refuse("too much of unfinished messages");
      excess -= connection.heldBytes;
      if (excess <= 0) return;
    }
  }

  #refuse(reason: string): void {
    this.#refused[reason] = (this.#refused[reason] ?? 0) + 1;
  }

  async #allServed(): Promise<void> {
    await Promise.all(this.#connections.values());
  }
}

const isTls = (server: Server): boolean => "setSecureContext" in server;

/** The common name of a certificate that our authority vouches for. */
function certificateOf(socket: TLSSocket): string | undefined {
  if (!socket.authorized) return undefined;
  const name: unknown = socket.getPeerCertificate().subject?.CN;
  return typeof name === "string" ? name : undefined;
}
