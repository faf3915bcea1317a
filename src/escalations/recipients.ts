// Whom an escalation goes to: the notification matrix, then the order in which the client wants to be called.
import { onCallAt, type SettingDocuments } from "../tenants/index.ts";
import type { Recipient } from "./escalation.ts";

type Contact = SettingDocuments["contacts"]["people"][number];
type Named = SettingDocuments["notifications"]["entries"][number]["to"][number];

/** Who hears of an escalation of a severity, and by which channel; each once a channel. */
export function recipientsOf({ notifications, contacts }: Pick<SettingDocuments, "notifications" | "contacts">, severity: string, at: Date): readonly Recipient[] {
  const rows = notifications.entries.filter(({ fact, severities }) => fact === "alert-escalated" && (severities === null || severities.includes(severity)));
  const all = rows.flatMap(({ to, channel }) => to.flatMap((one) => contactsFor(one, contacts, at)).map((contact) => recipient(contact, channel)));
  return [...new Map(all.map((one) => [`${one.channel} ${one.contact}`, one])).values()];
}

function contactsFor(named: Named, contacts: SettingDocuments["contacts"], at: Date): readonly Contact[] {
  if ("onCall" in named) return onCallAt(contacts, at).slice(0, 1).map(({ contact }) => contact);
  const meant = contacts.people.filter((one) => ("contact" in named ? one.key === named.contact : one.roles.includes(named.role)));
  // Who is away is replaced by their substitute; if nobody can be reached now, who was named finds it later.
  const present = onCallAt({ people: contacts.people, onCall: meant.map(({ key }) => key) }, at).map(({ contact }) => contact);
  return present.length > 0 ? present : meant;
}

export const recipient = ({ key, name, language }: Contact, channel: string): Recipient => ({ contact: key, name, language, channel });
