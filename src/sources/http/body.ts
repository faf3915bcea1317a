import type { IncomingMessage } from "node:http";
import { finished, type Transform } from "node:stream";
import { constants, createGunzip, createInflate, createZstdDecompress } from "node:zlib";
import type { Refusal } from "./dialect.ts";
import type { HeldBytes } from "./held-bytes.ts";
import type { HttpLimits } from "./options.ts";

/** A whole body, unpacked. `heldBytes` are given back when nobody needs it any more. */
export type Body = { readonly ok: true; readonly bytes: Buffer; readonly heldBytes: number } | { readonly ok: false; readonly refusal: Refusal };

const CHUNK_BYTES = 65_536;
// 8 MB: RFC 8878 section 3.1.1.1.2 has decoders take windows of that size, and none larger unasked.
const ZSTD_WINDOW_LOG = 23;

// RFC 9110, section 8.4.1; zstd: RFC 8878.
const UNPACK: ReadonlyMap<string, () => Transform> = new Map([
  ["gzip", () => createGunzip({ chunkSize: CHUNK_BYTES })],
  ["x-gzip", () => createGunzip({ chunkSize: CHUNK_BYTES })],
  ["deflate", () => createInflate({ chunkSize: CHUNK_BYTES })],
  ["zstd", () => createZstdDecompress({ chunkSize: CHUNK_BYTES, params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG } })],
]);

const TOO_MUCH: Refusal = { why: "full", text: "Too many bytes wait to be made durable; send it again later." };

/** Why a body need not be read at all, told by the headers alone. */
export function refuseByHeaders({ headers }: IncomingMessage, limits: HttpLimits, held: HeldBytes): Refusal | undefined {
  const encoding = encodingOf(headers);
  if (encoding !== undefined && !UNPACK.has(encoding)) {
    return { why: "unknown-encoding", text: `Content-Encoding ${encoding} is not known; send ${[...UNPACK.keys()].join(", ")} or nothing.` };
  }
  const bytes = Number(headers["content-length"] ?? 0);
  if (bytes > limits.maxBodyBytes) return tooLarge(limits);
  return held.all + bytes > limits.maxHeldBytes ? TOO_MUCH : undefined;
}

/**
 * Reads a body to its end. Every byte is accounted for before it is kept, so neither many senders nor one packed body
 * take more memory than was allowed; what is refused half read is let flow by.
 */
export function readBody(request: IncomingMessage, limits: HttpLimits, held: HeldBytes): Promise<Body> {
  const unpack = UNPACK.get(encodingOf(request.headers) ?? "")?.();
  const source = unpack === undefined ? request : request.pipe(unpack);
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve) => {
    const refuse = (refusal: Refusal): void => {
      source.removeListener("data", keep);
      if (unpack !== undefined) request.unpipe(unpack);
      unpack?.destroy();
      held.give(request.socket, size);
      size = 0;
      chunks.length = 0;
      resolve({ ok: false, refusal });
    };
    const keep = (chunk: Buffer): void => {
      if (size + chunk.length > limits.maxBodyBytes) return refuse(tooLarge(limits));
      if (!held.take(request.socket, chunk.length)) return refuse(TOO_MUCH);
      size += chunk.length;
      chunks.push(chunk);
    };
    source.on("data", keep);
    // A sender that hangs up ends the request and not what unpacks it.
    if (unpack !== undefined) finished(request, (error) => error && unpack.destroy(error));
    finished(source, { writable: false }, (error) => {
      if (error) return refuse({ why: "bad-body", text: `The body could not be unpacked: ${error.message}.` });
      resolve({ ok: true, bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size), heldBytes: size });
    });
  });
}

const tooLarge = ({ maxBodyBytes }: HttpLimits): Refusal => ({ why: "too-large", text: `The body is larger than ${maxBodyBytes} bytes; send smaller batches.` });

function encodingOf(headers: IncomingMessage["headers"]): string | undefined {
  const name = headers["content-encoding"]?.trim().toLowerCase();
  return name === undefined || name === "" || name === "identity" ? undefined : name;
}
