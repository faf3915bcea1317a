// Whom to call at a time.
import type { SettingDocument } from "../../contract/settings.ts";
import { isOpenAt } from "../hours/service-time.ts";

type Contacts = SettingDocument<"contacts">;
type Contact = Contacts["people"][number];

/** Somebody to call, and for whom they stand in. */
export type OnCall = { readonly contact: Contact; readonly insteadOf: Contact | null };

/**
 * Who is called first, second, … at a time. Whoever is absent or outside their hours is replaced by their substitute, or
 * by that one's; nobody is named twice. Empty: nobody of them can be reached, which whoever asks must say aloud.
 */
export function onCallAt({ people, onCall }: Contacts, at: Date): readonly OnCall[] {
  const byKey = new Map(people.map((contact) => [contact.key, contact]));
  const named = new Set<string>();
  return onCall.flatMap((key) => {
    const first = byKey.get(key);
    const found = first === undefined ? undefined : reachable(first, byKey, at);
    if (first === undefined || found === undefined || named.has(found.key)) return [];
    named.add(found.key);
    return [{ contact: found, insteadOf: found === first ? null : first }];
  });
}

/** Whether a contact can be called at a time: within their hours, and not absent. Their own holidays are absences. */
function isReachable({ hours, timeZone, absences }: Contact, at: Date): boolean {
  if (absences.some(({ from, until }) => new Date(from) <= at && at < new Date(until))) return false;
  return isOpenAt(hours === "always" ? "always" : { timeZone, hours, isHoliday: () => false }, at);
}

function reachable(first: Contact, byKey: ReadonlyMap<string, Contact>, at: Date): Contact | undefined {
  // Substitutes may stand in for each other in a circle.
  const asked = new Set<string>();
  for (let one: Contact | undefined = first; one !== undefined && !asked.has(one.key); one = one.substitute === null ? undefined : byKey.get(one.substitute)) {
    if (isReachable(one, at)) return one;
    asked.add(one.key);
  }
  return undefined;
}
