// Alerts as answers have them, in lists and on pages.
import type { FastifyRequest } from "fastify";
import { type Alert, categoryOf, type Language, type Place, turnOf } from "../alerts/index.ts";
import type { AlertFilter, AlertRow } from "../contract/alerts.ts";
import type { z } from "zod";
import { DomainError } from "../core/index.ts";
import type { SystemDb, TenantDb } from "../store/index.ts";
import { modeFor, settingsOfSeveral, severityKeyOf } from "../tenants/index.ts";
import type { AlertQuery } from "../alerts/index.ts";
import type { RouteDeps } from "./deps.ts";
import { dateOf, iso, isoOrNull } from "./routes.ts";

export type Mode = NonNullable<AlertRow["mode"]>;

/** What was agreed for each of these alerts: who handles an incident of its category and severity. */
export async function modesOf(db: TenantDb | SystemDb, alerts: readonly Alert[], now: Date): Promise<ReadonlyMap<string, Mode>> {
  const settings = await settingsOfSeveral(db, [...new Set(alerts.map(({ tenant }) => tenant))], ["mode-matrix", "severity-scale"], now);
  return new Map(alerts.flatMap(({ tenant, id, techniques, tactics, level }) => {
    const documents = settings.get(tenant);
    return documents === undefined ? [] : [[`${tenant}\n${id}`, modeFor(documents, categoryOf(techniques, tactics), severityKeyOf(documents, level))] as const];
  }));
}

/** One row. */
export function presentAlert(alert: Alert, { now, language, modes }: { readonly now: Date; readonly language: Language; readonly modes?: ReadonlyMap<string, Mode> }): AlertRow {
  const { tenant, id, ref, title, score, level, status, detections, incident, mergedInto, asset, owner } = alert;
  const turn = turnOf(alert, now, language);
  return {
    tenant, id, ref, title, score, level, status, detections, incident, mergedInto, asset, verdict: alert.judgement.verdict, mode: modes?.get(`${tenant}\n${id}`) ?? null, rule: alert.rule.key, entity: { ...alert.entity }, techniques: [...alert.techniques],
    firstTime: iso(alert.firstTime), lastTime: iso(alert.lastTime), raisedAt: iso(alert.raisedAt), changedAt: iso(alert.changedAt), owner: owner === null ? null : { ...owner, since: isoOrNull(owner.since) },
    turn: turn === null ? null : { ...turn, until: isoOrNull(turn.until) }, reopened: alert.reopened.count,
  };
}

/** The language of sentences: as asked for, else the person's own. */
export const languageOf = ({ knownOf }: Pick<RouteDeps, "knownOf">, request: FastifyRequest, asked: Language | undefined): Language => asked ?? knownOf(request).signed?.person.language ?? "en";

/** What a list's filters mean. */
export const queryOf = (filter: z.infer<typeof AlertFilter>, { sort, person, tenants }: Pick<AlertQuery, "sort" | "person" | "tenants">): AlertQuery => ({
  stage: filter.stage, sort, person, tenants, statuses: filter.status, levels: filter.level, rule: filter.rule, technique: filter.technique, asset: filter.asset, entity: filter.entity, incident: filter.incident,
  since: dateOf(filter.since), until: dateOf(filter.until), verdicts: filter.verdict, dueBefore: dateOf(filter.dueBefore), text: filter.text,
});

export const cursorOf = ({ id, score, raisedAt, dueAt }: Place): string => Buffer.from([id, score, raisedAt.getTime(), dueAt?.getTime() ?? ""].join(".")).toString("base64url");

export function placeOfCursor(cursor: string): Place {
  const [, id, score, raised, due] = /^([0-9a-f]{32})\.(\d{1,3})\.(\d{1,15})\.(\d{0,15})$/.exec(Buffer.from(cursor, "base64url").toString("latin1")) ?? [];
  if (id === undefined) throw new DomainError("invalid", "cursor: use `next` of the answer before as it is, or none for the first page");
  return { id, score: Number(score), raisedAt: new Date(Number(raised)), dueAt: due === undefined || due === "" ? null : new Date(Number(due)) };
}
