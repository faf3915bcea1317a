// A port to test against, and a client that says exactly what it is told to.
import { Agent, request as httpRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders } from "node:http";
import type { Intake, Lost } from "../../src/sources/arrival.ts";
import { Recorder } from "../../src/sources/conformance.ts";
import type { Listening } from "../../src/sources/syslog/listener.ts";
import { listenHttp } from "../../src/sources/http/listen.ts";
import type { HttpLimits } from "../../src/sources/http/options.ts";

export const TOKEN = "0123456789abcdef";

export type Ask = { readonly method?: string; readonly path: string; readonly headers?: OutgoingHttpHeaders; readonly body?: string | Uint8Array };
export type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

export type Tried = {
  readonly listening: Listening;
  readonly lost: Lost[];
  readonly failures: Error[];
  readonly ask: (ask: Ask) => Promise<Answer>;
  readonly close: () => Promise<void>;
};

/** Opens a port whose one source shows TOKEN. */
export async function tryPort(intake: Intake = new Recorder(), limits: Partial<HttpLimits> = {}, maxLineBytes = 1 << 20): Promise<Tried> {
  const lost: Lost[] = [];
  const failures: Error[] = [];
  const receiver = {
    intake,
    authenticate: (token: string) => (token === TOKEN ? { tenant: "acme", source: "web" } : undefined),
    lost: (one: Lost) => void lost.push(one),
    failed: (error: Error) => void failures.push(error),
  };
  const listening = await listenHttp({ name: "http-in", host: "127.0.0.1", port: 0, maxLineBytes, limits }, receiver);
  const agent = new Agent({ keepAlive: true });
  const close = async (): Promise<void> => {
    agent.destroy();
    await listening.close();
  };
  return { listening, lost, failures, ask: (one) => ask(agent, listening.port, one), close };
}

/** Sends one request and reads the answer to its end. The token is shown and the client names itself unless the headers say otherwise: an empty one is left out. */
function ask(agent: Agent, port: number, { method, path, headers = {}, body }: Ask): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const all: OutgoingHttpHeaders = { authorization: `Bearer ${TOKEN}`, "user-agent": "vigie-test", ...headers };
    for (const [name, value] of Object.entries(all)) if (value === "") delete all[name];
    const sent = httpRequest({ agent, host: "127.0.0.1", port, path, method: method ?? (body === undefined ? "GET" : "POST"), headers: all }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
