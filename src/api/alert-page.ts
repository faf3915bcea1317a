// One alert: its page, its events, its thread.
import type { z } from "zod";
import { type AlertDetail, categoryOf, detectionsOf, differenceSentence, type EventsOf, type Exception, exceptionsFor, findAlert, groupingSentence, type Language, mergedInto, pinnedOf, saidParts, scoreSentence, showAlert, whatHappened } from "../alerts/index.ts";
import { showAsset } from "../cmdb/index.ts";
import { AlertEvents, AlertPage, AlertPageQuery, AlertThread, AlertThreadQuery } from "../contract/alert-page.ts";
import { AlertPath } from "../contract/alerts.ts";
import { DomainError } from "../core/index.ts";
import type { KeptDetection } from "../detections/index.ts";
import { nextStepOfAlert } from "../playbooks/index.ts";
import { readTenant } from "../store/index.ts";
import { timeZoneOf } from "../tenants/index.ts";
import { listEntries } from "../timeline/index.ts";
import { languageOf, modesOf, presentAlert } from "./alert-rows.ts";
import { presentFreshness } from "./cmdb-assets.ts";
import { clockRoutes, presentClock } from "./clocks.ts";
import type { RouteDeps } from "./deps.ts";
import { presentDetection } from "./detections.ts";
import { playbooksOf } from "./playbooks.ts";
import { about, answers, iso, isoOrNull, type Routes } from "./routes.ts";

const OF_ONE = "/v1/tenants/:tenant/alerts/:alert";
const READ = "alert:read";
/** Of so many of the newest detections the events are read. */
const MOST_DETECTIONS = 100;
const MOST_EVENTS = 200;

/** What there is to read of one alert. */
export const alertPageRoutes = (deps: RouteDeps & { readonly eventsOf: EventsOf }): Routes => async (app) => {
  const { state, now, callerOf, eventsOf } = deps;

  app.get(OF_ONE, { schema: { ...about("alerts", "One alert with all that its page shows", READ), params: AlertPath, querystring: AlertPageQuery, response: answers(AlertPage) } }, async (request) => {
    const { tenant, alert: name } = request.params;
    const language = languageOf(deps, request, request.query.language);
    const playbooks = await playbooksOf(deps);
    const { detail, modes, exceptions, next, timeZone } = await readTenant(state, tenant, async (db) => {
      const found = await showAlert(db, name, { person: callerOf(request).id, now: now() });
      return {
        timeZone: await timeZoneOf(db, now()),
        detail: found, modes: await modesOf(db, [found.alert], now()), exceptions: await exceptionsFor(db, found.alert.rule.key),
        // How the provider works is its own.
        next: callerOf(request).side === "client" ? null : await nextStepOfAlert(db, found.alert, playbooks),
      };
    });
    const asset = detail.alert.asset === null ? null : await showAsset(state, tenant, detail.alert.asset, now()).catch(onlyUnknown);
    return { ...presentAlert(detail.alert, { now: now(), language, modes }), ...presentDetail(detail, language, timeZone), exceptions: exceptions.map(presentException), nextStep: next === null ? null : { playbook: next.playbook.title[language], run: next.run, step: next.step, text: next.text[language] }, assetDetail: asset === null ? null : presentAsset(asset, detail.otherOpenOnAsset) };
  });

  app.get(`${OF_ONE}/events`, { schema: { ...about("alerts", "The whole events behind it: from the store, or as they were pinned", READ), params: AlertPath, querystring: AlertPageQuery, response: answers(AlertEvents) } }, async (request) => {
    const { tenant, alert: name } = request.params;
    const language = languageOf(deps, request, request.query.language);
    const { wanted, pinned, titles, timeZone } = await readTenant(state, tenant, async (db) => {
      const alert = await findAlert(db, name);
      const detections = await detectionsOf(db, [alert.id], MOST_DETECTIONS);
      const merged = await mergedInto(db, [alert.id]);
      const ofEvents = new Map(detections.flatMap(({ detection }) => detection.eventIds.map((id) => [Buffer.from(id).toString("hex"), detection.rule.title] as const)));
      return { timeZone: await timeZoneOf(db, now()), titles: ofEvents, wanted: [...ofEvents.keys()].slice(0, MOST_EVENTS), pinned: await pinnedOf(db, [alert.id, ...merged.map(({ id }) => id)]) };
    });
    const stored = await eventsOf(tenant, wanted);
    const isPinned = new Set(pinned.map(({ id }) => id));
    const inStore = new Set(stored.map(({ id }) => id));
    const all = [...stored, ...pinned.filter(({ id }) => !inStore.has(id))].toSorted((a, b) => a.time.getTime() - b.time.getTime());
    return {
      events: all.map(({ id, time, arrived, source, collector, technology, event, line }) => {
        const { text, segments } = whatHappened({ title: titles.get(id) ?? technology, time, fields: event, host: null, detections: 1, timeZone }, language);
        return { id, time: iso(time), arrived: iso(arrived), source, collector, technology, event: { ...event }, line, isPinned: isPinned.has(id), sentence: { text, segments: [...segments] } };
      }),
      gone: wanted.filter((id) => !inStore.has(id) && !isPinned.has(id)),
    };
  });

  app.get(`${OF_ONE}/thread`, { schema: { ...about("alerts", "What was said and done, that of merged alerts too", READ), params: AlertPath, querystring: AlertThreadQuery, response: answers(AlertThread) } }, async (request) => {
    const { tenant, alert: name } = request.params;
    const { after, limit } = request.query;
    return readTenant(state, tenant, async (db) => {
      const alert = await findAlert(db, name);
      const merged = new Map((await mergedInto(db, [alert.id])).map((one) => [one.id, one.ref]));
      const subjects = [alert.id, ...merged.keys()].map((id) => ({ kind: "alert", id }) as const);
      const entries = await listEntries(db, { subjects, side: callerOf(request).side, after, limit });
      const shown = entries.map(({ id, type, visibility, at, author, text, subject }) => ({ id, type, visibility, at: iso(at), author: author.who, side: author.side, text, from: merged.get(subject.id) ?? null }));
      return { entries: shown, next: entries.length < limit ? null : (entries.at(-1)?.id ?? null) };
    });
  });

  await app.register(clockRoutes(deps, { path: OF_ONE, params: AlertPath, read: READ, change: "alert:triage", find: async (db, _known, { alert = "" }) => ({ kind: "alert", id: (await findAlert(db, alert)).id }) }));
};

const presentException = ({ id, title, state, scope, expiresAt }: Exception) => ({ id, title, state: state === "approved" ? state : ("proposed" as const), ofThisRule: scope.rule !== null, expiresAt: iso(expiresAt) });

/** An asset that was erased since is no reason to show nothing. */
function onlyUnknown(error: unknown): null {
  if (error instanceof DomainError && error.code === "not_found") return null;
  throw error;
}

function presentDetail({ alert, merged, detections, lead, similar, clocks, attention, evidence }: AlertDetail, language: Language, timeZone: string) {
  const { strategy, key, windowMinutes } = alert.grouping;
  const { judgement, reopened } = alert;
  const happened = whatHappened({ title: alert.title, time: lead.time, fields: lead.fields, host: lead.host, detections: alert.detections, timeZone }, language);
  return {
    sentence: { text: happened.text, segments: [...happened.segments] },
    scoring: { parts: saidParts(alert.scoreFacts, alert.detections - alert.repeated, language).map((part) => ({ ...part })), sentence: scoreSentence(alert.scoreFacts, alert.detections - alert.repeated, language) },
    grouping: { strategy, key, windowMinutes, sentence: groupingSentence(alert, language) },
    judgement: { reason: judgement.reason, explainedBy: judgement.explainedBy, at: isoOrNull(judgement.at), by: judgement.by, side: judgement.side },
    reopening: reopened.at === null ? null : { at: iso(reopened.at), why: reopened.why ?? "" },
    merged: merged.map(({ id, ref, title }) => ({ id, ref, title })),
    category: categoryOf(alert.techniques, alert.tactics),
    clocks: clocks.map(presentClock),
    similar: { ...similar, differs: similar.differs.map((one) => ({ ...one })), differsText: differenceSentence(similar, language) },
    ruleDetail: presentRule(lead),
    detectionList: detections.map(presentDetection),
    evidence: evidence.map(({ id, time, source, collector, technology, line, digest, pinnedAt, pinnedBy }) => ({ id, time: iso(time), source, collector, technology, line, digest, pinnedAt: iso(pinnedAt), pinnedBy })),
    attention: { ...attention, seenAt: isoOrNull(attention.seenAt) },
  };
}

function presentRule({ rule, level }: KeptDetection): z.infer<typeof AlertPage>["ruleDetail"] {
  const { key, id, title, status, pack, version, digest, author, references, tags } = rule;
  return { key, id, title, level, status, pack, version, digest, author, references: [...references], tags: [...tags], license: pack.startsWith("sigma") ? "DRL-1.1" : null };
}

function presentAsset(asset: Awaited<ReturnType<typeof showAsset>>, otherOpenAlerts: number): NonNullable<z.infer<typeof AlertPage>["assetDetail"]> {
  const { id, name, kind, criticality, environment, location, os, exposure, addresses, services, teamDetail, changedAt, staleSince, freshness } = asset;
  const team = teamDetail === undefined ? null : { name: teamDetail.name, contact: teamDetail.contact, email: teamDetail.email, phone: teamDetail.phone, queue: teamDetail.itsmName };
  return { id, name, kind, criticality, environment, location, os, exposure, addresses: addresses.map(({ ip }) => ip), services: [...services], team: team ?? (asset.team === null ? null : { name: asset.team, contact: null, email: null, phone: null, queue: null }), changedAt: iso(changedAt), staleSince: isoOrNull(staleSince), freshness: presentFreshness(freshness), otherOpenAlerts };
}
