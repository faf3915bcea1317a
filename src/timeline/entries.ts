import type { Caller } from "../core/index.ts";
import { DomainError } from "../core/index.ts";
import { emit, storableText, type SystemDb, type TenantDb } from "../store/index.ts";
import { type Entry, type EntryQuery, type Subject, subjectKey, visibilityOf } from "./entry.ts";
import { insertEntry, moveTo, selectEntries } from "./repo.ts";

/** What is to be added to a thread. */
export type EntryToAdd = Pick<Entry, "subject" | "type" | "text"> & {
  readonly visibility?: Entry["visibility"] | undefined;
  readonly eventTime?: Date | undefined;
  readonly details?: Entry["details"] | undefined;
  /** Where the handle is bound to no tenant. */
  readonly tenant?: string | undefined;
};

const LONGEST = 20_000;

/** Adds an entry; a shared one is told as `entry.shared`. Refuses an empty or overlong text, and a time to come. */
export async function addEntry(db: TenantDb | SystemDb, caller: Caller, { subject, type, text, visibility, eventTime, details = {}, tenant }: EntryToAdd): Promise<Entry> {
  const kept = storableText(text.trim());
  if (kept === "" || kept.length > LONGEST) throw new DomainError("invalid", `Write between 1 and ${LONGEST} characters; put more into an attachment.`);
  if (eventTime !== undefined && eventTime > caller.now) throw new DomainError("invalid", "An entry tells what has happened: its time cannot be in the future.");
  const whose = db.tenant ?? tenant;
  if (whose === undefined) throw new Error("an entry needs a tenant");
  const { who, id, side, now } = caller;
  const entry = { subject, type, text: kept, visibility: visibilityOf(side, visibility), at: now, eventTime: eventTime ?? null, author: { who: storableText(who), id, side }, details, origin: null };
  const stored = await insertEntry(db, whose, entry);
  if (entry.visibility === "shared" && type !== "fact") {
    await emit(db, caller, { kind: "entry.shared", subject: subject.id, tenant: whose, details: { entry: stored.id, about: subjectKey(subject), type } });
  }
  return stored;
}

/** Entries of these threads that a side may see, in the order in which they were written. */
export const listEntries = (db: TenantDb, query: EntryQuery): Promise<readonly Entry[]> => selectEntries(db, query);

/** Hangs all entries of one subject, or some of them, under another; they keep where they came from. */
export const moveEntries = (db: TenantDb, from: Subject, to: Subject, ids?: readonly number[]): Promise<void> => moveTo(db, from, to, ids);
