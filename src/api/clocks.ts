// Clocks of whatever has some: shown to both sides, paused and resumed with a reason.
import type { z } from "zod";
import { clocksOf, type NextDue, pauseClocks, type Reading, resumeClocks } from "../clocks/index.ts";
import { type Clock, type ClockDue, ClockList, ClocksQuery, PauseClocks, ResumeClocks } from "../contract/clocks.ts";
import type { Permission } from "../contract/roles.ts";
import { DomainError } from "../core/index.ts";
import { readTenant, type TenantDb, withTenant } from "../store/index.ts";
import { type Subject, subjectKey } from "../timeline/index.ts";
import type { Known } from "./authenticate.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, iso, isoOrNull, type Routes } from "./routes.ts";

/** A resource that has clocks. */
export type Clocked = {
  /** `/v1/tenants/:tenant/alerts/:alert` */
  readonly path: string;
  readonly params: z.ZodType<{ readonly tenant: string }>;
  readonly read: Permission;
  readonly change: Permission;
  /** What a path means; refuses what the caller may not see. */
  readonly find: (db: TenantDb, known: Known, params: Readonly<Record<string, string>>) => Promise<Subject>;
  /** Why its clocks may not run again yet; undefined: they may. */
  readonly hindrance?: (db: TenantDb, subject: Subject) => Promise<string | undefined>;
};

/** The routes of the clocks below a resource. */
export const clockRoutes = ({ state, now, knownOf, callerOf }: RouteDeps, { path, params, read, change, find, hindrance }: Clocked): Routes => async (app) => {
  const list = async (db: TenantDb, subject: Subject, all = false) => ({ clocks: ((await clocksOf(db, [subject], now(), { all })).get(subjectKey(subject)) ?? []).map(presentClock) });

  app.get(`${path}/clocks`, { schema: { ...about("clocks", "By when who has to do what, with both readings and all pauses", read), params, querystring: ClocksQuery, response: answers(ClockList) } }, (request) =>
    readTenant(state, request.params.tenant, async (db) => list(db, await find(db, knownOf(request), request.params), request.query.all)));

  app.post(`${path}/clocks/pause`, { schema: { ...about("clocks", "Pause the clocks of the side that waits", change), params, body: PauseClocks, response: answers(ClockList) } }, (request) =>
    withTenant(state, request.params.tenant, async (db) => {
      const subject = await find(db, knownOf(request), request.params);
      const paused = await pauseClocks(db, callerOf(request), subject, request.body);
      if (paused.length === 0) throw new DomainError("conflict", `No clock of the ${request.body.side === "client" ? "provider" : "client"} runs here: look at the list of clocks for what is paused already.`);
      return list(db, subject);
    }));

  app.post(`${path}/clocks/resume`, { schema: { ...about("clocks", "Let paused clocks run again", change), params, body: ResumeClocks, response: answers(ClockList) } }, (request) =>
    withTenant(state, request.params.tenant, async (db) => {
      const subject = await find(db, knownOf(request), request.params);
      const { phases, reason } = request.body;
      const hindered = await hindrance?.(db, subject);
      if (hindered !== undefined) throw new DomainError("conflict", hindered);
      const resumed = await resumeClocks(db, callerOf(request), subject, phases, reason);
      if (resumed.length === 0) throw new DomainError("conflict", "No clock is paused here: look at the list of clocks.");
      return list(db, subject);
    }));
};

/** A clock as answers have it. */
export const presentClock = ({ phase, round, owner, state, forecast, severity, targetMinutes, timing, usedMinutes, usedWithPausesMinutes, leftMinutes, lateMinutes, isLateWithPauses, startedBy, stoppedBy, ...clock }: Reading): Clock => ({
  phase, round, owner, state, forecast, severity, targetMinutes, timing, usedMinutes, usedWithPausesMinutes, leftMinutes, lateMinutes, isLateWithPauses, startedBy, stoppedBy,
  startedAt: iso(clock.startedAt), stoppedAt: isoOrNull(clock.stoppedAt), dueAt: isoOrNull(clock.dueAt), warnAt: isoOrNull(clock.warnAt),
  pauses: clock.pauses.map(({ from, until, ...pause }) => ({ ...pause, from: iso(from), until: isoOrNull(until) })),
});

/** What is due next, as answers have it. */
export const presentDue = (due: NextDue | null): z.infer<typeof ClockDue> => (due === null ? null : { ...due, dueAt: isoOrNull(due.dueAt) });
