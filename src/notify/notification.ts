import type { Channel } from "../contract/setting-kinds.ts";
import type { Language } from "./content/render.ts";

/**
 * queued → sending → sent | failed | unknown. unknown: it was cut between sending and hearing; nobody sends it again but a
 * person who decides so. manual: a person calls, and says what came of it.
 */
export type NotificationState = "queued" | "sending" | "sent" | "failed" | "unknown" | "manual" | "dropped";

/** What was told, or is to be: kept for ever, whatever came of it (PDIS IV.2.3.h). */
export type Notification = {
  readonly id: string;
  readonly fact: { readonly id: number; readonly kind: string };
  readonly about: { readonly kind: string; readonly id: string; readonly ref: string };
  readonly event: string;
  readonly channel: Channel;
  readonly recipient: { readonly kind: string; readonly key: string; readonly name: string };
  readonly address: string;
  readonly language: Language;
  readonly disclosure: string;
  readonly subject: string;
  readonly body: string;
  readonly state: NotificationState;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly createdAt: Date;
  readonly dueAt: Date | null;
  readonly endedAt: Date | null;
  readonly result: string | null;
};

const MINUTE_MS = 60_000;
// After the last of them a person has to look.
const RETRY_MINUTES = [1, 5, 15, 60, 240, 480];

/** When to try again after so many attempts; null: not any more. */
export const retryAt = (attempts: number, now: Date): Date | null => {
  const minutes = RETRY_MINUTES[attempts - 1];
  return minutes === undefined ? null : new Date(now.getTime() + minutes * MINUTE_MS);
};
