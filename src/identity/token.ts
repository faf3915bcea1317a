// Random texts that let their bearer in. Only their hash is kept: 256 random bits need no slow one.
import { createHash, randomBytes } from "node:crypto";

/** A new token: its text goes to whom it is for, its hash into the database. */
export function newToken(prefix = ""): { readonly text: string; readonly hash: Buffer } {
  const text = prefix + randomBytes(32).toString("base64url");
  return { text, hash: hashOf(text) };
}

/** What is kept of a token. */
export const hashOf = (text: string): Buffer => createHash("sha256").update(text).digest();
