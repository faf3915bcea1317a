// What people do about their own access concerns the platform, and each organisation that they belong to: its security
// officer sees who signed in where (PDIS IV.3.9.c).
import type { Caller } from "../core/index.ts";
import { record, type Change, type SystemDb } from "../store/index.ts";
import { sideOf, type Person } from "./person.ts";

type Who = Pick<Person, "id" | "name" | "email" | "memberships">;

/** Writes down what somebody did about their own access, in the platform's journal and in those of their organisations. */
export const recordOf = (db: SystemDb, person: Who, now: Date, change: Pick<Change, "action" | "details">): Promise<void> => recordAbout(db, callerOf(person, now), person, change);

/** The same, where another did it. */
export async function recordAbout(db: SystemDb, caller: Caller, { email, memberships }: Pick<Person, "email" | "memberships">, change: Pick<Change, "action" | "details" | "reason">): Promise<void> {
  for (const tenant of new Set([null, ...memberships.map((one) => one.tenant)])) {
    await record(db, caller, { ...change, subject: email, tenant: tenant ?? undefined });
  }
}

/** A person as somebody who does something. */
export const callerOf = (person: Pick<Person, "id" | "name" | "memberships">, now: Date): Caller => ({ who: person.name, id: `person:${person.id}`, side: sideOf(person), now });
