// What a backup says of itself. It is written last: a folder without it is no backup.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { DomainError } from "../../core/index.ts";
import { TABLE_NAMES } from "../../events/index.ts";

/** The name of the manifest in the folder of a backup. */
export const MANIFEST = "manifest.json";
/** The form of backups that this version makes and reads. */
export const FORMAT = 1;

const Count = z.int().nonnegative();
const Digest = z.string().regex(/^[0-9a-f]{64}$/);
// Within the backup: it may name nothing elsewhere.
const PartName = z.string().max(300).regex(/^(?:state|events|spool|keys|tail)\/[A-Za-z0-9_][A-Za-z0-9_.-]*$/);

const Contents = z.strictObject({
  format: z.literal(FORMAT),
  vigie: z.string(),
  madeAt: z.iso.datetime(),
  state: z.strictObject({
    migrations: z.array(z.strictObject({ number: Count, name: z.string(), digest: Digest })),
    tables: z.array(z.strictObject({ name: z.string(), columns: z.array(z.string()), rows: Count, part: PartName })),
    sequences: z.array(z.strictObject({ name: z.string(), last: z.string().regex(/^-?\d{1,19}$/), isCalled: z.boolean() })),
  }),
  events: z.strictObject({
    tables: z.array(z.strictObject({ table: z.enum(TABLE_NAMES), columns: z.array(z.strictObject({ name: z.string(), type: z.string() })) })),
    days: z.array(z.strictObject({ table: z.enum(TABLE_NAMES), day: Count, rows: Count, part: PartName })),
  }),
  // Each file: its bytes as they lie there.
  parts: z.array(z.strictObject({ name: PartName, bytes: Count, sha256: Digest })),
});

/** All that a manifest says. */
export type Contents = z.infer<typeof Contents>;

/** A manifest as it was read, with its own digest. */
export type Manifest = { readonly contents: Contents; readonly digest: string };

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The manifest's text: what it says, and the digest of that. */
export function writtenManifest(contents: Contents): { readonly text: string; readonly digest: string } {
  const digest = digestOf(JSON.stringify(contents));
  return { text: `${JSON.stringify({ ...contents, digest }, null, 1)}\n`, digest };
}

/** Reads the manifest of a backup. Throws if there is none, or if it is not what the backup wrote. */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST);
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") throw new DomainError("not_found", `${folder} is no backup, or one that was not finished: it has no ${MANIFEST}.`);
    throw error;
  });
  const { digest, ...contents } = objectOf(text, path);
  const read = Contents.safeParse(contents);
  if ((contents as { format?: unknown }).format !== FORMAT && typeof (contents as { format?: unknown }).format === "number") {
    throw new DomainError("conflict", `${path} has a form that this version does not read: restore it with the version that made it (${String((contents as { vigie?: unknown }).vigie)}).`);
  }
  if (!read.success || digest !== digestOf(JSON.stringify(read.data))) throw altered(path);
  return { contents: read.data, digest };
}

function objectOf(text: string, path: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw altered(path);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw altered(path);
  return value as Readonly<Record<string, unknown>>;
}

const altered = (path: string): DomainError => new DomainError("conflict", `${path} is not what the backup wrote: take another copy of the backup. Nothing was restored.`);
