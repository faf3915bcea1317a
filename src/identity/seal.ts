// Secrets at rest: AES-256-GCM (NIST SP 800-38D) with a key that lies outside the database.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** Seals and opens secrets that are kept in the database. `about` binds a secret to its place: it opens nowhere else. */
export type Seal = { readonly seal: (secret: string, about: string) => Buffer; readonly open: (sealed: Uint8Array, about: string) => string };

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A seal with a key of 32 bytes. */
export function createSeal(key: Uint8Array): Seal {
  if (key.length !== 32) throw new Error(`the key for secrets has ${key.length} bytes in place of 32`);
  return {
    seal(secret, about) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(about));
      return Buffer.concat([nonce, cipher.update(secret, "utf8"), cipher.final(), cipher.getAuthTag()]);
    },
    open(sealed, about) {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(about));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString("utf8");
    },
  };
}
