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
const LOOK_AT_DROPS_MS = 1000;

/** Receives syslog over UDP (RFC 5426): a datagram is a line. What does not fit is lost, and counted. */
export async function listenSyslogUdp(options: ListenerOptions, receiver: Receiver): Promise<Listening> {
  const socket = await bind(options);
  const { address: host, port, family } = socket.address();
  const handover = readInto(socket, options, receiver);

  let seen = 0;
  const lookAtDrops = async (): Promise<void> => {
    const drops = (await readKernelDrops(family === "IPv6", host, port)) ?? seen;
    if (drops > seen) receiver.lost({ collector: options.name, reason: LOST.kernel, lines: drops - seen });
    seen = Math.max(seen, drops);
  };
  const looking = setInterval(() => void lookAtDrops(), LOOK_AT_DROPS_MS).unref();
  socket.on("error", receiver.failed);

  const close = async (): Promise<void> => {
    clearInterval(looking);
    await lookAtDrops();
    await new Promise<void>((resolve) => socket.close(() => resolve()));
    await handover.drain();
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

function readInto(socket: Socket, options: ListenerOptions, receiver: Receiver): Handover {
  const { name, maxLineBytes } = options;
  const budget = { unsavedBytes: 0 };
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const claims = rememberClaims(receiver.claim, name, undefined);
  const closing = new AbortController().signal; // nothing waits here
  const handover = new Handover({ receiver, transport: "syslog-udp", collector: name, limits, budget, lingerMs: LINGER_MS, whenFull: "lose", closing });
  const lose = (reason: string): void => receiver.lost({ collector: name, reason, lines: 1 });

  socket.on("message", (datagram: Buffer, { address }: RemoteInfo) => {
    const line = withoutLineEnd(datagram.subarray(0, maxLineBytes));
    if (line.length === 0) return;
    if (budget.unsavedBytes > limits.maxUnsavedBytesInAll) {
      lose(LOST.tooFast);
      return;
    }
    if (datagram.length > maxLineBytes) lose(LOST.cut);
    const nowMs = Date.now();
    handover.add(line, claims(line, plainAddress(address), nowMs), nowMs);
  });
  return handover;
}
