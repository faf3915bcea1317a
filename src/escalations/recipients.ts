// Whom an escalation goes to: the notification matrix, looked up among the contacts.
import { type Contact, contactsOf, type SettingDocuments } from "../tenants/index.ts";
import type { Recipient } from "./escalation.ts";

/** Who hears of an escalation of a severity, and by which channel; each once a channel. */
export function recipientsOf({ notifications, contacts }: Pick<SettingDocuments, "notifications" | "contacts">, severity: string, at: Date): readonly Recipient[] {
  const rows = notifications.entries.filter(({ fact, severities }) => fact === "alert-escalated" && (severities === null || severities.includes(severity)));
  const all = rows.flatMap(({ to, channel }) => contactsOf(contacts, to, at).map((contact) => recipient(contact, channel)));
  return [...new Map(all.map((one) => [`${one.channel} ${one.contact}`, one])).values()];
}

export const recipient = ({ key, name, language }: Contact, channel: string): Recipient => ({ contact: key, name, language, channel });
