// The register of notifications, and what people do with it.
import { type Caller, DomainError } from "../core/index.ts";
import { record, type State, type TenantDb, withTenant } from "../store/index.ts";
import type { Notification, NotificationState } from "./notification.ts";
import { countUnread, endNotification, type Ending, markRead, type NotificationQuery, selectNotification, selectNotifications } from "./repo.ts";

/** A page of the register, newest first. */
export const listNotifications = (state: State, tenant: string, query: NotificationQuery): Promise<readonly Notification[]> => withTenant(state, tenant, async (db) => (await selectNotifications(db, query)).map((one) => withoutCode(one, query.side)));

/** One, if the side may see it. */
export const showNotification = (state: State, caller: Caller, tenant: string, id: string): Promise<Notification> => withTenant(state, tenant, (db) => find(db, caller, id));

/** Sends again what failed or is not known to have arrived: a person decides that it may come twice. */
export const sendAgain = (state: State, caller: Caller, tenant: string, id: string, reason: string): Promise<Notification> =>
  change(state, caller, tenant, id, { action: "notification.sent-again", reason, from: ["failed", "unknown"], to: () => ({ state: "queued", result: null, nextAttemptAt: caller.now, endedAt: null }), otherwise: "Only what failed or is unknown can be sent again" });

/** Says what came of a call or message that a person made. */
export const recordCall = (state: State, caller: Caller, tenant: string, id: string, { isReached, note }: { readonly isReached: boolean; readonly note: string }): Promise<Notification> =>
  change(state, caller, tenant, id, {
    action: isReached ? "notification.sent" : "notification.failed", reason: note, from: ["manual"],
    to: () => ({ state: isReached ? "sent" : "failed", result: `${caller.who}: ${note}`, nextAttemptAt: null, endedAt: caller.now }), otherwise: "Only a call to make can be recorded",
  });

/** What the portal told a side and the caller themselves, newest first, and how many of it a person has not read, up to a hundred. */
export function listNotices(state: State, caller: Caller, tenant: string, { before, limit }: Pick<NotificationQuery, "before" | "limit">): Promise<{ readonly notices: readonly Notification[]; readonly unread: number }> {
  const side = caller.side === "client" ? "client" : "provider";
  return withTenant(state, tenant, async (db) => {
    const notices = await selectNotifications(db, { side: caller.side, channel: "portal", addresses: [side, caller.id], before, limit });
    return { notices, unread: await countUnread(db, side, caller.id) };
  });
}

/** Remembers that the caller has read all up to a time. */
export const readNotices = (state: State, caller: Caller, tenant: string, until: Date): Promise<void> => withTenant(state, tenant, (db) => markRead(db, caller.id, until < caller.now ? until : caller.now));

type Step = { readonly action: string; readonly reason: string; readonly from: readonly NotificationState[]; readonly to: () => Omit<Ending, "from">; readonly otherwise: string };

function change(state: State, caller: Caller, tenant: string, id: string, { action, reason, from, to, otherwise }: Step): Promise<Notification> {
  return withTenant(state, tenant, async (db) => {
    const found = await find(db, caller, id);
    const isPossible = found.channel !== "portal" && found.address !== "" && (await endNotification(db, tenant, id, { from, ...to() }));
    if (!isPossible) throw new DomainError("conflict", `${otherwise}: this one is ${found.state}${found.address === "" ? " and has no address: change the contacts" : ""}.`);
    await record(db, caller, { action, subject: id, reason, details: { ref: found.about.ref, channel: found.channel, address: found.address } });
    return find(db, caller, id);
  });
}

async function find(db: TenantDb, { side }: Caller, id: string): Promise<Notification> {
  const row = await selectNotification(db, id);
  const found = row === undefined ? undefined : withoutCode(row, side);
  if (found === undefined || (side === "client" && isOfProvider(found))) throw new DomainError("not_found", `There is no notification ${id}.`);
  return found;
}

const CODE = /\d{6}/g;

/** A test proves that a message arrives: its code is read where it arrived, and here only by the provider's people who still have to call and read it out. */
function withoutCode(one: Notification, side: Caller["side"]): Notification {
  if (one.event !== "channel-test" || (one.channel !== "email" && side === "provider" && one.state === "manual")) return one;
  return { ...one, body: one.body.replace(CODE, "••••••") };
}

/** What the provider told its own people. */
const isOfProvider = ({ channel, address, recipient }: Notification): boolean => recipient.kind === "person" || (channel === "portal" && address !== "client");
