import { DropRule, DropRuleList, DropRulePath, SaveDropRule } from "../contract/drop-rules.ts";
import { TenantPath } from "../contract/shared.ts";
import { WithReason } from "../contract/tenant-rules.ts";
import { DomainError } from "../core/index.ts";
import { type DropRule as Drop, dropRuleVersions, listDropRules, retireDropRule, saveDropRule } from "../rulesets/index.ts";
import { about, answers, dateOf, iso, isoOrNull, type Routes } from "./routes.ts";
import type { RouteDeps } from "./deps.ts";

/** What is dropped before detection, who decided it and why. */
export const dropRuleRoutes = ({ state, newId, tenants, callerOf }: RouteDeps): Routes => async (app) => {
  const checkSource = (tenant: string, source: string | null): void => {
    const known = tenants().find(({ id }) => id === tenant)?.sources ?? [];
    if (source === null || known.some(({ name }) => name === source)) return;
    throw new DomainError("invalid", `The tenant has no source ${source}: it has ${known.map(({ name }) => name).join(", ") || "none"}.`);
  };

  app.get(
    "/v1/tenants/:tenant/drop-rules",
    { schema: { ...about("drop rules", "All drop rules, retired ones too", "drop-rule:read"), params: TenantPath, response: answers(DropRuleList) } },
    async ({ params }) => ({
      rules: (await listDropRules(state, params.tenant)).map(present),
    }),
  );

  app.get(
    "/v1/tenants/:tenant/drop-rules/:id",
    { schema: { ...about("drop rules", "All versions of a drop rule", "drop-rule:read"), params: DropRulePath, response: answers(DropRuleList) } },
    async ({ params }) => ({
      rules: (await dropRuleVersions(state, params.tenant, params.id)).map(present),
    }),
  );

  app.post(
    "/v1/tenants/:tenant/drop-rules",
    { schema: { ...about("drop rules", "Make a drop rule", "drop-rule:change"), params: TenantPath, body: SaveDropRule, response: answers(DropRule) } },
    async (request) => {
      const { from, until, ...choice } = request.body;
      checkSource(request.params.tenant, choice.source);
      return present(await saveDropRule(state, callerOf(request), request.params.tenant, { id: newId(), ...choice, validFrom: dateOf(from), validUntil: dateOf(until) }));
    },
  );

  app.put(
    "/v1/tenants/:tenant/drop-rules/:id",
    { schema: { ...about("drop rules", "Save its next version; a retired one comes back into force", "drop-rule:change"), params: DropRulePath, body: SaveDropRule, response: answers(DropRule) } },
    async (request) => {
      const { tenant, id } = request.params;
      const { from, until, ...choice } = request.body;
      checkSource(tenant, choice.source);
      await dropRuleVersions(state, tenant, id); // an id is ours to give
      return present(await saveDropRule(state, callerOf(request), tenant, { id, ...choice, validFrom: dateOf(from), validUntil: dateOf(until) }));
    },
  );

  app.post(
    "/v1/tenants/:tenant/drop-rules/:id/retire",
    { schema: { ...about("drop rules", "Take a drop rule out of force", "drop-rule:change"), params: DropRulePath, body: WithReason, response: answers(DropRule) } },
    async (request) =>
      present(await retireDropRule(state, callerOf(request), request.params.tenant, request.params.id, request.body.reason)),
  );
};

const present = ({ validFrom, validUntil, createdAt, ...rule }: Drop) => ({ ...rule, from: iso(validFrom), until: isoOrNull(validUntil), createdAt: iso(createdAt) });
