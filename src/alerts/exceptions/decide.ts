// The second person's steps, and the end.
import { type Caller, DomainError, systemCaller } from "../../core/index.ts";
import { emit, record, type State, type SystemDb, withSystem, withTenant } from "../../store/index.ts";
import { after, type Exception, requireSecond } from "./exception.ts";
import { insertStep, overdueExceptions, putException } from "./repo.ts";
import { keep, lockException } from "./save.ts";

export type Decision = { readonly id: string; readonly reason: string };

/** Puts an exception into force. */
export const approveException = (state: State, caller: Caller, tenant: string, { id, reason }: Decision): Promise<Exception> =>
  withTenant(state, tenant, async (db) => {
    const before = await lockException(db, id);
    const next = after(before.state, "approve");
    requireSecond(before, caller);
    if (before.expiresAt <= caller.now) throw new DomainError("conflict", `It would have ended on ${before.expiresAt.toISOString()}: its author has to revise it.`);
    const approved: Exception = { ...before, state: next, version: before.version + 1, changedAt: caller.now, approved: { who: caller.who, id: caller.id, side: caller.side, at: caller.now } };
    await keep(db, caller, approved, "approve", reason);
    await emit(db, caller, { kind: "exception.approved", subject: id, details: { title: before.title, rule: before.scope.rule, second: true } });
    return approved;
  });

/** Refuses a proposal; its author may revise it. */
export const refuseException = (state: State, caller: Caller, tenant: string, { id, reason }: Decision): Promise<Exception> =>
  withTenant(state, tenant, async (db) => {
    const before = await lockException(db, id);
    const refused: Exception = { ...before, state: after(before.state, "refuse"), version: before.version + 1, changedAt: caller.now };
    if (caller.id === before.author.id) throw new DomainError("forbidden", `${before.author.who} wrote this exception: withdraw it instead.`);
    await keep(db, caller, refused, "refuse", reason);
    await emit(db, caller, { kind: "exception.refused", subject: id, details: { title: before.title, rule: before.scope.rule } });
    return refused;
  });

/** Ends one that is in force before its time. What it hid stays hidden. */
export const endException = (state: State, caller: Caller, tenant: string, { id, reason }: Decision): Promise<Exception> =>
  withTenant(state, tenant, async (db) => {
    const ended = endOf(await lockException(db, id), caller);
    await keep(db, caller, ended, "end", reason);
    await emit(db, caller, { kind: "exception.ended", subject: id, details: { title: ended.title, rule: ended.scope.rule, expired: false } });
    return ended;
  });

const endOf = (before: Exception, { now }: Caller): Exception => ({ ...before, state: after(before.state, "end"), version: before.version + 1, changedAt: now, endedAt: now });

const AT_ONCE = 200;

/** Ends what has expired; true if there may be more. */
export function endExpired(state: State, now: Date): Promise<boolean> {
  return withSystem(state, async (db) => {
    const overdue = await overdueExceptions(db, now, AT_ONCE);
    for (const { tenant, exception } of overdue) await expire(db, tenant, exception, now);
    return overdue.length === AT_ONCE;
  });
}

async function expire(db: SystemDb, tenant: string, before: Exception, now: Date): Promise<void> {
  const caller = systemCaller("exceptions", now);
  const ended = endOf(before, caller);
  const reason = `It held until ${before.expiresAt.toISOString()}.`;
  await putException({ ...db, of: tenant }, ended);
  await insertStep({ ...db, of: tenant }, ended, { verb: "end", who: caller.who, caller: caller.id, side: caller.side, at: now, reason });
  await record(db, caller, { action: "exception.ended", subject: before.id, reason, details: { title: before.title, rule: before.scope.rule, version: ended.version }, tenant });
  await emit(db, caller, { kind: "exception.ended", subject: before.id, tenant, details: { title: before.title, rule: before.scope.rule, expired: true } });
}
