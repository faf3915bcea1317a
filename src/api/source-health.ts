// How sources are: of one organisation, of all, and one of them in detail.
import type { FastifyRequest } from "fastify";
import type { z } from "zod";
import { workedOnAt } from "../cmdb/index.ts";
import { healthSentence, heardOf, type KeptDays, type KeptHour, listDays, listHours, SOURCE_STATES, sourceHealth, sourceStatuses, type SourceHealth, totalOf } from "../collection/index.ts";
import { SourceDetail, SourceHealthList, SourceHealthQuery, type SourceHealthRow, SourcePath } from "../contract/source-health.ts";
import { TenantPath } from "../contract/shared.ts";
import { DomainError } from "../core/index.ts";
import type { ReadingRule, RulesByTechnology } from "../rulesets/index.ts";
import { readTenant } from "../store/index.ts";
import { languageOf } from "./alert-rows.ts";
import type { ConfiguredTenant, RouteDeps } from "./deps.ts";
import { about, answers, iso, isoOrNull, type Routes } from "./routes.ts";

export type SourceHealthDeps = RouteDeps & { readonly rulesByTechnology: RulesByTechnology };

/** What is found of one source, before it is put into words. */
type Found = { readonly tenant: string; readonly source: string; readonly isConfigured: boolean; readonly technology: string | null; readonly health: SourceHealth; readonly maintenanceUntil: Date | undefined; readonly rules: readonly ReadingRule[] | null; readonly blind: number | null };
type OfTenant = { readonly found: readonly Found[]; readonly blind: number; readonly hours: readonly KeptHour[]; readonly days: KeptDays };

const TAG = "sources";
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MOST_RULES = 500;
// Organisations are looked at a few at a time: the database has others to serve.
const AT_ONCE = 4;

export const sourceHealthRoutes = (deps: SourceHealthDeps): Routes => async (app) => {
  const { now, tenants } = deps;
  const answer = (request: FastifyRequest, all: readonly OfTenant[], asked: "en" | "fr" | undefined) => {
    const at = now();
    const language = languageOf(deps, request, asked);
    const found = all.flatMap((one) => one.found).toSorted((a, b) => SOURCE_STATES.indexOf(a.health.state) - SOURCE_STATES.indexOf(b.health.state) || (b.blind ?? 0) - (a.blind ?? 0));
    const count = (state: (typeof SOURCE_STATES)[number]): number => found.filter(({ health }) => health.state === state).length;
    return {
      at: iso(at),
      sources: found.map((one) => present(one, { nowMs: at.getTime(), language })),
      counts: { silent: count("silent"), late: count("late"), unparsed: count("unparsed"), clock: count("clock"), never: count("never"), maintenance: count("maintenance"), healthy: count("healthy") },
      blind: all.reduce((sum, one) => sum + one.blind, 0),
      troubled: new Set(found.filter(({ health: { state } }) => state === "late" || state === "unparsed" || state === "clock").map(({ tenant }) => tenant)).size,
      total: totalOf(found.map(({ health }) => health.total)),
    };
  };

  app.get("/v1/tenants/:tenant/source-health", { schema: { ...about(TAG, "How each source is, the worst first", "source:read"), params: TenantPath, querystring: SourceHealthQuery, response: answers(SourceHealthList) } }, async (request) =>
    answer(request, [await ofTenant(deps, request.params.tenant)], request.query.language));

  app.get("/v1/source-health", { schema: { ...about(TAG, "How each source of all organisations is, the worst first", "source:read"), querystring: SourceHealthQuery, response: answers(SourceHealthList) } }, async (request) => {
    const all: OfTenant[] = [];
    const ids = tenants().map(({ id }) => id);
    for (let i = 0; i < ids.length; i += AT_ONCE) all.push(...(await Promise.all(ids.slice(i, i + AT_ONCE).map((id) => ofTenant(deps, id)))));
    return answer(request, all, request.query.language);
  });

  app.get("/v1/tenants/:tenant/sources/:source", { schema: { ...about(TAG, "One source, with its account and the rules that read it", "source:read"), params: SourcePath, querystring: SourceHealthQuery, response: answers(SourceDetail) } }, async (request) => {
    const { tenant, source } = request.params;
    const { found, hours, days } = await ofTenant(deps, tenant);
    const one = found.find((other) => other.source === source);
    if (one === undefined) throw new DomainError("not_found", `${tenant} has no source ${source}.`);
    return presentDetail(one, { hours, days, configured: configuredOf(deps, tenant).find(({ name }) => name === source), at: now(), language: languageOf(deps, request, request.query.language) });
  });
};

const configuredOf = ({ tenants }: Pick<RouteDeps, "tenants">, tenant: string): ConfiguredTenant["sources"] => tenants().find(({ id }) => id === tenant)?.sources ?? [];

async function ofTenant(deps: SourceHealthDeps, tenant: string): Promise<OfTenant> {
  const at = deps.now();
  const configured = configuredOf(deps, tenant);
  const day = (days: number): string => new Date(at.getTime() + days * DAY_MS).toISOString().slice(0, 10);
  const { hours, heard, days, workedOn } = await readTenant(deps.state, tenant, async (db) => {
    const known = await heardOf(db);
    const names = [...new Set([...configured.map(({ name }) => name), ...known.keys()])];
    // The first of the 24 hours that are shown is whole.
    const since = new Date(at.getTime() - (at.getTime() % HOUR_MS) - DAY_MS + HOUR_MS);
    return { heard: known, hours: await listHours(db, since, new Date(at.getTime() + 1)), days: await listDays(db, day(-1), day(1)), workedOn: await workedOnAt(db, names.map((name) => name.toLowerCase()), at) };
  });
  const names = [...new Set([...configured.map(({ name }) => name), ...heard.keys()])].toSorted();
  const all = await Promise.all(names.map(async (source) => {
    const labelled = configured.find(({ name }) => name === source)?.technology;
    const technology = labelled ?? mostSeen(days, source);
    const maintenanceUntil = workedOn.get(source.toLowerCase());
    const health = sourceHealth({ hours: hours.filter((hour) => hour.source === source), heard: heard.get(source), maintenanceUntil, nowMs: at.getTime() });
    return { tenant, source, isConfigured: configured.some(({ name }) => name === source), technology, health, maintenanceUntil, rules: technology === null ? null : await deps.rulesByTechnology.of(tenant, technology) };
  }));
  const isMute = ({ health: { state } }: { readonly health: SourceHealth }): boolean => state === "silent" || state === "never";
  const fed = new Set(all.filter((one) => !isMute(one)).flatMap(({ rules }) => rules ?? []).map(({ key }) => key));
  const blindOf = (rules: readonly ReadingRule[]): readonly string[] => rules.map(({ key }) => key).filter((key) => !fed.has(key));
  return {
    hours, days,
    found: all.map((one) => ({ ...one, blind: one.rules === null ? null : isMute(one) ? blindOf(one.rules).length : 0 })),
    blind: new Set(all.filter(isMute).flatMap(({ rules }) => blindOf(rules ?? []))).size,
  };
}

function mostSeen({ technologies }: KeptDays, source: string): string | null {
  const counts = new Map<string, number>();
  for (const row of technologies) if (row.source === source) counts.set(row.technology, (counts.get(row.technology) ?? 0) + row.events);
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

function present({ tenant, source, technology, isConfigured, health, maintenanceUntil, rules, blind }: Found, { nowMs, language }: { readonly nowMs: number; readonly language: "en" | "fr" }): SourceHealthRow {
  const { state, since, lastAt, isLastExact, hours, total, perSecond, lagP95Ms, unparsed, ahead } = health;
  return {
    tenant, source, technology, configured: isConfigured, state, since: isoOrNull(since), maintenanceUntil: isoOrNull(maintenanceUntil ?? null), lastAt: isoOrNull(lastAt), isLastExact,
    sentence: healthSentence(health, { blind, maintenanceUntil, nowMs, language }),
    hours: hours.map(({ hour, counts }) => ({ hour: iso(hour), counts: counts === null ? null : { ...counts } })),
    total: { ...total }, perSecond, unparsed, ahead,
    // JSON has no infinity.
    lagP95Ms: lagP95Ms === null ? null : Math.min(lagP95Ms, DAY_MS + 1),
    rules: rules?.length ?? null, blind,
  };
}

type Around = { readonly hours: readonly KeptHour[]; readonly days: KeptDays; readonly configured: ConfiguredTenant["sources"][number] | undefined; readonly at: Date; readonly language: "en" | "fr" };

function presentDetail(one: Found, { hours, days, configured, at, language }: Around): z.infer<typeof SourceDetail> {
  const [today, yesterday] = [0, -1].map((n) => new Date(at.getTime() + n * DAY_MS).toISOString().slice(0, 10)) as [string, string];
  const [status] = sourceStatuses({ configured: [{ name: one.source, technology: configured?.technology }], hours: [], lastHours: new Map(), days, today, yesterday, nowMs: at.getTime() });
  const dropped = new Map<string, number>();
  for (const hour of hours) if (hour.source === one.source) for (const [id, n] of Object.entries(hour.droppedBy)) dropped.set(id, (dropped.get(id) ?? 0) + n);
  const rules = one.rules ?? [];
  return {
    ...present(one, { nowMs: at.getTime(), language }),
    timezone: configured?.timezone ?? null,
    origin: configured === undefined ? null : (configured.origin ?? "configuration"),
    labelled: configured?.technology ?? null,
    seen: [...(status?.technology.seen ?? [])],
    isMislabelled: status?.technology.isWrong ?? false,
    droppedBy: [...dropped].map(([dropRule, lines]) => ({ dropRule, lines })),
    fields: (status?.fields ?? []).map(({ hasDropped, ...fill }) => ({ ...fill, dropped: hasDropped })),
    reading: rules.slice(0, MOST_RULES).map(({ key, title, level, techniques }) => ({ key, title, level, techniques: [...techniques] })),
    techniques: [...new Set(rules.flatMap(({ techniques }) => techniques))].toSorted(),
  };
}
