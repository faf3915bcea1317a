// What the port does when there is too much: of bytes, of time, of requests.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { AUTHORITY, SERVER } from "../../../test/certificates.ts";
import { type Ask, TOKEN, tryPort, type Tried } from "../../../test/senders/http.ts";
import { encodeLogs } from "../../../test/senders/otlp.ts";
import { Recorder } from "../conformance.ts";
import { LOST } from "../syslog/listener.ts";
import { LINE_COST_BYTES } from "./lines.ts";
import { listenHttp } from "./listen.ts";
import type { HttpLimits } from "./options.ts";

const MEGABYTE = 1 << 20;

let port: Tried | undefined;
afterEach(async () => {
  await port?.close();
  port = undefined;
});

const open = async (limits: Partial<HttpLimits> = {}, recorder = new Recorder(), maxLineBytes = MEGABYTE): Promise<Tried> => (port = await tryPort(recorder, limits, maxLineBytes));
const text = (body: string | Uint8Array, headers: Ask["headers"] = {}): Ask => ({ path: "/ingest", headers: { "content-type": "text/plain", ...headers }, body });

/** Writes to a connection of its own and gives all that comes back until it is closed or silent. */
async function talk(socket: Socket, pieces: readonly (string | Uint8Array)[], until: RegExp): Promise<string> {
  let heard = "";
  socket.on("data", (chunk: Buffer) => (heard += chunk.toString("latin1")));
  socket.on("error", () => {});
  for (const piece of pieces) socket.write(piece);
  while (!until.test(heard) && !socket.closed) await pause(5);
  socket.destroy();
  return heard;
}

const dial = ({ listening }: Tried): Socket => connect(listening.port, "127.0.0.1");
const head = (length: number, more = ""): string => `POST /ingest HTTP/1.1\r\nHost: v\r\nAuthorization: Bearer ${TOKEN}\r\nContent-Type: text/plain\r\nContent-Length: ${length}\r\n${more}\r\n`;

// The last eight bytes are the sum and the length (RFC 1952, section 2.3.1).
const wrongSum = (packed: Buffer): Buffer => packed.fill(0, packed.length - 8, packed.length - 4);

describe("a body", () => {
  test("of 100 MB is refused, and the connection lives on", async () => {
    const { ask, listening } = await open();
    const { status, body } = await ask(text(Buffer.alloc(100 * MEGABYTE, "a")));
    expect({ status, body: body.toString() }).toEqual({ status: 413, body: '{"error":"The body is larger than 67108864 bytes; send smaller batches."}' });
    expect((await ask(text("a"))).status).toBe(200);
    expect(listening.counts().refused).toEqual({ "too-large": 1 });
  });

  test("that would unpack to more than allowed is refused at the limit", async () => {
    const { ask } = await open({ maxBodyBytes: MEGABYTE });
    const zeros = Buffer.alloc(50 * MEGABYTE);
    for (const [encoding, bomb] of [["gzip", gzipSync(zeros)], ["zstd", zstdCompressSync(zeros)]] as const) {
      expect((await ask(text(bomb, { "content-encoding": encoding }))).status).toBe(413);
    }
  });

  test("that unpacks in several steps is read whole", async () => {
    const recorder = new Recorder();
    const { ask } = await open({}, recorder);
    const twice = Buffer.concat([gzipSync("one\n"), gzipSync("two\n")]);
    expect((await ask(text(twice, { "content-encoding": "gzip" }))).body.toString()).toBe('{"received":2}');
    expect(recorder.lines()).toEqual(["one", "two"]);
  });

  test.each<[string, Uint8Array, string, number]>([
    ["a truncated gzip", gzipSync("a".repeat(10_000)).subarray(0, 40), "gzip", 400],
    ["a gzip with a wrong sum", wrongSum(gzipSync("aaaa")), "gzip", 400],
    ["no gzip", Buffer.from("hello"), "gzip", 400],
    ["an encoding that is not known", Buffer.from("hello"), "br", 415],
  ])("that is %s is refused", async (_, body, encoding, want) => {
    const recorder = new Recorder();
    const { ask } = await open({}, recorder);
    expect((await ask(text(body, { "content-encoding": encoding }))).status).toBe(want);
    expect((await ask(text("a"))).status).toBe(200);
    expect(recorder.lines()).toEqual(["a"]);
  });

  test("whose sender hangs up in the middle leaves nothing behind", async () => {
    const recorder = new Recorder();
    const opened = await open({ maxBodyBytes: 1000, maxHeldBytes: 1000 + LINE_COST_BYTES }, recorder);
    for (const more of ["", "Content-Encoding: gzip\r\n"]) {
      const socket = dial(opened);
      socket.write(head(900, more));
      socket.write(Buffer.alloc(400, "a"));
      await pause(20);
      socket.destroy();
    }
    // What it held was given back: there is room for all of it again.
    while (opened.listening.counts().connections > 0) await pause(5);
    expect((await opened.ask(text(Buffer.alloc(1000, "b")))).status).toBe(200);
    expect(recorder.lines().map((line) => line[0])).toEqual(["b"]);
  });

  test("with a line that is too long is kept up to there, and counted", async () => {
    const recorder = new Recorder();
    const { ask, lost } = await open({}, recorder, 1024);
    const document = JSON.stringify({ m: "x".repeat(5000) });
    expect((await ask({ path: "/logs/_bulk", body: `{"create":{}}\n${document}\n{"create":{}}\n{"m":1}\n` })).status).toBe(200);
    expect(recorder.arrivals.map(({ format, lines }) => [format, lines.map(({ length }) => length)])).toEqual([["json", [7]], ["text", [1024]]]);
    expect(lost).toEqual([{ collector: "http-in", reason: LOST.cut, lines: 1 }]);
  });
});

describe("a full intake", () => {
  const full = Object.assign(new Recorder(), { isFull: () => true });

  test("is told before the body is read", async () => {
    const opened = await open({}, full);
    const heard = await talk(dial(opened), [head(1_000_000)], /\r\n\r\n.*\}/s);
    expect(heard).toMatch(/^HTTP\/1\.1 429 [^]*Retry-After: 5\r\n/);
  });

  test("is told to who asks before sending (100-continue)", async () => {
    const opened = await open({}, full);
    const heard = await talk(dial(opened), [head(1_000_000, "Expect: 100-continue\r\n")], /\r\n\r\n.*\}/s);
    expect(heard).toMatch(/^HTTP\/1\.1 429 /);
  });

  test("that had room and lost it is told too, and nothing is acknowledged", async () => {
    const { ask } = await open({}, Object.assign(new Recorder({ fullFor: 1 }), { isFull: () => false }));
    const first = await ask({ path: "/logs/_bulk", body: '{"create":{}}\n{}\n' });
    expect({ status: first.status, again: first.headers["retry-after"] }).toEqual({ status: 429, again: "5" });
    expect((await ask({ path: "/logs/_bulk", body: '{"create":{}}\n{}\n' })).status).toBe(200);
  });

  test("is told by breaking off to a sender that drops what it is told to send again", async () => {
    const { ask } = await open({}, Object.assign(new Recorder({ fullFor: 1 }), { isFull: () => false }));
    const nameless = { path: "/logs/_bulk", body: '{"create":{}}\n{}\n', headers: { "user-agent": "" } };
    await expect(ask(nameless)).rejects.toThrow(/hang up|ECONNRESET/);
    expect((await ask(nameless)).status).toBe(200);
    const other = await open({}, full);
    await expect(other.ask({ path: "/_cat/health", headers: { "user-agent": "" } })).rejects.toThrow(/hang up|ECONNRESET/);
    expect((await other.ask({ path: "/_cat/health" })).status).toBe(429);
    await other.close();
  });

  test("that breaks is told as 503 and to us", async () => {
    const { ask, failures } = await open({}, new Recorder({ failures: 1 }));
    expect((await ask(text("a"))).status).toBe(503);
    expect(failures.map(({ message }) => message)).toEqual(["broken, as told"]);
  });
});

describe("memory", () => {
  test("is bounded over all connections: who finds none hears 429", async () => {
    const opened = await open({ maxBodyBytes: 1000, maxHeldBytes: 1500 });
    const first = dial(opened);
    first.write(head(1000));
    first.write(Buffer.alloc(900, "a"));
    await pause(50);
    expect((await opened.ask(text(Buffer.alloc(900, "b")))).status).toBe(429);
    expect(await talk(first, [Buffer.alloc(100, "a")], /received/)).toContain('{"received":1}');
    expect((await opened.ask(text(Buffer.alloc(900, "b")))).status).toBe(200);
  });

  test("is bounded for one connection that does not wait for answers", async () => {
    const recorder = new Recorder({ delayMs: 100 });
    const opened = await open({ maxBodyBytes: 1000 }, recorder);
    const request = Buffer.concat([Buffer.from(head(900)), Buffer.alloc(900, "a")]);
    const heard = await talk(dial(opened), [request, request, request], /(?:HTTP.*\r\n\r\n.*\}.*){3}/s);
    expect(heard.match(/HTTP\/1\.1 \d+/g)?.toSorted()).toEqual(["HTTP/1.1 200", "HTTP/1.1 200", "HTTP/1.1 429"]);
    expect(recorder.lines()).toHaveLength(2);
  });

  test.each<[string, Ask]>([
    ["bulk", { path: "/a/_bulk", body: '{"index":{}}\n{}\n'.repeat(11) }],
    ["bulk of deletions", { path: "/a/_bulk", body: '{"delete":{}}\n'.repeat(11) }],
    ["HEC events", { path: "/services/collector", body: '{"event":1}'.repeat(11) }],
    ["HEC raw", { path: "/services/collector/raw", body: "a\n".repeat(11) }],
    ["text", text("a\n".repeat(11))],
    ["JSON", text(`[${"1,".repeat(10)}1]`, { "content-type": "application/json" })],
    ["OTLP", { path: "/v1/logs", headers: { "content-type": "application/x-protobuf" }, body: encodeLogs({ resourceLogs: [{ scopeLogs: [{ logRecords: Array.from({ length: 11 }, () => ({ flags: 1 })) }] }] }) }],
  ])("is bounded for a small body of many lines: %s", async (_, ask) => {
    const recorder = new Recorder();
    const opened = await open({ maxBodyBytes: 10 * LINE_COST_BYTES }, recorder);
    const { status, body } = await opened.ask(ask);
    expect({ status, says: body.includes("send smaller batches") }).toEqual({ status: 413, says: true });
    expect(recorder.lines()).toEqual([]);
  });
});

describe("time", () => {
  test("is bounded for who sends slowly", async () => {
    const recorder = new Recorder();
    const opened = await open({ requestTimeoutMs: 200 }, recorder);
    expect(await talk(dial(opened), [head(1000), "a"], /408/)).toMatch(/^HTTP\/1\.1 408 /);
    expect(recorder.lines()).toEqual([]);
  });

  test("is given to requests that are under way when the port closes", async () => {
    const recorder = new Recorder({ delayMs: 100 });
    const { ask, listening, close } = await tryPort(recorder);
    const answers = [ask(text("a")), ask(text("b"))];
    while (listening.counts().connections < 2) await pause(1);
    await pause(20);
    await listening.close();
    expect((await Promise.all(answers)).map(({ status, headers }) => [status, headers.connection])).toEqual([[200, "close"], [200, "close"]]);
    await expect(ask(text("c"))).rejects.toThrow(/ECONNREFUSED/);
    expect(new Set(recorder.lines())).toEqual(new Set(["a", "b"]));
    await close().catch(() => undefined);
  });

  test("is given to lines whose sender hung up", async () => {
    const recorder = new Recorder({ delayMs: 100 });
    const opened = await tryPort(recorder);
    const socket = dial(opened);
    socket.write(`${head(1)}a`);
    await pause(30);
    socket.destroy();
    await pause(30);
    await opened.close();
    expect(recorder.lines()).toEqual(["a"]);
  });
});

describe("what is no HTTP", () => {
  test.each([
    ["bytes", "\u0000\u0001\u0002\r\n\r\n"],
    ["a length that is none", "POST /ingest HTTP/1.1\r\nHost: v\r\nContent-Length: -5\r\n\r\n"],
    ["two lengths", "POST /ingest HTTP/1.1\r\nHost: v\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n"],
    ["a length and chunks (request smuggling)", "POST /ingest HTTP/1.1\r\nHost: v\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
    ["endless headers", `GET / HTTP/1.1\r\nHost: v\r\n${"a: b\r\n".repeat(20_000)}\r\n`],
  ])("%s: is refused and nothing breaks", async (_, bytes) => {
    const opened = await open();
    expect(await talk(dial(opened), [bytes], /HTTP/)).toMatch(/^HTTP\/1\.1 4\d\d /);
    expect((await opened.ask(text("a"))).status).toBe(200);
    expect(opened.failures).toEqual([]);
  });
});

describe("TLS", () => {
  const receiver = { intake: new Recorder(), authenticate: () => ({ tenant: "acme", source: "web" }), lost: () => {}, failed: () => {} };
  const options = { name: "secure", host: "127.0.0.1", port: 0, maxLineBytes: MEGABYTE };

  test("is spoken if there are certificates", async () => {
    const listening = await listenHttp({ ...options, tls: { ...SERVER, clientCertificates: "off" } }, receiver);
    const socket = connectTls({ port: listening.port, host: "127.0.0.1", ca: AUTHORITY });
    await once(socket, "secureConnect");
    expect(await talk(socket, [`${head(1)}a`], /received/)).toContain('{"received":1}');
    await listening.close();
  });

  test.each([
    ["a certificate that is none", { cert: "x", key: "y", clientCertificates: "off" as const }, /cannot use its certificate/],
    ["client certificates without an authority", { ...SERVER, clientCertificates: "required" as const }, /name in tls.ca/],
  ])("%s is refused with what to do", async (_, tls, message) => {
    await expect(listenHttp({ ...options, tls }, receiver)).rejects.toThrow(message);
  });

  test("a port that is taken is refused with what to do", async () => {
    const { listening } = await open();
    await expect(listenHttp({ ...options, port: listening.port }, receiver)).rejects.toThrow(/another program does/);
  });
});
