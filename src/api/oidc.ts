// Single sign-on: connections to identity providers, and the way through them.
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { ChangeOidcConnection, CreateOidcConnection, Discover, DiscoverAnswer, OidcCallback, OidcConnection, OidcConnectionList, OidcConnectionPath, TenantOidcConnectionPath } from "../contract/oidc.ts";
import { Ended, SignInAnswer } from "../contract/people.ts";
import { Problem } from "../contract/problem.ts";
import { TenantPath } from "../contract/shared.ts";
import { changeConnection, createConnection, createOidcSignIn, listConnections, removeConnection, type ConnectionSettings, type OidcConnection as Known } from "../identity/index.ts";
import { setSessionCookies } from "./cookies.ts";
import type { RouteDeps } from "./deps.ts";
import { HttpRefusal } from "./errors.ts";
import { about, answers, iso, open, type Routes } from "./routes.ts";
import { openingOf, present } from "./sign-in-answer.ts";

const CALLBACK = "/v1/sign-in/oidc/callback";
const redirectUriOf = ({ publicUrl }: RouteDeps): string => new URL(CALLBACK, publicUrl()).href;

const TICKET_COOKIE = "__Host-vigie-oidc";
// Lax: it has to come along when the identity provider sends the browser back.
const TICKET = { path: "/", secure: true, httpOnly: true, sameSite: "lax", maxAge: 600 } as const;

/** What somebody does whom nobody knows yet. */
export const oidcSignInRoutes = (deps: RouteDeps): Routes => async (app) => {
  const { state, seal, now, newId, publicUrl, internalIssuers, log } = deps;
  const signIn = createOidcSignIn({ state, seal, now, newId, internalIssuers, redirectUri: () => redirectUriOf(deps) });
  const ticketOf = ({ cookies }: FastifyRequest): string => cookies[TICKET_COOKIE] ?? "";
  const sendBack = (reply: FastifyReply, path: string): FastifyReply => reply.redirect(new URL(path, publicUrl()).href, 303);

  app.post("/v1/sign-in/discover", { schema: { ...open("sign-in", "How an address signs in, by its domain"), body: Discover, response: answers(DiscoverAnswer) } }, async (request, reply) => {
    const found = await signIn.discover(request.body.email);
    if (found.type === "password") return found;
    if (found.type === "unavailable") {
      log.warn({ reason: found.reason }, "an identity provider could not be asked");
      throw new HttpRefusal("unavailable", "The identity provider of this address does not answer as it should: try again later, or ask those who run it.");
    }
    void reply.setCookie(TICKET_COOKIE, found.ticket, TICKET);
    return { type: "oidc" as const, url: found.url };
  });

  app.get(CALLBACK, { schema: { ...open("sign-in", "Where the identity provider sends the browser back to; leads on to the application, or to /sign-in with what is left to do or why not"), querystring: OidcCallback, response: { 303: z.undefined(), default: Problem } } }, async (request, reply) => {
    const answer = await signIn.arrive({ ticket: ticketOf(request), callback: new URL(request.url, publicUrl()) }, openingOf(request));
    void reply.clearCookie(TICKET_COOKIE, TICKET);
    if (answer.type === "refused") return sendBack(reply, `/sign-in?refused=${answer.reason}`);
    if (answer.type === "done") {
      setSessionCookies(reply, answer.session);
      return sendBack(reply, "/");
    }
    void reply.setCookie(TICKET_COOKIE, answer.ticket, TICKET);
    return sendBack(reply, "/sign-in?next=code");
  });

  app.post("/v1/sign-in/oidc/continue", { schema: { ...open("sign-in", "Go on from the identity provider to Vigie's own second factor"), response: answers(SignInAnswer) } }, async (request, reply) => {
    const ticket = ticketOf(request);
    void reply.clearCookie(TICKET_COOKIE, TICKET);
    return present(await signIn.proceed(ticket), reply);
  });
};

/** Connections of the provider, and of one organisation. */
export const oidcRoutes = (deps: RouteDeps): Routes => async (app) => {
  const { state, newId, callerOf } = deps;
  const list = async (tenant: string | null) => ({ connections: (await listConnections(state, tenant)).map(presentConnection), redirectUri: redirectUriOf(deps) });
  const create = async (request: FastifyRequest, tenant: string | null, given: ConnectionSettings) => presentConnection(await createConnection(deps, callerOf(request), { id: newId(), tenant }, given));
  const change = async (request: FastifyRequest, at: { readonly id: string; readonly tenant: string | null }, given: z.output<typeof ChangeOidcConnection>) => presentConnection(await changeConnection(deps, callerOf(request), at, onlyGiven(given)));
  const remove = async (request: FastifyRequest, at: { readonly id: string; readonly tenant: string | null }) => {
    await removeConnection(state, callerOf(request), at);
    return { ended: 1 };
  };

  app.get("/v1/oidc-connections", { schema: { ...about("oidc", "The provider's own identity providers", "sign-in:read"), response: answers(OidcConnectionList) } }, async () => list(null));
  app.post("/v1/oidc-connections", { schema: { ...about("oidc", "Enter an identity provider of the provider", "sign-in:change"), body: CreateOidcConnection, response: answers(OidcConnection) } }, async (request) => create(request, null, request.body));
  app.patch("/v1/oidc-connections/:connection", { schema: { ...about("oidc", "Change an identity provider of the provider", "sign-in:change"), params: OidcConnectionPath, body: ChangeOidcConnection, response: answers(OidcConnection) } }, async (request) => change(request, { id: request.params.connection, tenant: null }, request.body));
  app.delete("/v1/oidc-connections/:connection", { schema: { ...about("oidc", "Remove an identity provider of the provider", "sign-in:change"), params: OidcConnectionPath, response: answers(Ended) } }, async (request) => remove(request, { id: request.params.connection, tenant: null }));

  app.get("/v1/tenants/:tenant/oidc-connections", { schema: { ...about("oidc", "The identity providers of an organisation", "sign-in:read"), params: TenantPath, response: answers(OidcConnectionList) } }, async ({ params }) => list(params.tenant));
  app.post("/v1/tenants/:tenant/oidc-connections", { schema: { ...about("oidc", "Enter an identity provider of an organisation", "sign-in:change"), params: TenantPath, body: CreateOidcConnection, response: answers(OidcConnection) } }, async (request) => create(request, request.params.tenant, request.body));
  app.patch("/v1/tenants/:tenant/oidc-connections/:connection", { schema: { ...about("oidc", "Change an identity provider of an organisation", "sign-in:change"), params: TenantOidcConnectionPath, body: ChangeOidcConnection, response: answers(OidcConnection) } }, async (request) => change(request, { id: request.params.connection, tenant: request.params.tenant }, request.body));
  app.delete("/v1/tenants/:tenant/oidc-connections/:connection", { schema: { ...about("oidc", "Remove an identity provider of an organisation", "sign-in:change"), params: TenantOidcConnectionPath, response: answers(Ended) } }, async (request) => remove(request, { id: request.params.connection, tenant: request.params.tenant }));
};

// What was left out stays as it is; it must not become undefined.
const onlyGiven = (given: z.output<typeof ChangeOidcConnection>): Partial<ConnectionSettings> => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

const presentConnection = ({ domains, createdAt, updatedAt, ...connection }: Known) => ({ ...connection, domains: [...domains], createdAt: iso(createdAt), updatedAt: iso(updatedAt) });
