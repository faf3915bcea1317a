// Sends what waits. A notification is marked before it is sent and again when it was: one that is cut between the two is
// shown as unknown, so that nothing is told twice and nothing is lost in silence.
import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { systemCaller } from "../../core/index.ts";
import { record, type State, type SystemDb, withSystem } from "../../store/index.ts";
import type { Send, Sent } from "../channels/channel.ts";
import type { Notification } from "../notification.ts";
import { retryAt } from "../notification.ts";
import { claimNotifications, endNotification, type Ending, type Lane, selectCut, type TenantNotification } from "../repo.ts";

export type DeliveryOptions = { readonly state: State; readonly now: () => Date; readonly channels: Readonly<Partial<Record<Notification["channel"], Send>>> };

const AT_ONCE = 200;
// Of one lane in one batch: a receiver is not flooded.
const AT_ONCE_OF_LANE = 5;
// So long a batch is waited for; what takes longer goes on beside the next ones.
const PATIENCE_MS = 500;
// Longer than all that a channel takes: whoever has not come back by then will not.
const CUT_MS = 5 * 60_000;

/** Sends those that are due, some at a time. */
export type Sending = {
  /** Begins with the next; true: there may be more. */
  readonly run: () => Promise<boolean>;
  /** Resolves when nothing is under way. */
  readonly end: () => Promise<void>;
};

/**
 * Sends by lanes: one for each channel of an organisation, and for each of its receivers of chat. A lane takes its next ones when it is
 * done with the last, and waits for no other: a receiver that does not answer delays its own alone.
 */
export function createDelivery({ state, now, channels }: DeliveryOptions): Sending {
  const underWay = new Map<string, { readonly lane: Lane; readonly done: Promise<void> }>();
  const failures: Error[] = [];

  const sendOne = async (notification: TenantNotification): Promise<void> => {
    const send = channels[notification.channel];
    const sent: Sent = send === undefined ? { outcome: "refused", isLasting: true, result: `nothing sends by ${notification.channel}` } : await send(notification);
    await withSystem(state, (db) => conclude(db, notification, sent, now()));
  };
  const through = async (key: string, notifications: readonly TenantNotification[]): Promise<void> => {
    for (const one of await Promise.allSettled(notifications.map(sendOne))) if (one.status === "rejected") failures.push(one.reason as Error);
    underWay.delete(key);
  };
  const begin = (key: string, lane: Lane, notifications: readonly TenantNotification[]): Promise<void> => {
    const done = through(key, notifications);
    underWay.set(key, { lane, done });
    return done;
  };
  const told = (): void => {
    const [first] = failures.splice(0);
    if (first !== undefined) throw first;
  };
  return {
    async run() {
      const busy = [...underWay.values()].map(({ lane }) => lane);
      const claimed = await withSystem(state, (db) => claimNotifications(db, { limit: AT_ONCE, ofLane: AT_ONCE_OF_LANE, busy }, now()));
      const lanes = Map.groupBy(claimed, (one) => JSON.stringify(Object.values(laneOf(one))));
      const begun = [...lanes].map(([key, of]) => begin(key, laneOf(of[0]!), of));
      const isDone = await Promise.race([Promise.all(begun).then(() => true), setTimeout(PATIENCE_MS, false, { ref: false })]);
      told();
      return isDone && claimed.length > 0;
    },
    async end() {
      await Promise.all([...underWay.values()].map(({ done }) => done));
      told();
    },
  };
}

const laneOf = ({ tenant, channel, address }: TenantNotification): Lane => ({ tenant, channel, receiver: channel === "chat" ? address : "" });

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
