// Senders of the ingest benchmark: the same documents over each way.
import { once } from "node:events";
import { Agent, request, type IncomingMessage } from "node:http";
import { connect } from "node:net";

/** Sends all documents and resolves when the last is acknowledged, or handed to the kernel where nobody acknowledges. */
export type Send = (address: string, token: string, documents: readonly string[]) => Promise<void>;

const CONNECTIONS = 4;
const DOCUMENTS = 500;

const bulkBody = (documents: readonly string[]): string => documents.map((document) => `{"create":{}}\n${document}\n`).join("");

const hecBody = (documents: readonly string[]): string => documents.map((document) => `{"event":${document}}\n`).join("");

/** By the name of the way. */
export const SENDERS = { bulk: httpSender("/logs/_bulk", bulkBody), hec: httpSender("/services/collector/event", hecBody), "syslog-tcp": sendSyslog } as const satisfies Record<string, Send>;

export type Way = keyof typeof SENDERS;

function httpSender(path: string, bodyOf: (documents: readonly string[]) => string): Send {
  return async (address, token, documents) => {
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < documents.length) {
        const part = documents.slice(next, (next += DOCUMENTS));
        const body = Buffer.from(bodyOf(part));
        while (!(await post(agent, new URL(path, address), token, body)));
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, work));
    agent.destroy();
  };
}

/** False: the server is full at the moment. */
async function post(agent: Agent, url: URL, token: string, body: Buffer): Promise<boolean> {
  const authorization = url.pathname.startsWith("/services") ? `Splunk ${token}` : `ApiKey ${token}`;
  const asked = request(url, { method: "POST", agent, headers: { authorization, "content-type": "application/x-ndjson", "content-length": body.length } });
  asked.end(body);
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of response as AsyncIterable<Buffer>) if (text.length < 300) text += chunk.toString();
  if (response.statusCode === 200) return true;
  if (response.statusCode !== 429 && response.statusCode !== 503) throw new Error(`${url.pathname} answered ${response.statusCode}: ${text}`);
  await new Promise((resolve) => setTimeout(resolve, 100));
  return false;
}

async function sendSyslog(address: string, _: string, documents: readonly string[]): Promise<void> {
  const { hostname, port } = new URL(address.replace(/^[a-z-]+:/, "http:"));
  const share = Math.ceil(documents.length / CONNECTIONS);
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async (_unused, at) => {
      const socket = connect({ host: hostname, port: Number(port) });
      await once(socket, "connect");
      for (let i = at * share; i < Math.min((at + 1) * share, documents.length); i += DOCUMENTS) {
        const part = documents.slice(i, Math.min(i + DOCUMENTS, (at + 1) * share));
        if (!socket.write(part.map(syslogMessage).join(""))) await once(socket, "drain");
      }
      socket.end();
      await once(socket, "close");
    }),
  );
}

// RFC 5424 with octet counting (RFC 6587, 3.4.1).
function syslogMessage(document: string): string {
  const message = `<14>1 2026-01-01T00:00:00Z bench.example.com nxlog - - - ${document}`;
  return `${Buffer.byteLength(message)} ${message}`;
}
