import { type Caller, DomainError } from "../../core/index.ts";
import { emit, record } from "../../store/index.ts";
import { addEntry, type Visibility, visibilityOf } from "../../timeline/index.ts";
import { lockIncident, subjectOf, toldOf } from "../act.ts";
import { findIncident } from "../find.ts";
import type { Incident } from "../incident.ts";
import { type IncidentsDb, tenantOf } from "../repo.ts";
import { type Attachment, hashesOf, safeName } from "./attachment.ts";
import { attachmentBytes, attachmentsOf, insertAttachment, updateAttachment } from "./repo.ts";

/** Of one file, and of all of one incident. */
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_BYTES_OF_ONE = 256 * 1024 * 1024;

export type FileToAttach = { readonly name: string; readonly note?: string | undefined; readonly bytes: Uint8Array; readonly visibility?: Visibility | undefined };

/** Keeps a file with an incident, and hashes it. */
export async function attachFile(db: IncidentsDb, caller: Caller, name: string, { note = "", bytes, visibility, ...file }: FileToAttach): Promise<Attachment> {
  const incident = await lockIncident(db, name, { evenClosed: true });
  if (bytes.length === 0 || bytes.length > MOST_BYTES) throw new DomainError("invalid", `file: it has ${bytes.length} bytes; between 1 and ${MOST_BYTES} are kept.`);
  const there = (await attachmentsOf(db, [incident.id], "system")).filter(({ removed }) => removed === null).reduce((sum, { size }) => sum + size, bytes.length);
  if (there > MOST_BYTES_OF_ONE) throw new DomainError("conflict", `${incident.ref} would have ${there} bytes of files, and keeps at most ${MOST_BYTES_OF_ONE}: take some out.`);
  const attachment = await insertAttachment(db, { incident: incident.id, name: safeName(file.name), note, size: bytes.length, ...hashesOf(bytes), visibility: visibilityOf(caller.side, visibility), side: caller.side, addedAt: caller.now, addedBy: caller.who }, bytes);
  await tell(db, caller, incident, attachment, { action: "incident.file-attached", text: `Attached ${attachment.name} (SHA-256 ${attachment.sha256}).` });
  return attachment;
}

/** Lets the other side see a file, too. */
export async function shareFile(db: IncidentsDb, caller: Caller, name: string, id: number): Promise<Attachment> {
  const incident = await lockIncident(db, name, { evenClosed: true });
  const before = await fileFor(db, caller, incident, id);
  if (before.visibility === "shared") throw new DomainError("conflict", `${before.name} is shared already.`);
  const attachment: Attachment = { ...before, visibility: "shared" };
  await updateAttachment(db, attachment);
  await tell(db, caller, incident, attachment, { action: "incident.file-shared", text: `Shared ${attachment.name}.` });
  return attachment;
}

/** Takes a file out: its bytes are gone for good, its name and hashes stay. */
export async function removeFile(db: IncidentsDb, caller: Caller, name: string, id: number, reason: string): Promise<Attachment> {
  const incident = await lockIncident(db, name, { evenClosed: true });
  const before = await fileFor(db, caller, incident, id);
  const attachment: Attachment = { ...before, removed: { at: caller.now, by: caller.who, reason } };
  await updateAttachment(db, attachment);
  await tell(db, caller, incident, attachment, { action: "incident.file-removed", text: `Took out ${attachment.name}: ${reason}`, reason });
  return attachment;
}

/** A file with its bytes, written into the journal as read. */
export async function readFile(db: IncidentsDb, caller: Caller, name: string, id: number): Promise<Attachment & { readonly bytes: Uint8Array }> {
  const incident = await findIncident(db, name);
  const attachment = await fileFor(db, caller, incident, id);
  const bytes = await attachmentBytes(db, id);
  if (bytes === undefined) throw new Error(`attachment ${id} has no bytes`);
  await record(db, caller, { action: "incident.file-read", subject: incident.ref, tenant: tenantOf(db), details: { incident: incident.id, attachment: id, sha256: attachment.sha256 } });
  return { ...attachment, bytes };
}

async function fileFor(db: IncidentsDb, { side }: Caller, incident: Incident, id: number): Promise<Attachment> {
  const found = (await attachmentsOf(db, [incident.id], side)).find((one) => one.id === id && one.removed === null);
  if (found === undefined) throw new DomainError("not_found", `${incident.ref} has no file ${id}.`);
  return found;
}

async function tell(db: IncidentsDb, caller: Caller, incident: Incident, { id, sha256, visibility }: Attachment, { action, text, reason }: { readonly action: string; readonly text: string; readonly reason?: string | undefined }): Promise<void> {
  const tenant = tenantOf(db);
  await record(db, caller, { action, subject: incident.ref, reason, tenant, details: { incident: incident.id, attachment: id, sha256, visibility } });
  await emit(db, caller, { kind: "incident.changed", subject: incident.id, tenant, details: { ...toldOf(incident), action, attachment: id } });
  await addEntry(db, caller, { subject: subjectOf(incident), type: "action", visibility, text, tenant, details: { action, attachment: id } });
}
