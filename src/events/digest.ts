// What makes tampering show. An event's id commits to its content, a batch's digest to the ids in it and to the digest
// before it: who changes, removes or adds an event has to change every later digest, and those are kept elsewhere.
import { createHash, hash } from "node:crypto";

const ID_BYTES = 16;
const EVENT = "vigie event 1";
const BATCH = "vigie batch 1";

let scratch = Buffer.allocUnsafeSlow(1 << 16);

/**
 * The id of an event: the first half of a SHA-512/256 (FIPS 180-4; on 64-bit machines nearly twice as fast as SHA-256) over whose it is, which source's, and its bytes. `key` tells apart what
 * has the same content: for a line of an unacknowledged transport its place (`seq.line`), since equal lines are as many
 * events there; for others how many equal ones came before it in one arrival ("" for none), since what is sent again is
 * the same event; and with `/part` behind it for the further events of one line. It is stored, so that ids can be checked.
 */
export function eventId(tenant: string, source: string, key: string, raw: Uint8Array): Uint8Array {
  // Three bytes a UTF-16 unit and four for each length.
  const most = (EVENT.length + tenant.length + source.length + key.length) * 3 + 16 + raw.length;
  if (most > scratch.length) scratch = Buffer.allocUnsafeSlow(most * 2);
  let at = put(EVENT, 0);
  at = put(tenant, at);
  at = put(source, at);
  at = put(key, at);
  // The line comes last: its end is the end, and no other text can be told as the same bytes.
  scratch.set(raw, at);
  return hash("sha512-256", scratch.subarray(0, at + raw.length), "buffer").subarray(0, ID_BYTES);
}

function put(text: string, at: number): number {
  const written = scratch.write(text, at + 4);
  scratch.writeUInt32LE(written, at);
  return at + 4 + written;
}

/**
 * The digest of a batch: a SHA-256, in hexadecimal, over the digest before it ("" for the tenant's first), the tenant, the
 * batch's number and the ids in it. Ids are taken in their own order, so that rows need not be read in that of arrival.
 */
export function chain(previous: string | undefined, tenant: string, batch: number, ids: readonly Uint8Array[]): string {
  const sorted = ids.toSorted((a, b) => Buffer.compare(a, b));
  const head = Buffer.from(JSON.stringify([BATCH, previous ?? "", tenant, batch, ids.length]));
  return createHash("sha256").update(head).update(Buffer.concat(sorted)).digest("hex");
}
