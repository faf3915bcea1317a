// Whom to remind next when nobody acknowledges. Pure.
import { onCallAt, type SettingDocuments } from "../../tenants/index.ts";
import type { Recipient } from "../escalation.ts";
import { recipient } from "../recipients.ts";

/** A step of the ladder: somebody of the client, or at its end the provider's own service manager. */
export type Rung = { readonly to: "client"; readonly contact: Recipient } | { readonly to: "service-manager" };

/**
 * The contacts of the on-call order who were not told yet, then all of that order by the second channel, then the
 * provider's service manager, who calls whoever decides at the client's.
 */
export function ladderOf({ contacts, notifications }: Pick<SettingDocuments, "contacts" | "notifications">, told: readonly Recipient[], at: Date): readonly Rung[] {
  const order = onCallAt(contacts, at).map(({ contact }) => contact);
  const first = notifications.entries.find(({ fact }) => fact === "alert-escalated")?.channel ?? "email";
  const second = notifications.secondChannel?.channel;
  const isTold = (key: string, channel: string): boolean => told.some((one) => one.contact === key && one.channel === channel);
  const next = order.filter(({ key }) => !isTold(key, first)).map((contact) => recipient(contact, first));
  const again = second === undefined || second === first ? [] : order.filter(({ key }) => !isTold(key, second)).map((contact) => recipient(contact, second));
  return [...[...next, ...again].map((contact): Rung => ({ to: "client", contact })), { to: "service-manager" }];
}

const MINUTE_MS = 60_000;
const LEAST_MINUTES = 5;
const MOST_MINUTES = 60;

/** When the next rung comes: half of the time that the client has to acknowledge, within bounds, holidays or not. */
export const nextReminderAt = (targetMinutes: number, now: Date): Date => new Date(now.getTime() + Math.min(Math.max(targetMinutes / 2, LEAST_MINUTES), MOST_MINUTES) * MINUTE_MS);
