// By what a mail is known as belonging to a ticket: the ids of our mails, which nobody can make up, else the key in the subject.
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** With what ids are made. */
export type Threads = { readonly secret: string; readonly domain: string };

const proofOf = (secret: string, text: string): string => createHmac("sha256", secret).update(text).digest("hex");
const LENGTH = 20;

/** The Message-ID of one of our mails (RFC 5322, 3.6.4): made of the ticket's key and of what the mail is, the same each time. */
export function messageIdOf({ secret, domain }: Threads, key: string, part: string): string {
  const local = `vigie.${key.replaceAll("/", "_")}.${part}`;
  return `<${local}.${proofOf(secret, local).slice(0, LENGTH)}@${domain}>`;
}

/** A part of an id for a text that may be long. */
export const partOf = (kind: string, text: string): string => `${kind}${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;

// Linear: each part is of characters that the sign behind it is not.
const OURS = /<(vigie\.([A-Z0-9_-]{1,40})\.[a-z0-9]{1,40})\.([0-9a-f]{20})@([a-z0-9.-]{1,255})>/gi;

/** The key of the first id in a text (References, In-Reply-To) that we made. */
export function keyOfIds({ secret, domain }: Threads, ids: string): string | undefined {
  for (const [, local = "", key = "", proof = "", where = ""] of ids.slice(0, 20_000).matchAll(OURS)) {
    if (where.toLowerCase() === domain.toLowerCase() && isSame(proof, proofOf(secret, local).slice(0, LENGTH))) return key.replaceAll("_", "/");
  }
  return undefined;
}

const SUBJECT = /\[([A-Z0-9]{2,12}-[A-Z0-9/-]{1,30})\]/;

/** The key in a subject. Anyone may write one there. */
export const keyOfSubject = (subject: string): string | undefined => SUBJECT.exec(subject.slice(0, 1_000))?.[1];

/** A note of ours to ourselves in a header, with a proof that it is. */
export function sealedNote(secret: string, note: object): string {
  const data = Buffer.from(JSON.stringify(note)).toString("base64url");
  // In pieces, so that the header can be folded.
  return `${data}.${proofOf(secret, `note ${data}`)}`.replace(/.{70}/g, "$& ");
}

/** Reads it; undefined: it is not ours. */
export function openNote(secret: string, header: string): unknown {
  const [data = "", proof = ""] = header.replace(/\s+/g, "").split(".");
  return isSame(proof, proofOf(secret, `note ${data}`)) ? JSON.parse(Buffer.from(data, "base64url").toString("utf8")) : undefined;
}

const isSame = (one: string, other: string): boolean => one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
