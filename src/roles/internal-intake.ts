// Lines that our own processes hand in again: what was in quarantine and can be read now. On the loopback only.
import { createServer } from "node:http";
import { timingSafeEqual, createHash } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { IntakeFull, type Intake } from "../sources/index.ts";
import { decodePacket } from "../spool/index.ts";

const MAX_BYTES = 64 << 20;

/** Listens for packets of whoever shows the key; answers 204 once they are durable, 429 if there is no room. */
export async function listenInternal(intake: Intake, key: string): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer(async (request, response) => {
    if (!sameKey(request.headers.authorization ?? "", `Bearer ${key}`)) return void response.writeHead(401).end();
    try {
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of request as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > MAX_BYTES) return void response.writeHead(413, { connection: "close" }).end();
        chunks.push(chunk);
      }
      await intake.take(decodePacket(Buffer.concat(chunks)));
      response.writeHead(204).end();
    } catch (error) {
      response.writeHead(error instanceof IntakeFull ? 429 : 500).end(String(error));
    }
  });
  server.listen(0, "127.0.0.1");
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

// Hashed first: the comparison then takes the same time whatever was given.
const sameKey = (given: string, wanted: string): boolean => timingSafeEqual(sha256(given), sha256(wanted));
const sha256 = (text: string): Buffer => createHash("sha256").update(text).digest();
