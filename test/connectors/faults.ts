// A proxy before the other side that breaks things where it is told: before a request reaches it, or after it was done.
import { createServer, request, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

export type Fault = {
  readonly name: string;
  /** Whether the other side gets the request before it breaks. */
  readonly when: "before" | "after";
  /** From one request on, or that one alone: then who asks again gets through. */
  readonly lasts: boolean;
  /** What the connector must call it. */
  readonly problem: "busy" | "failing" | "cut" | "garbage" | "unauthorized";
  readonly does: (answer: ServerResponse) => void;
};

const html = "<!doctype html><html><head><title>Sign in</title></head><body><h1>Your instance is asleep</h1><script>wake()</script></body></html>";
const end = (status: number, type: string, body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}) => (answer: ServerResponse): void => {
  answer.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body), ...headers });
  answer.end(body);
};
const cut = (answer: ServerResponse): void => {
  answer.socket?.destroy();
};
const cutHalfway = (answer: ServerResponse): void => {
  answer.writeHead(200, { "content-type": "application/json", "content-length": 1000 });
  answer.write('{"half":');
  setTimeout(() => answer.socket?.destroy(), 10);
};

/** Seconds after which a 429 wants to be asked again. */
export const RETRY_AFTER = 7;

/** Everything that goes wrong between two systems. */
export const FAULTS: readonly Fault[] = [
  { name: "429 with Retry-After", when: "before", lasts: true, problem: "busy", does: end(429, "application/json", '{"message":"slow down"}', { "retry-after": String(RETRY_AFTER) }) },
  { name: "500 before", when: "before", lasts: true, problem: "failing", does: end(500, "application/json", '{"message":"no connection to the database"}') },
  { name: "500 after", when: "after", lasts: false, problem: "failing", does: end(500, "text/html", "<html><body><h1>Internal Server Error</h1></body></html>") },
  { name: "cut before", when: "before", lasts: true, problem: "cut", does: cut },
  { name: "cut after", when: "after", lasts: false, problem: "cut", does: cut },
  { name: "cut in the middle of the answer", when: "after", lasts: true, problem: "cut", does: cutHalfway },
  { name: "garbage", when: "after", lasts: true, problem: "garbage", does: end(200, "application/json; charset=utf-8", Uint8Array.from({ length: 300 }, (_, i) => (i * 89) % 256)) },
  { name: "HTML on 200", when: "before", lasts: true, problem: "garbage", does: end(200, "text/html; charset=utf-8", html) },
  { name: "token expired", when: "before", lasts: true, problem: "unauthorized", does: end(401, "application/json", '{"message":"token expired"}', { "www-authenticate": "Bearer" }) },
  // Held until whoever asks gives up.
  { name: "no answer", when: "after", lasts: true, problem: "cut", does: () => undefined },
];

export type Asked = { readonly method: string; readonly path: string; readonly body: string; readonly passed: boolean };

export type Faults = {
  readonly url: string;
  /** Breaks from the n-th request from now on, the first being 0. */
  readonly arm: (fault: Fault, from: number) => void;
  /** How far the clock of the answers is ahead, in milliseconds. */
  readonly setClock: (aheadMs: number) => void;
  /** Lets everything through, and forgets what was asked. Waits for what is still under way there. */
  readonly clear: () => Promise<void>;
  /** What was asked since. */
  readonly asked: readonly Asked[];
  readonly stop: () => Promise<void>;
};

type Upstream = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

/** Starts one before a server. */
export async function startFaults(target: string): Promise<Faults> {
  const { origin, hostname, port, pathname } = new URL(target);
  const underWay = new Set<Promise<unknown>>();
  let asked: Asked[] = [];
  let armed: { readonly fault: Fault; readonly from: number } | undefined;
  let count = 0;
  let aheadMs = 0;

  const pass = (from: IncomingMessage, body: Buffer): Promise<Upstream> => {
    const there = request({ hostname: hostname.replace(/^\[|\]$/g, ""), port, path: from.url, method: from.method, headers: { ...from.headers, host: new URL(origin).host }, agent: false });
    const answered = once(there, "response").then(async ([answer]: readonly IncomingMessage[]) => ({ status: answer?.statusCode ?? 502, headers: answer?.headers ?? {}, body: answer === undefined ? Buffer.alloc(0) : await bytesOf(answer) }));
    there.end(body);
    underWay.add(answered);
    answered.finally(() => underWay.delete(answered)).catch(() => undefined);
    return answered;
  };
  const serve = async (from: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const body = await bytesOf(from);
    const at = count++;
    const hit = armed !== undefined && (armed.fault.lasts ? at >= armed.from : at === armed.from) ? armed.fault : undefined;
    const passed = hit?.when !== "before";
    asked.push({ method: from.method ?? "", path: from.url ?? "", body: body.toString("latin1"), passed });
    if (!passed) return hit?.does(answer);
    const got = await pass(from, body);
    if (hit !== undefined) return hit.does(answer);
    const { "transfer-encoding": _, connection: __, ...headers } = got.headers;
    answer.writeHead(got.status, { ...headers, "content-length": got.body.length, date: new Date(Date.now() + aheadMs).toUTCString() });
    answer.end(from.method === "HEAD" ? undefined : got.body);
  };
  const server = createServer((from, answer) => {
    serve(from, answer).catch(() => answer.socket?.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${own}${pathname}`,
    arm: (fault, from) => {
      count = 0;
      armed = { fault, from };
    },
    setClock: (ms) => {
      aheadMs = ms;
    },
    clear: async () => {
      armed = undefined;
      aheadMs = 0;
      while (underWay.size > 0) await Promise.allSettled(underWay);
      asked = [];
      count = 0;
    },
    get asked() {
      return asked;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
