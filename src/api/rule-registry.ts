// The registry of rules over HTTP.
import type { z } from "zod";
import {
  MarkRule, Placeholder, PlaceholderList, PlaceholderPath, RegisteredRule, RegistryList, RegistryPath, RegistryQuery, RuleOverride, RuleOverrideList, SaveOverride, SavePlaceholder,
} from "../contract/rule-registry.ts";
import { TenantPath } from "../contract/shared.ts";
import { refuseWideFilter } from "../alerts/index.ts";
import { DomainError } from "../core/index.ts";
import { changeRule, listPlaceholders, markRule, overrideVersions, type PlaceholderValues, type RegisteredRule as Rule, type RuleOverride as Override, ruleRegistry, setPlaceholder } from "../rulesets/index.ts";
import type { ExceptionDeps } from "./exceptions.ts";
import { about, answers, dateOf, iso, type Routes } from "./routes.ts";

const REGISTRY = "/v1/tenants/:tenant/rule-registry";
const TAG = "rule registry";

/** Which rules there are, what is said of them, and what an organisation changes. */
export const ruleRegistryRoutes = ({ state, now, newId, callerOf, eventsOf }: ExceptionDeps): Routes => async (app) => {
  const registered = async (tenant: string, key: string): Promise<z.infer<typeof RegisteredRule>> => {
    const found = (await ruleRegistry(state, tenant, { at: now(), version: "newest" })).rules.find(({ document, why }) => document.key === key && why !== "twin");
    if (found === undefined) throw new DomainError("not_found", `The registry has no rule ${key}.`);
    return present(found);
  };

  app.get(REGISTRY, { schema: { ...about(TAG, "The rules of an organisation, now or at an earlier time", "rule:read"), params: TenantPath, querystring: RegistryQuery, response: answers(RegistryList) } }, async ({ params, query }) => {
    const { version, rules } = await ruleRegistry(state, params.tenant, { at: dateOf(query.at) ?? now(), version: query.at === undefined ? "newest" : "then" });
    const wanted = rules.filter((one) => isWanted(one, query)).toSorted((a, b) => (a.document.key < b.document.key ? -1 : 1));
    const left = query.after === undefined ? wanted : wanted.filter(({ document }) => document.key > (query.after ?? ""));
    const page = left.slice(0, query.limit);
    return { version, total: wanted.length, active: wanted.filter(({ on }) => on).length, rules: page.map(present), next: left.length > page.length ? (page.at(-1)?.document.key ?? null) : null };
  });

  app.get(`${REGISTRY}/:rule/overrides`, { schema: { ...about(TAG, "Every decision about what is changed of a rule", "rule:read"), params: RegistryPath, response: answers(RuleOverrideList) } }, async ({ params }) => ({ overrides: (await overrideVersions(state, params.tenant, params.rule)).map(presentOverride) }));

  app.put(`${REGISTRY}/:rule/override`, { schema: { ...about(TAG, "Change level, filter or grouping of a rule", "rule:change"), params: RegistryPath, body: SaveOverride, response: answers(RuleOverride) } }, async (request) => {
    const { change, reason } = request.body;
    if (change?.filter !== undefined) await refuseWideFilter({ state, newId, eventsOf, elapsedMs: () => performance.now() }, callerOf(request), request.params.tenant, { rule: request.params.rule, filter: change.filter });
    return presentOverride(await changeRule(state, callerOf(request), request.params.tenant, { name: request.params.rule, to: change, reason }));
  });

  app.put(`${REGISTRY}/:rule/marking`, { schema: { ...about(TAG, "Say of a rule what its text does not", "rule:change"), params: RegistryPath, body: MarkRule, response: answers(RegisteredRule) } }, async (request) => {
    const { tenant, rule } = request.params;
    await markRule(state, callerOf(request), tenant, { name: rule, to: request.body.marking, reason: request.body.reason });
    return registered(tenant, rule);
  });

  app.get("/v1/tenants/:tenant/placeholders", { schema: { ...about(TAG, "What placeholders of rules stand for here", "rule:read"), params: TenantPath, response: answers(PlaceholderList) } }, async ({ params }) => ({ placeholders: (await listPlaceholders(state, params.tenant)).map(presentPlaceholder) }));

  app.put("/v1/tenants/:tenant/placeholders/:placeholder", { schema: { ...about(TAG, "Say what a placeholder stands for here", "rule:change"), params: PlaceholderPath, body: SavePlaceholder, response: answers(Placeholder) } }, async (request) => {
    const { values, reason } = request.body;
    return presentPlaceholder(await setPlaceholder(state, callerOf(request), request.params.tenant, { name: request.params.placeholder, to: values, reason }));
  });
};

function isWanted({ document, on, marking }: Rule, { active, incomplete, rule }: z.infer<typeof RegistryQuery>): boolean {
  if (active !== undefined && String(on) !== active) return false;
  if (incomplete !== undefined && marking.missing.length === 0) return false;
  return rule === undefined || document.key === rule;
}

const presentPlaceholder = ({ name, values, version, author, reason, createdAt }: PlaceholderValues): z.infer<typeof Placeholder> => ({ name, values: values === null ? null : [...values], version, author, reason, createdAt: iso(createdAt) });
const presentOverride = ({ rule, change, version, author, reason, createdAt }: Override): z.infer<typeof RuleOverride> => ({ rule, change: change === null ? null : { ...change, filter: change.filter === undefined ? undefined : { ...change.filter } }, version, author, reason, createdAt: iso(createdAt) });

function present({ document, pack, packVersion, path, digest, on, why, marking, override }: Rule): z.infer<typeof RegisteredRule> {
  const { key, kind, title, level, status } = document;
  const { cve, phase, missing, ...marked } = marking;
  return { key, kind, title, level: override?.change?.level ?? level, status, pack, version: packVersion, path, digest, active: on, why, marking: { ...marked, cve: [...cve], phase: [...phase], missing: [...missing] }, override: override === null ? null : presentOverride(override) };
}
