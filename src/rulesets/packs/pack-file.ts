import { createHash } from "node:crypto";
import type { RuleDocument } from "./documents.ts";

/** One file of a pack version: its text is kept once, by digest, however many versions have it. */
export type PackFile = {
  readonly path: string;
  readonly digest: string;
  readonly text: string;
  readonly documents: readonly RuleDocument[];
  /** How many of its documents cannot be used. */
  readonly refused: number;
  /** A tenant's own files have versions one by one; the files of a pack have the pack's. */
  readonly version?: number;
};

/** A file by its place and its content. */
export type FileDigest = Pick<PackFile, "path" | "digest">;

/** SHA-256 of a text in hexadecimal. */
export const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** One digest for what several files say together, whatever their order. */
export const digestOfFiles = (files: readonly FileDigest[]): string =>
  digestOf(files.map(({ path, digest }) => `${digest} ${path}\n`).toSorted().join(""));
