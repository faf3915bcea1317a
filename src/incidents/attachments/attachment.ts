// Files of an incident: kept, hashed, given back as they came, never opened.
import { createHash } from "node:crypto";
import type { Caller } from "../../core/index.ts";
import type { Visibility } from "../../timeline/index.ts";

export type Attachment = {
  readonly id: number;
  readonly incident: string;
  readonly name: string;
  readonly note: string;
  readonly size: number;
  readonly sha256: string;
  readonly sha1: string;
  readonly md5: string;
  readonly visibility: Visibility;
  readonly side: Caller["side"];
  readonly addedAt: Date;
  readonly addedBy: string;
  /** Then the bytes are gone; hashes and name stay. */
  readonly removed: { readonly at: Date; readonly by: string; readonly reason: string } | null;
  readonly originIncident: string;
};

/** What analysts look files up by; SHA-256 alone says that it is the same file. */
export const hashesOf = (bytes: Uint8Array): Pick<Attachment, "sha256" | "sha1" | "md5"> => ({ sha256: digest("sha256", bytes), sha1: digest("sha1", bytes), md5: digest("md5", bytes) });

const digest = (algorithm: string, bytes: Uint8Array): string => createHash(algorithm).update(bytes).digest("hex");

const LONGEST_NAME = 255;

/** A name without folders, control characters and marks that turn the direction of writing: `invoice‮fdp.exe` would show as a PDF. */
export function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  // Characters of the Unicode categories control, format, surrogate and private use.
  const plain = last.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, "_").trim();
  const cut = [...plain].slice(0, LONGEST_NAME).join("").slice(0, LONGEST_NAME);
  return cut === "" || cut === "." || cut === ".." ? "file" : cut;
}
