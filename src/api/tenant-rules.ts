import type { z } from "zod";
import {
  ActiveQuery, ActiveRules, RulePath, RuleSwitch, RuleSwitchList, SetRuleSwitch, SetTenantPack, TenantPack, TenantPackList, TenantPackPath, TenantRuleList, TenantRuleQuery,
} from "../contract/tenant-rules.ts";
import { TenantPath } from "../contract/shared.ts";
import {
  activeDropRules, activeRules, enablePack, type ListedRule, type PackSetting, ruleSwitches, type Switch, switchRule, tenantPacks, tenantRules,
} from "../rulesets/index.ts";
import type { State } from "../store/index.ts";
import { placeAfter, placeOf } from "./keyset.ts";
import { about, answers, dateOf, iso, isoOrNull, type Routes } from "./routes.ts";
import type { RouteDeps } from "./deps.ts";

/** Which rules are at work for a tenant, and who decides it. */
export const tenantRuleRoutes = ({ state, now, callerOf }: RouteDeps): Routes => async (app) => {
  app.get(
    "/v1/tenants/:tenant/rule-packs",
    { schema: { ...about("rules of a tenant", "All packs as a tenant has them", "rule:read"), params: TenantPath, response: answers(TenantPackList) } },
    async ({ params }) => ({
      packs: (await tenantPacks(state, params.tenant)).map(({ setting, ...pack }) => ({ ...pack, setting: setting === null ? null : presentSetting(setting) })),
    }),
  );

  app.put(
    "/v1/tenants/:tenant/rule-packs/:pack",
    { schema: { ...about("rules of a tenant", "Enable or disable a pack", "rule:change"), params: TenantPackPath, body: SetTenantPack, response: answers(TenantPack) } },
    async (request) => {
      const { tenant, pack } = request.params;
      const setting = await enablePack(state, callerOf(request), tenant, { pack, ...request.body });
      const version = (await tenantPacks(state, tenant)).find((one) => one.pack === pack)?.version ?? 0;
      return { pack, version, enabled: setting.enabled, setting: presentSetting(setting) };
    },
  );

  app.get(
    "/v1/tenants/:tenant/rules",
    { schema: { ...about("rules of a tenant", "The rules of its packs, on and off", "rule:read"), params: TenantPath, querystring: TenantRuleQuery, response: answers(TenantRuleList) } },
    async ({ params, query }) => {
      const { version, rules } = await tenantRules(state, params.tenant, { at: now(), version: "newest" });
      const wanted = rules.filter((rule) => isWanted(rule, query)).toSorted(inOrder);
      const behind = query.after === undefined ? wanted : wanted.filter((rule) => inOrder(rule, placeIn(query.after ?? "")) > 0);
      const page = behind.slice(0, query.limit);
      const last = page.at(-1);
      return { version, total: wanted.length, on: wanted.filter(({ on }) => on).length, rules: page.map(presentRule), next: last === undefined || behind.length <= query.limit ? null : placeAfter([last.pack, last.path, last.document.line]) };
    },
  );

  app.get(
    "/v1/tenants/:tenant/rules/active",
    { schema: { ...about("rules of a tenant", "What is at work, now or at an earlier time", "rule:read"), params: TenantPath, querystring: ActiveQuery, response: answers(ActiveRules) } },
    async ({ params, query }) => presentActive(state, params.tenant, { at: dateOf(query.at) ?? now(), version: query.at === undefined ? "newest" : "then" }),
  );

  app.put(
    "/v1/tenants/:tenant/rules/:rule/switch",
    { schema: { ...about("rules of a tenant", "Switch a rule on or off", "rule:change"), params: RulePath, body: SetRuleSwitch, response: answers(RuleSwitch) } },
    async (request) => {
      const { state: position, reason, from, until } = request.body;
      const choice = { key: request.params.rule, state: position, reason, validFrom: dateOf(from), validUntil: dateOf(until) };
      return presentSwitch(await switchRule(state, callerOf(request), request.params.tenant, choice));
    },
  );

  app.get(
    "/v1/tenants/:tenant/rules/:rule/switches",
    { schema: { ...about("rules of a tenant", "Every decision about a rule", "rule:read"), params: RulePath, response: answers(RuleSwitchList) } },
    async ({ params }) => ({
      switches: (await ruleSwitches(state, params.tenant, params.rule)).map(presentSwitch),
    }),
  );
};

async function presentActive(state: State, tenant: string, moment: { readonly at: Date; readonly version: "newest" | "then" }): Promise<z.infer<typeof ActiveRules>> {
  const [active, drops] = await Promise.all([activeRules(state, tenant, moment), activeDropRules(state, tenant, moment)]);
  const dates = [active.changesAt, drops.changesAt].filter((date) => date !== null).map(Number);
  return {
    version: active.version,
    digest: active.digest,
    changesAt: dates.length === 0 ? null : iso(new Date(Math.min(...dates))),
    off: [...active.off],
    files: active.files.map(({ path, pack, packVersion, digest }) => ({ path, pack, packVersion, digest })),
    dropRules: drops.rules.map(({ id, version, source, title }) => ({ id, version, source, title })),
  };
}

function isWanted({ document, pack, path, on }: ListedRule, query: z.infer<typeof TenantRuleQuery>): boolean {
  if (query.on !== undefined && String(on) !== query.on) return false;
  if (query.pack !== undefined && pack !== query.pack) return false;
  const search = query.search?.toLowerCase();
  return search === undefined || [document.title, path, document.key].some((text) => text.toLowerCase().includes(search));
}

type RulePlace = { readonly pack: string; readonly path: string; readonly document: { readonly line: number } };

/** By pack, file and place in it: no two rules have the same. */
function inOrder(one: RulePlace, other: RulePlace): number {
  if (one.pack !== other.pack) return one.pack < other.pack ? -1 : 1;
  if (one.path !== other.path) return one.path < other.path ? -1 : 1;
  return one.document.line - other.document.line;
}

function placeIn(after: string): RulePlace {
  const [pack, path, line] = placeOf(after, 3);
  return { pack: String(pack), path: String(path), document: { line: Number(line) } };
}

const presentSetting = ({ enabled, minimumStatus, minimumLevel, author, reason, createdAt }: PackSetting) =>
  ({ enabled, minimumStatus, minimumLevel, author, reason, createdAt: iso(createdAt) });
const presentSwitch = ({ state, author, reason, validFrom, validUntil, createdAt }: Switch) =>
  ({ state, author, reason, from: iso(validFrom), until: isoOrNull(validUntil), createdAt: iso(createdAt) });

function presentRule({ document: { key, kind, title, level, status, line }, pack, packVersion, path, on, why, switch: decided }: ListedRule) {
  return { key, kind, title, level, status, pack, packVersion, path, line, on, why, switch: decided === null ? null : presentSwitch(decided) };
}
