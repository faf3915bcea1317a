import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { connect as connectTls, type ConnectionOptions } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { AUTHORITY, CLIENT, SERVER, STRANGER } from "../../../test/certificates.ts";
import { closed } from "../../../test/senders/closed.ts";
import type { Arrival, SourceRef } from "../arrival.ts";
import { numbered, Recorder } from "../conformance.ts";
import { listenSyslogTcp, type ListenerOptions, type Listening, type Sender } from "./index.ts";

let listening: Listening[] = [];
afterEach(async () => {
  await Promise.all(listening.map(({ close }) => close()));
  listening = [];
});

type Started = { readonly listener: Listening; readonly recorder: Recorder; readonly reasons: string[]; readonly senders: Sender[] };

async function start(options: Partial<ListenerOptions> = {}, recorder = new Recorder()): Promise<Started> {
  const reasons: string[] = [];
  const senders: Sender[] = [];
  const receiver = {
    intake: recorder,
    claim: (sender: Sender): SourceRef | undefined => {
      senders.push(sender);
      return sender.hostname === undefined ? undefined : { tenant: "acme", source: sender.hostname };
    },
    lost: ({ reason, lines }: { reason: string; lines: number }) => {
      reasons.push(reason);
      recorder.lost += lines;
    },
    failed: () => {},
  };
  const listener = await listenSyslogTcp({ name: "edge", host: "127.0.0.1", port: 0, maxLineBytes: 1000, ...options, limits: { graceMs: 100, ...options.limits } }, receiver);
  listening.push(listener);
  return { listener, recorder, reasons, senders };
}

async function dial({ port }: Listening): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  await once(socket, "connect");
  return socket;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(5);
}

test("keeps what came of a message when the connection ends or breaks in the middle of it", async () => {
  const { listener, recorder } = await start();
  (await dial(listener)).end("<13>one\n<13>tw");
  await recorder.hasAccountedFor(2);
  const broken = await dial(listener);
  broken.write("100 <13>three");
  await until(() => listener.counts().connections === 1);
  await pause(50);
  broken.resetAndDestroy();
  await recorder.hasAccountedFor(3);
  expect(recorder.lines()).toEqual(["<13>one", "<13>tw", "<13>three"]);
});

test("asks whose a line is by its own header, and keeps the lines of each source in order", async () => {
  const { listener, recorder, senders } = await start();
  (await dial(listener)).end([...numbered(300), "no header"].map((line) => `${line}\n`).join(""));
  await recorder.hasAccountedFor(301);
  expect(senders).toHaveLength(4);
  expect(senders[0]).toEqual({ listener: "edge", address: "127.0.0.1", hostname: "host-0", certificate: undefined });
  for (const host of ["host-0", "host-1", "host-2"]) {
    const lines = recorder.arrivals.filter(({ from }) => from?.source === host).flatMap((arrival) => arrival.lines.map((line) => Buffer.from(line).toString()));
    expect(lines).toEqual(numbered(300).filter((line) => line.includes(host)));
  }
  expect(recorder.arrivals.find(({ from }) => from === undefined)?.peer).toBe("127.0.0.1");
});

test("cuts a line that is too long, and says so", async () => {
  const { listener, recorder, reasons } = await start({ maxLineBytes: 65_536 });
  (await dial(listener)).end(`${"a".repeat(65_536)}\n${"b".repeat(10_000_000)}\nc\n`);
  await recorder.hasAccountedFor(4);
  expect(recorder.lines().map(({ length }) => length)).toEqual([65_536, 65_536, 1]);
  expect(reasons).toEqual(["longer than a line may be: cut"]);
});

test("reads on only as far as is bounded while the intake is full", async () => {
  const gate = Promise.withResolvers<void>();
  const recorder = new Recorder();
  const intake = Object.assign(new Recorder(), { take: (arrival: Arrival) => gate.promise.then(() => recorder.take(arrival)) });
  const { listener } = await start({ limits: { maxUnsavedBytes: 100_000 } }, intake);
  const socket = await dial(listener);
  try {
    const line = `${"x".repeat(900)}\n`;
    let sent = 0;
    // The kernel's buffers and the listener's are full once nothing leaves ours for a while: how much that takes is the machine's.
    while (sent < 400_000_000 && !(await staysFull(socket))) {
      socket.write(line.repeat(1000));
      sent += line.length * 1000;
    }
    expect(sent).toBeLessThan(400_000_000);
    expect(socket.writableLength).toBeGreaterThan(0);
    gate.resolve();
    socket.end();
    socket.resume();
    await closed(socket);
    await until(() => recorder.lines().length * line.length >= sent);
  } finally {
    gate.resolve();
  }
});

/** Whether bytes wait in our own buffer and none of them leaves within 300 ms. */
async function staysFull(socket: Socket): Promise<boolean> {
  const waiting = socket.writableLength;
  if (waiting === 0) return false;
  await pause(300);
  return socket.writableLength === waiting;
}

describe("bounds", () => {
  test("so many connections, and so many of one address", async () => {
    const { listener } = await start({ limits: { maxConnections: 3, maxConnectionsPerAddress: 2 } });
    const sockets = [await dial(listener), await dial(listener), await dial(listener)];
    await closed(sockets[2]!);
    expect(listener.counts()).toEqual({ connections: 2, refused: { "too many connections of one address": 1 } });
    sockets[0]!.end();
    await until(() => listener.counts().connections === 1);
    const next = await dial(listener);
    await until(() => listener.counts().connections === 2);
    for (const socket of [...sockets, next]) socket.destroy();
  });

  test("so many in all", async () => {
    const { listener } = await start({ limits: { maxConnections: 1 } });
    const first = await dial(listener);
    await until(() => listener.counts().connections === 1);
    const second = connect(listener.port, "127.0.0.1");
    second.on("error", () => {});
    await closed(second);
    expect(listener.counts().refused).toEqual({ "too many connections": 1 });
    first.destroy();
  });

  test("a connection that stalls within a message is ended, what came is kept; one that is silent between messages stays", async () => {
    const { listener, recorder } = await start({ limits: { stallMs: 100 } });
    const silent = await dial(listener);
    silent.write("<13>whole\n");
    const stalled = await dial(listener);
    stalled.write("<13>half");
    await closed(stalled);
    await recorder.hasAccountedFor(2);
    expect(recorder.lines()).toEqual(["<13>whole", "<13>half"]);
    expect(listener.counts()).toEqual({ connections: 1, refused: { "stalled in the middle of a message": 1 } });
    silent.destroy();
  });

  test("a connection whose pieces all end within a message does not stall while messages come", async () => {
    const { listener, recorder } = await start({ limits: { stallMs: 100 } });
    const socket = await dial(listener);
    socket.setNoDelay(true).write("<13>0");
    for (let i = 1; i <= 20; i++) {
      await pause(20);
      socket.write(`\n<13>${i}`);
    }
    socket.end();
    await recorder.hasAccountedFor(21);
    expect(listener.counts().refused).toEqual({});
  });

  test("who holds most unfinished bytes goes first", async () => {
    const { listener, recorder } = await start({ limits: { maxHeldBytesInAll: 1500 } });
    const small = await dial(listener);
    small.write("s".repeat(600));
    await until(() => listener.counts().connections === 1);
    const large = await dial(listener);
    large.write("l".repeat(950));
    await closed(large);
    await recorder.hasAccountedFor(1);
    expect(recorder.lines()).toEqual(["l".repeat(950)]);
    expect(listener.counts().connections).toBe(1);
    small.destroy();
  });
});

test("when it closes, what was read is handed over and senders are told", async () => {
  const { listener, recorder } = await start();
  const socket = await dial(listener);
  socket.write("<13>one\n<13>tw");
  await until(() => listener.counts().connections === 1);
  await pause(50);
  socket.once("end", () => socket.end("o\n"));
  socket.resume();
  await listener.close();
  expect(recorder.lines()).toEqual(["<13>one", "<13>two"]);
});

test("when it closes while the intake is full, the lines are counted", async () => {
  const { listener, recorder, reasons } = await start({}, new Recorder({ fullFor: Infinity }));
  (await dial(listener)).end("<13>one\n<13>two\n");
  await until(() => listener.counts().connections === 1);
  await pause(50);
  await listener.close();
  expect(recorder.lost).toBe(2);
  expect(reasons).toEqual(["closed while the spool was full"]);
});

test("says what to do when it cannot listen", async () => {
  const { listener } = await start();
  await expect(start({ port: listener.port })).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("choose another port") as string });
  await expect(start({ host: "192.0.2.1" })).rejects.toMatchObject({ code: "invalid" });
  await expect(start({ tls: { ...SERVER, key: CLIENT.key, clientCertificates: "off" } })).rejects.toMatchObject({ code: "invalid" });
  await expect(start({ tls: { ...SERVER, clientCertificates: "required" } })).rejects.toMatchObject({ code: "invalid", message: expect.stringContaining("tls.ca") as string });
});

describe("TLS", () => {
  /** Sends a line; what the listener knows of the sender, or undefined if it was turned away. */
  async function send(clientCertificates: "off" | "optional" | "required", certificate: ConnectionOptions): Promise<Sender | undefined> {
    const { listener, recorder, senders } = await start({ tls: { ...SERVER, ca: AUTHORITY, clientCertificates } });
    const socket = connectTls({ port: listener.port, host: "127.0.0.1", ca: AUTHORITY, ...certificate });
    socket.on("error", () => {});
    socket.resume();
    socket.end("7 <13>one");
    await closed(socket);
    const isRefused = listener.counts().refused["TLS handshake failed"] === 1;
    if (isRefused) return undefined;
    await recorder.hasAccountedFor(1);
    expect(recorder.arrivals[0]?.transport).toBe("syslog-tls");
    return senders[0];
  }

  test.each([
    ["off", "a certificate is not asked for", CLIENT, undefined],
    ["optional", "none is accepted", {}, undefined],
    ["optional", "a good one is believed", CLIENT, "relay-1"],
    ["optional", "another authority's is not believed", STRANGER, undefined],
    ["required", "a good one is believed", CLIENT, "relay-1"],
  ] as const)("%s: %s", async (mode, _, certificate, name) => {
    expect(await send(mode, certificate)).toMatchObject({ certificate: name });
  });

  test.each([
    ["none is refused", {}],
    ["another authority's is refused", STRANGER],
  ])("required: %s", async (_, certificate) => {
    expect(await send("required", certificate)).toBeUndefined();
  });

  test("plain text is refused and counted, and the next sender served", async () => {
    const { listener, recorder } = await start({ tls: { ...SERVER, clientCertificates: "off" } });
    const plain = await dial(listener);
    plain.end("<13>plain text\n");
    plain.resume();
    await closed(plain);
    expect(listener.counts().refused).toEqual({ "TLS handshake failed": 1 });
    const socket = connectTls({ port: listener.port, host: "127.0.0.1", ca: AUTHORITY });
    socket.end("<13>one\n");
    await recorder.hasAccountedFor(1);
    expect(recorder.lines()).toEqual(["<13>one"]);
  });
});
