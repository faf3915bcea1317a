import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const FORM = /^sha256=([0-9a-f]{64})$/i;

/** Whether a header `sha256=<hex>` is the HMAC-SHA-256 of a body with a secret. Takes the same time for each wrong one. */
export function isSignedBody(header: string | undefined, body: Uint8Array, secret: string): boolean {
  const said = FORM.exec(header ?? "")?.[1];
  if (said === undefined || secret === "") return false;
  return timingSafeEqual(Buffer.from(said, "hex"), createHmac("sha256", secret).update(body).digest());
}

/** Whether a header holds the secret itself, where the other side signs nothing. */
export function isSecretItself(header: string | undefined, secret: string): boolean {
  const [said, known] = [header ?? "", secret].map((text) => createHash("sha256").update(text).digest());
  return secret !== "" && said !== undefined && known !== undefined && timingSafeEqual(said, known);
}
