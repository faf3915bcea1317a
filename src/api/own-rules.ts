import { OwnRule, OwnRuleList, OwnRulePath, SaveOwnRule, WithReason } from "../contract/tenant-rules.ts";
import { TenantPath } from "../contract/shared.ts";
import { listOwnRules, type OwnRule as Own, ownRuleVersions, saveOwnRule, withdrawOwnRule } from "../rulesets/index.ts";
import { about, answers, iso, type Routes } from "./routes.ts";
import type { RouteDeps } from "./deps.ts";

/** Rules that belong to one tenant alone. */
export const ownRuleRoutes = ({ state, callerOf }: RouteDeps): Routes => async (app) => {
  app.get(
    "/v1/tenants/:tenant/own-rules",
    { schema: { ...about("own rules", "The tenant's own rules", "rule:read"), params: TenantPath, response: answers(OwnRuleList) } },
    async ({ params }) => ({
      rules: (await listOwnRules(state, params.tenant)).map(present),
    }),
  );

  app.get(
    "/v1/tenants/:tenant/own-rules/:path",
    { schema: { ...about("own rules", "All versions of a file of own rules", "rule:read"), params: OwnRulePath, response: answers(OwnRuleList) } },
    async ({ params }) => ({
      rules: (await ownRuleVersions(state, params.tenant, params.path)).map(present),
    }),
  );

  app.put(
    "/v1/tenants/:tenant/own-rules/:path",
    { schema: { ...about("own rules", "Save a file of own rules as its next version", "rule:change"), params: OwnRulePath, body: SaveOwnRule, response: answers(OwnRule) } },
    async (request) => {
      const { tenant, path } = request.params;
      return present(await saveOwnRule(state, callerOf(request), tenant, { path, ...request.body }));
    },
  );

  app.post(
    "/v1/tenants/:tenant/own-rules/:path/withdraw",
    { schema: { ...about("own rules", "Take a file of own rules out of work", "rule:change"), params: OwnRulePath, body: WithReason, response: answers(OwnRule) } },
    async (request) => {
      const { tenant, path } = request.params;
      return present(await withdrawOwnRule(state, callerOf(request), tenant, path, request.body.reason));
    },
  );
};

const present = ({ path, version, text, documents, author, reason, createdAt }: Own) => ({
  path, version, text, author, reason, createdAt: iso(createdAt), rules: documents.map(({ key, kind, title, level }) => ({ key, kind, title, level })),
});
