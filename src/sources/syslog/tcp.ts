import type { Connection } from "./connection.ts";
import { rememberClaims } from "./claims.ts";
import { type Framed, SyslogFramer } from "./frame.ts";
import { type Budget, Handover } from "./handover.ts";
import { DEFAULT_LIMITS, type ListenerOptions, type Listening, LOST, type Receiver } from "./listener.ts";
import { listenStreams } from "./streams.ts";

// Few lines wait that long for more: one write to the disk serves many.
const LINGER_MS = 5;

/** Receives syslog over TCP (RFC 6587), or over TLS (RFC 5425) if the options have certificates. */
export function listenSyslogTcp(options: ListenerOptions, receiver: Receiver): Promise<Listening> {
  const budget: Budget = { unsavedBytes: 0 };
  return listenStreams(options, receiver, (connection) => serve(connection, options, receiver, budget));
}

async function serve(connection: Connection, options: ListenerOptions, receiver: Receiver, budget: Budget): Promise<void> {
  const { name, tls, maxLineBytes } = options;
  const framer = new SyslogFramer(maxLineBytes);
  const claims = rememberClaims(receiver.claim, name, connection.certificate);
  const handover = new Handover({
    receiver,
    transport: tls === undefined ? "syslog-tcp" : "syslog-tls",
    collector: name,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    budget,
    lingerMs: LINGER_MS,
    whenFull: "wait",
    closing: connection.closing,
  });
  const keep = ({ messages, cut }: Framed): void => {
    const nowMs = Date.now();
    for (const message of messages) handover.add(message, claims(message, connection.address, nowMs), nowMs);
    if (cut > 0) receiver.lost({ collector: name, reason: LOST.cut, lines: cut });
  };
  for await (const piece of connection.pieces()) {
    const framed = framer.push(piece);
    keep(framed);
    connection.holds(framer.heldBytes, framed.messages.length > 0);
    if (handover.isBehind()) await connection.waitFor(handover.caughtUp());
  }
  keep(framer.end());
  await handover.drain();
}
