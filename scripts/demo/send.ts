// Hands the sample logs to the platform as shippers would, each over another way.
import { once } from "node:events";
import { connect } from "node:net";

/** Each line as a message of its own over TCP, newline behind it (RFC 6587, 3.4.2). */
export async function sendSyslog(address: string, text: string): Promise<void> {
  const { hostname, port } = new URL(address.replace(/^[a-z-]+:/, "http:"));
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, "connect");
  socket.end(text.endsWith("\n") ? text : `${text}\n`);
  await once(socket, "close");
}

/** As Winlogbeat and Filebeat do. */
export async function sendBulk(address: string, token: string, documents: readonly string[]): Promise<void> {
  const body = documents.map((document) => `{"create":{}}\n${document}\n`).join("");
  await post(new URL("/logs/_bulk", address), { authorization: `ApiKey ${token}`, "content-type": "application/x-ndjson" }, body);
}

/** As Splunk's forwarders do. */
export async function sendHec(address: string, token: string, events: readonly string[]): Promise<void> {
  await post(new URL("/services/collector/event", address), { authorization: `Splunk ${token}` }, events.map((event) => `{"event":${event}}`).join("\n"));
}

async function post(url: URL, headers: Readonly<Record<string, string>>, body: string): Promise<void> {
  const response = await fetch(url, { method: "POST", headers, body });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url.pathname} answered ${response.status}: ${text}`);
}

export const linesOf = (text: string): string[] => text.split("\n").filter((line) => line !== "");
