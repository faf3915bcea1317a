// Lines that our own processes hand in again: what was in quarantine and can be read now. On the loopback only.
import { createServer, type IncomingMessage } from "node:http";
import { timingSafeEqual, createHash } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { IntakeFull, type Intake } from "../sources/index.ts";
import { decodePacket } from "../spool/index.ts";

const MAX_BYTES = 64 << 20;

/** Listens for packets of whoever shows the key; answers 204 once they are durable, 429 if there is no room. */
export async function listenInternal(intake: Intake, { key, port }: { readonly key: string; readonly port: number }): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    void answer(request, intake, key).then(([status, text]) => response.writeHead(status, status === 413 ? { connection: "close" } : {}).end(text));
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function answer(request: IncomingMessage, intake: Intake, key: string): Promise<readonly [status: number, text?: string]> {
  if (!sameKey(request.headers.authorization ?? "", `Bearer ${key}`)) return [401];
  try {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BYTES) return [413];
      chunks.push(chunk);
    }
    await intake.take(decodePacket(Buffer.concat(chunks)));
    return [204];
  } catch (error) {
    return [error instanceof IntakeFull ? 429 : 500, String(error)];
  }
}

// Hashed first: the comparison then takes the same time whatever was given.
const sameKey = (given: string, wanted: string): boolean => timingSafeEqual(sha256(given), sha256(wanted));
const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();
