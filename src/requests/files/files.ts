// Files that belong to a request: a photo of the port that was closed, a list of hosts.
import { createHash } from "node:crypto";
import { DomainError } from "../../core/index.ts";
import { safeName } from "../../incidents/index.ts";
import { emit, record, type TenantDb } from "../../store/index.ts";
import { addEntry } from "../../timeline/index.ts";
import { findRequest, takeRequest } from "../find.ts";
import type { Asker } from "../request.ts";
import { factDetails, subjectOf } from "../step.ts";
import { fileOf, filesOf, insertFile, type RequestFile } from "./repo.ts";

const MOST_BYTES = 16 * 1024 * 1024;
const MOST_BYTES_OF_ONE = 64 * 1024 * 1024;

export type FileToAdd = { readonly name: string; readonly type?: string | undefined; readonly bytes: Uint8Array };

/** Keeps a file with a request, for both sides. */
export async function addFile(db: TenantDb, caller: Asker, idOrRef: string, { name, type = "application/octet-stream", bytes }: FileToAdd): Promise<RequestFile> {
  const request = await takeRequest(db, caller, idOrRef);
  if (bytes.length === 0 || bytes.length > MOST_BYTES) throw new DomainError("invalid", `file: it has ${bytes.length} bytes; between 1 and ${MOST_BYTES} are kept.`);
  const there = (await filesOf(db, request.id)).reduce((sum, { size }) => sum + size, bytes.length);
  if (there > MOST_BYTES_OF_ONE) throw new DomainError("conflict", `${request.ref} would have ${there} bytes of files, and keeps at most ${MOST_BYTES_OF_ONE}.`);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const file = await insertFile(db, request.id, { name: safeName(name), type: type.slice(0, 200), size: bytes.length, sha256, side: caller.side, addedAt: caller.now, addedBy: caller.who }, bytes);
  await record(db, caller, { action: "request.file-added", subject: request.ref, details: { file: file.id, name: file.name, sha256 } });
  await addEntry(db, caller, { subject: subjectOf(request), type: "fact", visibility: "shared", text: `Added the file ${file.name} (SHA-256 ${sha256}).`, details: { file: file.id } });
  await emit(db, caller, { kind: "request.file-added", subject: request.id, details: { ...factDetails(request), file: file.id } });
  return file;
}

/** The files of a request that somebody may see. */
export const listFiles = async (db: TenantDb, asker: Asker, idOrRef: string): Promise<readonly RequestFile[]> => filesOf(db, (await findRequest(db, asker, idOrRef)).id);

/** A file with its bytes, written into the journal as read. */
export async function readRequestFile(db: TenantDb, caller: Asker, idOrRef: string, id: number): Promise<RequestFile & { readonly bytes: Uint8Array }> {
  const request = await findRequest(db, caller, idOrRef);
  const file = await fileOf(db, request.id, id);
  if (file === undefined) throw new DomainError("not_found", `${request.ref} has no file ${id}.`);
  await record(db, caller, { action: "request.file-read", subject: request.ref, details: { file: id, sha256: file.sha256 } });
  return file;
}
