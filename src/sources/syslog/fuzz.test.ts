import { once } from "node:events";
import { connect } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { closed } from "../../../test/senders/closed.ts";
import { sendRelp } from "../../../test/senders/relp.ts";
import { Recorder } from "../conformance.ts";
import { listenRelp, listenSyslogTcp, type Listening, type Receiver } from "./index.ts";

const RUNS = Number(process.env["VIGIE_FUZZ_RUNS"] ?? 100);
const MAX_LINE_BYTES = 10_000;

// What looks like a protocol, and what does not.
const piece = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom("\n", "\0", "<13>", "99999999 ", "99999999999 ", "5 ab", "1 open 51 relp_version=0\nrelp_software=x\ncommands=syslog,y,z\n", "2 syslog 3 abc\n", "3 syslog 999999999 ", "4 close 0\n", "\x16\x03\x01")
    .map((text) => Buffer.from(text, "latin1")),
  fc.nat({ max: 30_000 }).map((length) => Buffer.alloc(length, "x")),
);
const sent = fc.array(piece, { maxLength: 12 });

async function sendTo(port: number, pieces: readonly Buffer[], isReset: boolean): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  socket.setNoDelay(true).resume();
  const isClosed = closed(socket);
  await once(socket, "connect");
  for (const one of pieces) socket.write(one);
  if (isReset) socket.resetAndDestroy();
  else socket.end();
  await isClosed;
}

describe.each([
  ["TCP", listenSyslogTcp],
  ["RELP", listenRelp],
])("whatever is sent over %s", (_, listen) => {
  const recorder = new Recorder();
  const failures: Error[] = [];
  let listener: Listening;

  beforeAll(async () => {
    const receiver: Receiver = { intake: recorder, claim: () => undefined, lost: () => {}, failed: (error) => failures.push(error) };
    listener = await listen({ name: "edge", host: "127.0.0.1", port: 0, maxLineBytes: MAX_LINE_BYTES, limits: { graceMs: 100 } }, receiver);
  });
  afterAll(() => listener.close());

  test("nothing fails, no line is empty or too long, and others are served", async () => {
    await fc.assert(
      fc.asyncProperty(sent, fc.boolean(), async (pieces, isReset) => {
        await sendTo(listener.port, pieces, isReset);
        expect(recorder.arrivals.every(({ lines }) => lines.every(({ length }) => length > 0 && length <= MAX_LINE_BYTES))).toBe(true);
        recorder.arrivals.length = 0;
      }),
      { numRuns: RUNS },
    );
    while (listener.counts().connections > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    recorder.arrivals.length = 0;
    if (listen === listenRelp) await sendRelp(() => connect(listener.port, "127.0.0.1"), ["<13>good"]);
    else await sendTo(listener.port, [Buffer.from("<13>good\n")], false);
    await recorder.hasAccountedFor(1);
    expect(recorder.lines()).toEqual(["<13>good"]);
    expect(failures).toEqual([]);
  });
});
