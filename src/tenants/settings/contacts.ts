// Who is meant by a list of recipients: a contact, a role, whoever is on call.
import type { SettingDocument } from "../../contract/settings.ts";
import { onCallAt } from "./on-call.ts";

type Contacts = SettingDocument<"contacts">;
export type Contact = Contacts["people"][number];
export type Recipient = SettingDocument<"notifications">["entries"][number]["to"][number];

/** The contacts that a list of recipients stands for at a time, each once. Who is away is replaced by their substitute. */
export function contactsOf(contacts: Contacts, to: readonly Recipient[], at: Date): readonly Contact[] {
  const standIns = (named: readonly Contact[]): readonly Contact[] => {
    const present = onCallAt({ people: contacts.people, onCall: named.map(({ key }) => key) }, at).map(({ contact }) => contact);
    // Nobody can be reached now: who was named finds it later.
    return present.length > 0 ? present : named;
  };
  const found = to.flatMap((recipient) => {
    if ("contact" in recipient) return standIns(contacts.people.filter(({ key }) => key === recipient.contact));
    if ("role" in recipient) return standIns(contacts.people.filter(({ roles }) => roles.includes(recipient.role)));
    return onCallAt(contacts, at).slice(0, 1).map(({ contact }) => contact);
  });
  return [...new Map(found.map((contact) => [contact.key, contact])).values()];
}
