import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const FORM = /^sha256=([0-9a-f]{64})$/i;

/** Whether a header `sha256=<hex>` is the HMAC-SHA-256 of a body with a secret. */
export const isSignedBody = (header: string | undefined, body: Uint8Array, secret: string): boolean => isSignedHex(FORM.exec(header ?? "")?.[1], "sha256", body, secret);

const LENGTHS = { sha1: 40, sha256: 64 } as const;

/** Whether a header is the HMAC of a body with a secret, in hexadecimal. Takes the same time for each wrong one. */
export function isSignedHex(header: string | undefined, hash: keyof typeof LENGTHS, body: Uint8Array, secret: string): boolean {
  if (header?.length !== LENGTHS[hash] || !/^[0-9a-f]+$/i.test(header) || secret === "") return false;
  return timingSafeEqual(Buffer.from(header, "hex"), createHmac(hash, secret).update(body).digest());
}

/** Whether a header holds the secret itself, where the other side signs nothing. */
export function isSecretItself(header: string | undefined, secret: string): boolean {
  const [said, known] = [header ?? "", secret].map((text) => createHash("sha256").update(text).digest());
  return secret !== "" && said !== undefined && known !== undefined && timingSafeEqual(said, known);
}
