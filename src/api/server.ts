import cookie from "@fastify/cookie";
import rateLimit from "@fastify/rate-limit";
import swagger from "@fastify/swagger";
import { fastify, LogController, type FastifyRequest, type RouteOptions } from "fastify";
import { jsonSchemaTransform, serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { DomainError } from "../core/index.ts";
import { accessLog } from "./access.ts";
import { authentication, type Known } from "./authenticate.ts";
import { cmdbRoutes } from "./cmdb.ts";
import { changeRoutes } from "./changes.ts";
import type { ApiDeps, RouteDeps } from "./deps.ts";
import { dropRuleRoutes } from "./drop-rules.ts";
import { answerError, answerUnknown, HttpRefusal } from "./errors.ts";
import { escalationRoutes } from "./escalations.ts";
import { healthRoutes } from "./health.ts";
import { takeIdempotencyKeys } from "./idempotency.ts";
import { incidentExportRoutes } from "./incident-export.ts";
import { incidentFileRoutes, incidentVerbRoutes } from "./incident-verbs.ts";
import { incidentRoutes } from "./incidents.ts";
import { indicatorRoutes } from "./indicators.ts";
import { journalRoutes } from "./journal.ts";
import { usedSchemas } from "./openapi.ts";
import { SESSION_COOKIE } from "./cookies.ts";
import { ownRuleRoutes } from "./own-rules.ts";
import { packImportRoutes, rulePackRoutes } from "./rule-packs.ts";
import { tenantRuleRoutes } from "./tenant-rules.ts";
import { keyRoutes } from "./keys.ts";
import { knownTenants } from "./known-tenants.ts";
import { hintRoutes } from "./hints.ts";
import { linkRoutes } from "./links.ts";
import { meRoutes } from "./me.ts";
import { oidcRoutes } from "./oidc.ts";
import { passkeyRoutes } from "./passkeys.ts";
import { notificationRoutes } from "./notifications.ts";
import { tenantRegisterRoutes } from "./organisations.ts";
import { peopleRoutes } from "./people.ts";
import { playbookRoutes } from "./playbooks.ts";
import { savedViewRoutes } from "./saved-views.ts";
import { serviceStateRoutes } from "./service-state.ts";
import { serviceTermRoutes } from "./service-terms.ts";
import { settingRoutes } from "./settings.ts";
import { signInRoutes } from "./sign-in.ts";
import type { ApiServer } from "./routes.ts";
import { suspicionRoutes } from "./suspicions.ts";
import { tenantRoutes } from "./tenants.ts";
import { waitingRoutes } from "./waiting.ts";
import { serveWeb } from "./web.ts";

const OWN_ROUTES = [meRoutes, passkeyRoutes, oidcRoutes, peopleRoutes, keyRoutes, tenantRoutes, tenantRegisterRoutes, settingRoutes, serviceTermRoutes, serviceStateRoutes, journalRoutes, changeRoutes, savedViewRoutes, rulePackRoutes, packImportRoutes, tenantRuleRoutes, ownRuleRoutes, dropRuleRoutes, cmdbRoutes, indicatorRoutes, notificationRoutes, escalationRoutes, suspicionRoutes, waitingRoutes, incidentRoutes, incidentVerbRoutes, incidentExportRoutes, playbookRoutes, incidentFileRoutes];
// Of one caller: a person clicks, a program in a loop is slowed before it slows others.
const REQUESTS_A_MINUTE = 3_000;
const BODY_BYTES = 4 * 1024 * 1024;
const VERSION = "0.1.0";

/** Makes the HTTP API; the caller lets it listen. */
export async function createApi(deps: ApiDeps): Promise<ApiServer> {
  const logging = { loggerInstance: deps.log, logController: new LogController({ disableRequestLogging: true }) };
  const app: ApiServer = fastify({ ...logging, bodyLimit: BODY_BYTES, forceCloseConnections: "idle" }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(answerError);
  if (deps.web === undefined) app.setNotFoundHandler(answerUnknown);
  else await serveWeb(app, { folder: deps.web, newNonce: deps.newId });
  app.addHook("onSend", async (_request, reply) => {
    void reply.header("x-content-type-options", "nosniff");
    if (!reply.hasHeader("cache-control")) void reply.header("cache-control", "no-store");
  });
  await app.register(cookie);
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Vigie", version: VERSION, description: "Every route under /v1 that does not say otherwise takes the cookie of a session, with the token of its second cookie as x-csrf-token where something is changed, or a key: `Authorization: Bearer vigie_…`. What it asks of the caller stands in x-permission." },
      components: { securitySchemes: { key: { type: "http", scheme: "bearer" }, session: { type: "apiKey", in: "cookie", name: SESSION_COOKIE } } },
    },
    transform: jsonSchemaTransform,
    transformObject: usedSchemas,
  });
  const guard = authentication(deps.state, deps.now);
  const known = knownTenants(deps);
  const isStillIn = async (request: FastifyRequest): Promise<boolean> => {
    await known.refresh();
    return guard.isStillIn(request, known.all());
  };
  const knownNow = async (request: FastifyRequest): Promise<Known | undefined> => {
    await known.refresh();
    return guard.knownNow(request);
  };
  const all: RouteDeps = { ...deps, tenants: known.all, reloadTenants: known.reload, knownOf: guard.knownOf, callerOf: (request) => guard.knownOf(request).caller, isStillIn, knownNow };
  const access = accessLog(deps);
  await app.register(healthRoutes(all, guard.requireCallerFromAfar));
  await app.register(signInRoutes(all));
  await app.register(linkRoutes(all));
  await app.register(hintRoutes(all));
  await app.register(async (guarded: ApiServer) => {
    guarded.addHook("onRoute", refuseWithoutPermission);
    guarded.addHook("onRequest", guard.requireCaller);
    guarded.addHook("onRequest", async (request) => {
      await known.refresh((request.params as { readonly tenant?: string } | undefined)?.tenant);
      const refusal = guard.refusalOf(request, known.all());
      if (refusal === undefined) return;
      await access.refused(request, all.callerOf(request), refusal.code === "forbidden");
      throw refusal;
    });
    // What a verb refuses, and a change by a cookie without its token: the guard writes down its own.
    guarded.addHook("onError", async (request, _reply, error) => {
      const why = refusedAs(error);
      if (why !== undefined && guard.isKnown(request)) await access.refused(request, all.callerOf(request), all.knownOf(request).permissionsIn((request.params as { readonly tenant?: string } | undefined)?.tenant) !== undefined, why);
    });
    guarded.addHook("preHandler", (request) => access.looked(request, all.callerOf(request)));
    await guarded.register(rateLimit, { hook: "preHandler", max: REQUESTS_A_MINUTE, timeWindow: 60_000, keyGenerator: (request) => all.callerOf(request).id, errorResponseBuilder: tooMany });
    takeIdempotencyKeys(guarded, all);
    for (const routes of [...OWN_ROUTES, ...deps.routes]) await guarded.register(routes(all));
  });
  return app;
}

const refusedAs = (error: unknown): string | undefined =>
  (error instanceof DomainError && error.code === "forbidden") || (error instanceof HttpRefusal && error.code === "csrf") ? `${error.code}: ${error.message}` : undefined;

const tooMany = (_request: unknown, { after }: { readonly after: string }): HttpRefusal => new HttpRefusal("too_many_attempts", `More than ${REQUESTS_A_MINUTE} requests a minute came from this caller: wait ${after}.`);

/** A route that forgot to say who may call it is a bug that no request should find. */
function refuseWithoutPermission({ method, url, schema }: RouteOptions): void {
  if ((schema as { readonly "x-permission"?: string } | undefined)?.["x-permission"] === undefined) throw new Error(`${String(method)} ${url} says nothing of who may call it: describe it by about().`);
}
