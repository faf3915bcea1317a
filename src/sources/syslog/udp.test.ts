import { createSocket } from "node:dgram";
import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { Recorder } from "../conformance.ts";
import { listenSyslogUdp, type ListenerOptions, type Listening, type Sender } from "./index.ts";

let listening: Listening[] = [];
afterEach(async () => {
  await Promise.all(listening.map(({ close }) => close()));
  listening = [];
});

type Started = { readonly listener: Listening; readonly recorder: Recorder; readonly reasons: Map<string, number>; readonly senders: Sender[] };

async function start(options: Partial<ListenerOptions> = {}, recorder = new Recorder()): Promise<Started> {
  const reasons = new Map<string, number>();
  const senders: Sender[] = [];
  const receiver = {
    intake: recorder,
    claim: (sender: Sender) => {
      senders.push(sender);
      return undefined;
    },
    lost: ({ reason, lines }: { reason: string; lines: number }) => {
      reasons.set(reason, (reasons.get(reason) ?? 0) + lines);
      recorder.lost += lines;
    },
    failed: () => {},
  };
  const listener = await listenSyslogUdp({ name: "edge", host: "127.0.0.1", port: 0, maxLineBytes: 1000, ...options }, receiver);
  listening.push(listener);
  return { listener, recorder, reasons, senders };
}

async function send(port: number, datagrams: readonly (string | Buffer)[], address = "127.0.0.1"): Promise<void> {
  const socket = createSocket(address.includes(":") ? "udp6" : "udp4");
  for (const datagram of datagrams) await new Promise<void>((resolve) => socket.send(datagram, port, address, () => resolve()));
  socket.close();
}

test("a datagram is a line, whatever is in it", async () => {
  const { listener, recorder, reasons } = await start();
  await send(listener.port, ["<13>one\n", "<13>two\nlines\r\n", "", "\0\n", Buffer.from([255, 254, 0, 1]), "x".repeat(1001)]);
  await recorder.hasAccountedFor(5);
  expect(recorder.arrivals.flatMap(({ lines }) => lines.map((line) => Buffer.from(line).toString("latin1")))).toEqual(["<13>one", "<13>two\nlines", "\xff\xfe\0\x01", "x".repeat(1000)]);
  expect([...reasons]).toEqual([["longer than a line may be: cut", 1]]);
});

test("IPv4 senders of a listener on both are known by their IPv4 address", async () => {
  const { listener, recorder, senders } = await start({ host: "::" });
  await send(listener.port, ["<13>1 - gw app - - - four"]);
  await send(listener.port, ["<13>1 - gw app - - - six"], "::1");
  await recorder.hasAccountedFor(2);
  expect(senders.map(({ address }) => address)).toEqual(["127.0.0.1", "::1"]);
  expect(senders[0]).toEqual({ listener: "edge", address: "127.0.0.1", hostname: "gw", certificate: undefined });
  expect(recorder.arrivals.map(({ peer }) => peer)).toEqual(["127.0.0.1", "::1"]);
});

test("what finds no room is lost, and counted", async () => {
  const { listener, recorder, reasons } = await start({}, new Recorder({ fullFor: Infinity }));
  await send(listener.port, ["<13>one", "<13>two"]);
  await recorder.hasAccountedFor(2);
  expect([...reasons]).toEqual([["spool full", 2]]);
});

test("so much waits for a slow intake and no more", async () => {
  const { listener, recorder, reasons } = await start({ limits: { maxUnsavedBytesInAll: 10_000 } }, new Recorder({ delayMs: 200 }));
  await send(listener.port, Array.from({ length: 100 }, () => "x".repeat(900)));
  await recorder.hasAccountedFor(100);
  expect(reasons.get("more than could be saved")).toBeGreaterThan(0);
});

test.skipIf(!existsSync("/proc/net/udp"))("what the kernel drops is counted", async () => {
  const { listener, recorder, reasons } = await start();
  const socket = createSocket("udp4");
  socket.connect(listener.port, "127.0.0.1");
  await new Promise((resolve) => socket.once("connect", resolve));
  // All in one turn: the listener cannot read meanwhile, and no buffer holds that much.
  const line = "x".repeat(900);
  const sent = 60_000;
  for (let i = 0; i < sent; i++) socket.send(line);
  await pause(100);
  await recorder.hasAccountedFor(sent);
  socket.close();
  expect(reasons.get("receive buffer full")).toBeGreaterThan(0);
});
