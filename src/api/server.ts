import swagger from "@fastify/swagger";
import { fastify, type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { jsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { DomainError } from "../core/index.ts";
import { authentication } from "./authenticate.ts";
import type { ApiDeps, RouteDeps } from "./deps.ts";
import { dropRuleRoutes } from "./drop-rules.ts";
import { answerError, answerUnknown } from "./errors.ts";
import { healthRoutes } from "./health.ts";
import { journalRoutes } from "./journal.ts";
import { usedSchemas } from "./openapi.ts";
import { ownRuleRoutes } from "./own-rules.ts";
import { packImportRoutes, rulePackRoutes } from "./rule-packs.ts";
import { tenantRuleRoutes } from "./tenant-rules.ts";
import { tenantRoutes } from "./tenants.ts";

/** A server whose routes understand requests and answers by the contract. */
export type ApiServer = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;

const OWN_ROUTES = [tenantRoutes, journalRoutes, rulePackRoutes, packImportRoutes, tenantRuleRoutes, ownRuleRoutes, dropRuleRoutes];
const BODY_BYTES = 4 * 1024 * 1024;
const VERSION = "0.1.0";

/** Makes the HTTP API; the caller lets it listen. */
export async function createApi(deps: ApiDeps): Promise<ApiServer> {
  const logging = { loggerInstance: deps.log, logController: new LogController({ disableRequestLogging: true }) };
  const app: ApiServer = fastify({ ...logging, bodyLimit: BODY_BYTES, forceCloseConnections: "idle" }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler(answerUnknown);
  app.addHook("onSend", async (_request, reply) => {
    void reply.header("x-content-type-options", "nosniff").header("cache-control", "no-store");
  });
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Vigie", version: VERSION, description: "Every route under /v1 takes an administrator's key: `Authorization: Bearer vigie_…`." },
      components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
    },
    transform: jsonSchemaTransform,
    transformObject: usedSchemas,
  });
  const guard = authentication(deps.state, deps.now);
  const all: RouteDeps = { ...deps, callerOf: guard.callerOf };
  await app.register(healthRoutes(all, guard.requireKeyFromAfar));
  await app.register(async (guarded: ApiServer) => {
    guarded.addHook("onRequest", guard.requireKey);
    guarded.addHook("onRequest", async ({ params }) => requireTenant(deps, params));
    for (const routes of [...OWN_ROUTES, ...deps.routes]) await guarded.register(routes(all));
  });
  return app;
}

/** Every route below a tenant refuses one that the configuration does not name, before anything else looks at it. */
function requireTenant({ tenants }: ApiDeps, params: unknown): void {
  const { tenant } = (params ?? {}) as { readonly tenant?: string };
  if (tenant === undefined || tenants().some(({ id }) => id === tenant)) return;
  throw new DomainError("not_found", `There is no tenant ${tenant}: the configuration names those that there are.`);
}
