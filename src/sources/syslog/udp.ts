import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { rememberClaims } from "./claims.ts";
import { explainListening } from "./explain-listening.ts";
import { withoutLineEnd } from "./frame.ts";
import { Handover } from "./handover.ts";
import { DEFAULT_LIMITS, type ListenerOptions, type Listening, LOST, plainAddress, type Receiver } from "./listener.ts";
import { readKernelDrops } from "./udp-drops.ts";

// Linux gives what net.core.rmem_max allows.
const RECEIVE_BUFFER_BYTES = 16 << 20;
const LINGER_MS = 5;
// Losses are told together: under a flood each datagram is one.
const TELL_LOSSES_MS = 1000;

/** Receives syslog over UDP (RFC 5426): a datagram is a line. What does not fit is lost, and counted. */
export async function listenSyslogUdp(options: ListenerOptions, receiver: Receiver): Promise<Listening> {
  const socket = await bind(options);
  socket.on("error", receiver.failed);
  const losses = new Losses(socket, (reason, lines) => receiver.lost({ collector: options.name, reason, lines }));
  const handover = readInto(socket, options, receiver, losses);
  const telling = setInterval(() => void losses.tell(), TELL_LOSSES_MS).unref();
  const { address: host, port } = socket.address();

  const close = async (): Promise<void> => {
    clearInterval(telling);
    await losses.tell();
    await new Promise<void>((resolve) => socket.close(() => resolve()));
    await handover.drain();
    await losses.tell();
  };
  return { host, port, counts: () => ({ connections: 0, refused: {} }), close };
}

async function bind(options: ListenerOptions): Promise<Socket> {
  const failed = (error: unknown): never => {
    throw explainListening(error as NodeJS.ErrnoException, options);
  };
  const { address, family } = await lookup(options.host).catch(failed);
  const socket = createSocket({ type: family === 6 ? "udp6" : "udp4", recvBufferSize: RECEIVE_BUFFER_BYTES });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.bind({ address, port: options.port }, () => resolve());
  }).catch(failed);
  socket.removeAllListeners("error");
  return socket;
}

function readInto(socket: Socket, options: ListenerOptions, receiver: Receiver, losses: Losses): Handover {
  const { name, maxLineBytes } = options;
  const budget = { unsavedBytes: 0 };
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const claims = rememberClaims(receiver.claim, name, undefined);
  const handover = new Handover({
    receiver,
    transport: "syslog-udp",
    collector: name,
    limits,
    budget,
    lingerMs: LINGER_MS,
    whenFull: "lose",
    onLost: (lines, reason) => losses.add(reason, lines),
    closing: new AbortController().signal, // nothing waits here
  });

  socket.on("message", (datagram: Buffer, { address }: RemoteInfo) => {
    const line = withoutLineEnd(datagram.subarray(0, maxLineBytes));
    if (line.length === 0) return;
    if (budget.unsavedBytes > limits.maxUnsavedBytesInAll) {
      losses.add(LOST.tooFast, 1);
      return;
    }
    if (datagram.length > maxLineBytes) losses.add(LOST.cut, 1);
    const nowMs = Date.now();
    handover.add(line, claims(line, plainAddress(address), nowMs), nowMs);
  });
  return handover;
}

/** What was lost since it was last told: by us, and by the kernel. */
class Losses {
  readonly #tell: (reason: string, lines: number) => void;
  readonly #address: ReturnType<Socket["address"]>;
  readonly #untold = new Map<string, number>();
  #kernelDrops = 0;

  constructor(socket: Socket, tell: (reason: string, lines: number) => void) {
    this.#address = socket.address();
    this.#tell = tell;
  }

  add(reason: string, lines: number): void {
    this.#untold.set(reason, (this.#untold.get(reason) ?? 0) + lines);
  }

  async tell(): Promise<void> {
    const { family, address, port } = this.#address;
    const drops = (await readKernelDrops(family === "IPv6", address, port)) ?? this.#kernelDrops;
    if (drops > this.#kernelDrops) this.add(LOST.kernel, drops - this.#kernelDrops);
    this.#kernelDrops = Math.max(drops, this.#kernelDrops);
    for (const [reason, lines] of this.#untold) this.#tell(reason, lines);
    this.#untold.clear();
  }
}
