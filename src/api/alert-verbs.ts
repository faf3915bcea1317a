// What people do with alerts: one, some of an organisation, or some of several.
import type { FastifyRequest } from "fastify";
import { type Action, type Alert, findAlert, judgeAlike, listAlerts, MOST_AT_ONCE, onlyOne, type Outcome, perform, pinEvidence, type EventsOf } from "../alerts/index.ts";
import { AlertPath, AlertRow } from "../contract/alerts.ts";
import { ActOnAlerts, ActOnAllAlerts, ALERT_VERBS, type AlertAction, AlertsDone, type AlertVerb, PinEvidence, PinnedEvidence, RemarkOnAlert } from "../contract/alert-verbs.ts";
import { TenantPath } from "../contract/shared.ts";
import type { z } from "zod";
import { DomainError } from "../core/index.ts";
import { wasAskedAbout } from "../escalations/index.ts";
import { withTenant } from "../store/index.ts";
import { languageOf, presentAlert, queryOf } from "./alert-rows.ts";
import type { RouteDeps } from "./deps.ts";
import { holderNamed } from "./holder.ts";
import { about, answers, type Needed, type Routes } from "./routes.ts";

const OF_ONE = "/v1/tenants/:tenant/alerts/:alert";

const SAY: Readonly<Record<AlertVerb, readonly [summary: string, needed: Needed]>> = {
  take: ["Have it yourself", "alert:triage"], assign: ["Give it to somebody", "alert:triage"], release: ["Have it no more", "alert:triage"], comment: ["Write into its thread", "alert:triage"],
  judge: ["Say what it was", "alert:triage"], unjudge: ["Take the verdict back", "alert:triage"], close: ["Close what was judged", "alert:triage"], reopen: ["Open it again", "alert:triage"],
  merge: ["Make it part of another", "alert:triage"], watch: ["Hear of what becomes of it", "alert:read"], unwatch: ["Hear of it no more", "alert:read"], seen: ["Say that you have looked at it", "alert:read"],
};

/** The verbs of alerts. */
export const alertVerbRoutes = (deps: RouteDeps & { readonly eventsOf: EventsOf }): Routes => async (app) => {
  const { state, now, callerOf, tenants, eventsOf } = deps;
  const present = (request: FastifyRequest, alert: Alert) => presentAlert(alert, { now: now(), language: languageOf(deps, request, undefined) });

  /** The action with the person that it names. */
  const actionOf = async (among: readonly string[], action: AlertAction): Promise<Action> => {
    if (action.do !== "assign") return action;
    return { do: "assign", to: await holderNamed(state, action.to, among), comment: action.comment };
  };

  for (const verb of Object.keys(SAY) as AlertVerb[]) {
    const [summary, needed] = SAY[verb];
    app.post(`${OF_ONE}/${verb}`, { schema: { ...about("alerts", summary, needed), params: AlertPath, body: ALERT_VERBS[verb], response: answers(AlertRow) } }, async (request) => {
      const { tenant, alert } = request.params;
      const action = await actionOf([tenant], { ...(request.body as object), do: verb } as AlertAction);
      return present(request, onlyOne(await withTenant(state, tenant, (db) => perform(db, callerOf(request), [alert], action))));
    });
  }

  await app.register(remarkRoutes(deps));

  app.post(`${OF_ONE}/judge-alike`, { schema: { ...about("alerts", "Judge it as most similar ones were", "alert:triage"), params: AlertPath, response: answers(AlertRow) } }, async (request) =>
    present(request, onlyOne(await withTenant(state, request.params.tenant, (db) => judgeAlike(db, callerOf(request), request.params.alert)))));

  app.post(`${OF_ONE}/evidence`, { schema: { ...about("alerts", "Keep events of it past their time", "alert:triage"), params: AlertPath, body: PinEvidence, response: answers(PinnedEvidence) } }, async (request) => {
    const { tenant, alert } = request.params;
    const wanted = request.body.events;
    const events = await eventsOf(tenant, wanted);
    const { pinned, gone } = await withTenant(state, tenant, (db) => pinEvidence(db, callerOf(request), alert, { wanted, events }));
    return { pinned, gone: [...gone] };
  });

  app.post("/v1/tenants/:tenant/alerts/actions", { schema: { ...about("alerts", "Do the same to many alerts, with one comment", "alert:triage"), params: TenantPath, body: ActOnAlerts, response: answers(AlertsDone) } }, async (request) => {
    const { tenant } = request.params;
    const { alerts, matching, action: asked } = request.body;
    const action = await actionOf([tenant], asked);
    const caller = callerOf(request);
    return withTenant(state, tenant, async (db) => {
      const page = matching === undefined ? undefined : await listAlerts(db, queryOf(matching, { sort: "worst", person: caller.id }), { limit: MOST_AT_ONCE });
      const outcome = await perform(db, caller, page?.alerts.map(({ id }) => id) ?? alerts ?? [], action);
      return doneOf(outcome, (alert) => present(request, alert), page !== undefined && page.next !== null);
    });
  });

  app.post("/v1/alerts/actions", { schema: { ...about("alerts", "Do the same to alerts of several organisations", "alert:triage"), body: ActOnAllAlerts, response: answers(AlertsDone) } }, async (request) => {
    const caller = callerOf(request);
    const byTenant = Map.groupBy(request.body.alerts, ({ tenant }) => tenant);
    const known = new Set(tenants().map(({ id }) => id));
    const unknown = [...byTenant.keys()].find((tenant) => !known.has(tenant));
    if (unknown !== undefined) throw new DomainError("not_found", `There is no tenant ${unknown}.`);
    const action = await actionOf([...byTenant.keys()], request.body.action);
    if (action.do === "merge") throw new DomainError("invalid", "Alerts are merged within one organisation: ask there.");
    const done: Outcome["done"][number][] = [];
    const refused: Outcome["refused"][number][] = [];
    // Each organisation's in a transaction of its own: no handle sees two.
    for (const [tenant, some] of byTenant) {
      const outcome = await withTenant(state, tenant, (db) => perform(db, caller, some.map(({ alert }) => alert), action));
      done.push(...outcome.done);
      refused.push(...outcome.refused);
    }
    return doneOf({ done, refused }, (alert) => present(request, alert), false);
  });
};

const doneOf = ({ done, refused }: Outcome, present: (alert: Alert) => z.infer<typeof AlertRow>, left: boolean): z.infer<typeof AlertsDone> => ({ done: done.map(present), refused: refused.map(({ alert, why }) => ({ alert, why })), left });

/** What the client says of an alert that it was asked about. */
const remarkRoutes = (deps: RouteDeps): Routes => async (app) => {
  const { state, now, callerOf } = deps;
  app.post(`${OF_ONE}/remarks`, { schema: { ...about("alerts", "Write into the thread of an alert that one was asked about; the client's", "alert:qualify"), params: AlertPath, body: RemarkOnAlert, response: answers(AlertRow) } }, async (request) => {
    const { tenant, alert } = request.params;
    return presentAlert(onlyOne(await withTenant(state, tenant, async (db) => {
      const { id, ref } = await findAlert(db, alert);
      if (!(await wasAskedAbout(db, id))) throw new DomainError("conflict", `${ref} was not escalated: nobody has asked about it yet. Declare a suspicion if you have seen something.`);
      return perform(db, callerOf(request), [id], { do: "comment", text: request.body.text, visibility: "shared" });
    })), { now: now(), language: languageOf(deps, request, undefined) });
  });
};
