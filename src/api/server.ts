import swagger from "@fastify/swagger";
import { fastify, type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";
import { type FastifyPluginCallbackZod, jsonSchemaTransform, jsonSchemaTransformObject, serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Readiness, SourceHealth } from "../contract/tenants.ts";
import { DomainError } from "../core/index.ts";
import type { Caller, State } from "../store/index.ts";
import { authentication } from "./authenticate.ts";
import { dropRuleRoutes } from "./drop-rules.ts";
import { answerError, answerUnknown } from "./errors.ts";
import { healthRoutes } from "./health.ts";
import { journalRoutes } from "./journal.ts";
import { ownRuleRoutes } from "./own-rules.ts";
import { rulePackRoutes } from "./rule-packs.ts";
import { tenantRuleRoutes } from "./tenant-rules.ts";
import { tenantRoutes } from "./tenants.ts";

/** A tenant as the configuration names it. */
export type ConfiguredTenant = {
  readonly id: string;
  readonly name: string;
  readonly retentionDays: number;
  readonly sources: readonly { readonly name: string; readonly technology?: string | undefined; readonly timezone: string }[];
};

export type ApiDeps = {
  readonly state: State;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly log: FastifyBaseLogger;
  /** prom-client's registry, or one that has the figures of other processes too. */
  readonly metrics: { readonly contentType: string; readonly metrics: () => Promise<string> };
  readonly readiness: () => Promise<Readiness["parts"]>;
  readonly tenants: () => readonly ConfiguredTenant[];
  /** The last day of each of a tenant's sources, by name. */
  readonly sourceHealth: (tenant: string) => Promise<ReadonlyMap<string, SourceHealth>>;
  /** Resources of other folders, behind the same guard. */
  readonly routes: readonly FastifyPluginCallbackZod[];
};

/** A server whose routes understand requests and answers by the contract. */
export type ApiServer = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;

/** What the routes of one resource are given. */
export type RouteDeps = ApiDeps & { readonly callerOf: (request: Parameters<ReturnType<typeof authentication>["callerOf"]>[0]) => Caller };

const BODY_BYTES = 4 * 1024 * 1024;
const VERSION = "0.1.0";

/** Makes the HTTP API; the caller lets it listen. */
export async function createApi(deps: ApiDeps): Promise<ApiServer> {
  const app: ApiServer = fastify({ loggerInstance: deps.log, logController: new LogController({ disableRequestLogging: true }), bodyLimit: BODY_BYTES, forceCloseConnections: "idle" }).withTypeProvider<ZodTypeProvider>();
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
    transformObject: jsonSchemaTransformObject,
  });
  const guard = authentication(deps.state, deps.now);
  const all: RouteDeps = { ...deps, callerOf: guard.callerOf };
  await app.register(healthRoutes(all, guard.requireKeyFromAfar));
  await app.register(async (guarded: ApiServer) => {
    guarded.addHook("onRequest", guard.requireKey);
    guarded.addHook("preHandler", async ({ params }) => requireTenant(deps, params));
    for (const routes of [tenantRoutes, journalRoutes, rulePackRoutes, tenantRuleRoutes, ownRuleRoutes, dropRuleRoutes]) await guarded.register(routes(all));
    for (const routes of deps.routes) await guarded.register(routes);
  });
  return app;
}

/** Every route below a tenant refuses one that the configuration does not name, before anything else looks at it. */
function requireTenant({ tenants }: ApiDeps, params: unknown): void {
  const { tenant } = (params ?? {}) as { readonly tenant?: string };
  if (tenant !== undefined && !tenants().some(({ id }) => id === tenant)) throw new DomainError("not_found", `There is no tenant ${tenant}: the configuration names those that there are.`);
}
