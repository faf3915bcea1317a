// What people see and change of themselves.
import type { FastifyRequest } from "fastify";
import { ChangeMe, ChangePassword, Ended, Me, Person, SessionList, SessionPath } from "../contract/people.ts";
import { DomainError } from "../core/index.ts";
import { changeOwn, changePassword, endSessions, sessionsOf, type Signed } from "../identity/index.ts";
import { clearSessionCookies } from "./cookies.ts";
import type { RouteDeps } from "./deps.ts";
import { presentPerson } from "./present-person.ts";
import { about, answers, iso, type Routes } from "./routes.ts";
import { signedOf } from "./signed.ts";

export const meRoutes = ({ state, now, tenants, knownOf, callerOf }: RouteDeps): Routes => async (app) => {
  const signedBy = (request: FastifyRequest): Signed => signedOf(knownOf(request));

  const meOf = (request: FastifyRequest, person: Signed["person"] | undefined) => {
    const { caller, permissionsIn } = knownOf(request);
    const organisations = tenants().flatMap(({ id, name }) => {
      const permissions = permissionsIn(id);
      return permissions === undefined ? [] : [{ tenant: id, name, permissions: [...permissions] }];
    });
    return { person: person === undefined ? null : presentPerson(person), name: caller.who, side: caller.side, platform: [...(permissionsIn(undefined) ?? [])], organisations, preferences: person?.preferences ?? {} };
  };

  app.get("/v1/me", { schema: { ...about("me", "Who the caller is, and what they may do where", "own"), response: answers(Me) } }, async (request) => meOf(request, knownOf(request).signed?.person));

  app.patch("/v1/me", { schema: { ...about("me", "Choose one's language, and how pages look and work", "own"), body: ChangeMe, response: answers(Me) } }, async (request) =>
    meOf(request, await changeOwn(state, callerOf(request), signedBy(request).person, request.body)));

  app.get("/v1/me/sessions", { schema: { ...about("me", "The caller's open sessions", "own"), response: answers(SessionList) } }, async (request) => {
    const { person, session } = signedBy(request);
    const sessions = await sessionsOf(state, person.id, now());
    return { sessions: sessions.map(({ id, method, createdAt, seenAt, expiresAt, address, userAgent }) => ({ id, method, createdAt: iso(createdAt), seenAt: iso(seenAt), expiresAt: iso(expiresAt), address, userAgent, isThis: id === session.id })) };
  });

  app.delete("/v1/me/sessions", { schema: { ...about("me", "End all of the caller's sessions, this one too", "own"), response: answers(Ended) } }, async (request, reply) => {
    const ended = await endSessions(state, callerOf(request), signedBy(request).person);
    clearSessionCookies(reply);
    return { ended };
  });

  app.delete("/v1/me/sessions/:session", { schema: { ...about("me", "End one of the caller's sessions", "own"), params: SessionPath, response: answers(Ended) } }, async (request, reply) => {
    const { person, session } = signedBy(request);
    const ended = await endSessions(state, callerOf(request), person, request.params.session);
    if (ended === 0) throw new DomainError("not_found", `You have no open session ${request.params.session}.`);
    if (request.params.session === session.id) clearSessionCookies(reply);
    return { ended };
  });

  app.post("/v1/me/sign-out", { schema: { ...about("me", "End this session", "own"), response: answers(Ended) } }, async (request, reply) => {
    const { person, session } = signedBy(request);
    clearSessionCookies(reply);
    return { ended: await endSessions(state, callerOf(request), person, session.id) };
  });

  app.post("/v1/me/password", { schema: { ...about("me", "Choose another password; all other sessions end", "own"), body: ChangePassword, response: answers(Person) } }, async (request) => {
    const { person, session } = signedBy(request);
    return presentPerson(await changePassword(state, callerOf(request), person, { ...request.body, keepSession: session.id }));
  });
};
