import { createSocket } from "node:dgram";
import { connect, type Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { describe, test } from "vitest";
import { AUTHORITY, CLIENT, SERVER } from "../../../test/certificates.ts";
import { closed } from "../../../test/senders/closed.ts";
import { sendRelp } from "../../../test/senders/relp.ts";
import type { Intake, Lost } from "../arrival.ts";
import { REQUIREMENTS, type Way } from "../conformance.ts";
import { listenRelp, listenSyslogTcp, listenSyslogUdp, type ListenerOptions, type Listening, type Receiver } from "./index.ts";

type Listen = (options: ListenerOptions, receiver: Receiver) => Promise<Listening>;
type Send = (port: number, lines: readonly string[]) => Promise<readonly string[]>;

const TLS = { ...SERVER, ca: AUTHORITY, clientCertificates: "required" } as const;
const dialTcp = (port: number): Socket => connect(port, "127.0.0.1");
const dialTls = (port: number): Socket => connectTls({ port, host: "127.0.0.1", ca: AUTHORITY, ...CLIENT });

const WAYS: readonly Way[] = [
  { transport: "syslog-udp", canWait: false, start: starter(listenSyslogUdp, "127.0.0.1", sendUdp("127.0.0.1")) },
  { transport: "syslog-udp", canWait: false, start: starter(listenSyslogUdp, "::", sendUdp("::1")) },
  { transport: "syslog-tcp", canWait: true, start: starter(listenSyslogTcp, "::", sendStream(dialTcp, (line) => `${line}\n`)) },
  { transport: "syslog-tcp", canWait: true, start: starter(listenSyslogTcp, "127.0.0.1", sendStream(dialTcp, (line) => `${line.length} ${line}`)) },
  { transport: "syslog-tls", canWait: true, start: starter(listenSyslogTcp, "127.0.0.1", sendStream(dialTls, (line) => `${line.length} ${line}`), TLS) },
  { transport: "relp", canWait: true, start: starter(listenRelp, "127.0.0.1", (port, lines) => sendRelp(() => dialTcp(port), lines)) },
  { transport: "relp", canWait: true, start: starter(listenRelp, "127.0.0.1", (port, lines) => sendRelp(() => dialTls(port), lines), TLS) },
];

describe.each(WAYS.map((way, i) => ({ way, name: `${way.transport} (${i})` })))("$name", ({ way }) => {
  test.each(REQUIREMENTS)("$name", ({ check }) => check(way));
});

function starter(listen: Listen, host: string, send: Send, tls?: ListenerOptions["tls"]): Way["start"] {
  return async (intake: Intake, lost: (lost: Lost) => void) => {
    const options = { name: "edge", host, port: 0, maxLineBytes: 1 << 20, tls, limits: { graceMs: 100 } };
    const listening = await listen(options, { intake, lost, failed: () => {}, claim: () => ({ tenant: "acme", source: "edge" }) });
    return { send: (lines) => send(listening.port, lines), close: listening.close };
  };
}

function sendUdp(address: string): Send {
  return async (port, lines) => {
    const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
    for (const [i, line] of lines.entries()) {
      socket.send(line, port, address);
      if (i % 50 === 49) await turn();
    }
    await new Promise<void>((resolve) => socket.send("", port, address, () => resolve()));
    socket.close();
    return lines;
  };
}

function sendStream(dial: (port: number) => Socket, frame: (line: string) => string): Send {
  return async (port, lines) => {
    const socket = dial(port);
    socket.end(lines.map(frame).join(""));
    socket.resume();
    await closed(socket);
    return lines;
  };
}
