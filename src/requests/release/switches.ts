// The switches of sending without a person. Both sides may stop it; only the provider starts it again.
import { DomainError, type Caller } from "../../core/index.ts";
import { record, type SystemDb, type TenantDb } from "../../store/index.ts";
import type { Guard, Stop } from "./guard.ts";
import { deleteStop, insertStop, selectGuard, selectStop, upsertLimits } from "./repo.ts";

/** The guards of one organisation as they are. */
export const showAutomation = (db: TenantDb, now: Date): Promise<Guard> => selectGuard(db, now);

/** Nothing goes out without a person from now on, also what is queued. */
export async function stopAutomation(db: TenantDb, caller: Caller, reason: string): Promise<Guard> {
  const guard = await selectGuard(db, caller.now, { lock: true });
  if (guard.stopped !== null) throw new DomainError("conflict", `It was stopped by ${guard.stopped.by} already.`);
  await upsertLimits(db, { ...guard, stopped: { at: caller.now, by: caller.who, reason } }, caller.now);
  await record(db, caller, { action: "automation.stopped", subject: "automation", reason });
  return selectGuard(db, caller.now);
}

/** Lets requests go out without a person again. */
export async function startAutomation(db: TenantDb, caller: Caller, reason: string): Promise<Guard> {
  if (caller.side === "client") throw new DomainError("forbidden", "The provider starts it again: ask your service manager.");
  const guard = await selectGuard(db, caller.now, { lock: true });
  if (guard.stopped === null) throw new DomainError("conflict", "It is not stopped for this organisation.");
  await upsertLimits(db, { ...guard, stopped: null }, caller.now);
  await record(db, caller, { action: "automation.started", subject: "automation", reason, details: { stoppedBy: guard.stopped.by, stoppedAt: guard.stopped.at.toISOString() } });
  return selectGuard(db, caller.now);
}

/** Sets how many may go out without a person, and whether they are only written down. */
export async function limitAutomation(db: TenantDb, caller: Caller, { reason, ...limits }: Pick<Guard, "isDryRun" | "perHour" | "perDay"> & { readonly reason: string }): Promise<Guard> {
  const guard = await selectGuard(db, caller.now, { lock: true });
  await upsertLimits(db, { ...guard, ...limits }, caller.now);
  const { isDryRun, perHour, perDay } = guard;
  await record(db, caller, { action: "automation.limited", subject: "automation", reason, details: { before: { isDryRun, perHour, perDay }, after: limits } });
  return selectGuard(db, caller.now);
}

/** Whether it is stopped for all organisations. */
export const showStopForAll = (db: SystemDb): Promise<Stop | null> => selectStop(db);

/** Stops it for all organisations. */
export async function stopForAll(db: SystemDb, caller: Caller, reason: string): Promise<Stop | null> {
  if (!(await insertStop(db, { at: caller.now, by: caller.who, reason }))) throw new DomainError("conflict", "It is stopped for all organisations already.");
  await record(db, caller, { action: "automation.stopped", subject: "automation", reason });
  return selectStop(db);
}

/** Starts it again where an organisation has not stopped it for itself. */
export async function startForAll(db: SystemDb, caller: Caller, reason: string): Promise<Stop | null> {
  if (!(await deleteStop(db))) throw new DomainError("conflict", "It is not stopped for all organisations.");
  await record(db, caller, { action: "automation.started", subject: "automation", reason });
  return null;
}
