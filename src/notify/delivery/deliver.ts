// Sends what waits. A notification is marked before it is sent and again when it was: one that is cut between the two is
// shown as unknown, so that nothing is told twice and nothing is lost in silence.
import { createHash } from "node:crypto";
import { systemCaller } from "../../core/index.ts";
import { record, type State, type SystemDb, withSystem } from "../../store/index.ts";
import type { Send, Sent } from "../channels/channel.ts";
import type { Notification } from "../notification.ts";
import { retryAt } from "../notification.ts";
import { claimNotifications, endNotification, type Ending, selectCut, type TenantNotification } from "../repo.ts";

export type DeliveryOptions = { readonly state: State; readonly now: () => Date; readonly channels: Readonly<Partial<Record<Notification["channel"], Send>>> };

const AT_ONCE = 20;
// Longer than all that a channel takes: whoever has not come back by then will not.
const CUT_MS = 5 * 60_000;

/** Sends those that are due, some at a time; true: there may be more. */
export async function deliver({ state, now, channels }: DeliveryOptions): Promise<boolean> {
  const claimed = await withSystem(state, (db) => claimNotifications(db, AT_ONCE, now()));
  await Promise.all(claimed.map(async (notification) => {
    const send = channels[notification.channel];
    const sent: Sent = send === undefined ? { outcome: "refused", isLasting: true, result: `nothing sends by ${notification.channel}` } : await send(notification);
    await withSystem(state, (db) => conclude(db, notification, sent, now()));
  }));
  return claimed.length === AT_ONCE;
}

/** Marks as unknown what was cut; gives how many. */
export function markCut({ state, now }: Pick<DeliveryOptions, "state" | "now">): Promise<number> {
  return withSystem(state, async (db) => {
    const at = now();
    const cut = await selectCut(db, new Date(at.getTime() - CUT_MS), 500);
    for (const notification of cut) await conclude(db, notification, { outcome: "unknown", result: "the process that sent it ended before it heard what came of it" }, at);
    return cut.length;
  });
}

async function conclude(db: SystemDb, notification: TenantNotification, sent: Sent, at: Date): Promise<void> {
  const ending = endingOf(notification, sent, at);
  if (!(await endNotification(db, notification.tenant, notification.id, ending)) || ending.state === "queued") return;
  const { tenant, id, channel, address, about, subject, body, attempts } = notification;
  // The digest proves what was told, whatever becomes of the row.
  const content = createHash("sha256").update(`${subject}\n${body}`).digest("hex");
  await record(db, systemCaller("notify", at), { action: `notification.${ending.state}`, subject: id, tenant, details: { ref: about.ref, channel, address, content, attempts, result: ending.result } });
}

function endingOf({ attempts }: TenantNotification, sent: Sent, at: Date): Ending {
  const from = ["sending"] as const;
  if (sent.outcome !== "refused") return { from, state: sent.outcome, result: sent.result, nextAttemptAt: null, endedAt: at };
  const next = sent.isLasting ? null : retryAt(attempts, at);
  return next === null ? { from, state: "failed", result: sent.result, nextAttemptAt: null, endedAt: at } : { from, state: "queued", result: sent.result, nextAttemptAt: next, endedAt: null };
}
