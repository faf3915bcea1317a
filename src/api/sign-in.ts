// Setting up, signing in and accepting an invitation: what somebody does whom nobody knows yet.
import rateLimit from "@fastify/rate-limit";
import type { FastifyRequest } from "fastify";
import { AcceptInvitation, Person, SetUp, SignInAnswer, WithCode, WithPassword } from "../contract/people.ts";
import { acceptInvitation, createFirstPerson, createSignIn, findKey } from "../identity/index.ts";
import type { RouteDeps } from "./deps.ts";
import { HttpRefusal } from "./errors.ts";
import { presentPerson } from "./present-person.ts";
import { oidcSignInRoutes } from "./oidc.ts";
import { passkeySignInRoutes } from "./passkeys.ts";
import { answers, open, type Routes } from "./routes.ts";
import { openingOf, present } from "./sign-in-answer.ts";

// Somebody types: more a minute from one address is a program that guesses.
const A_MINUTE = 30;

export const signInRoutes = (deps: RouteDeps): Routes => async (app) => {
  const { state, seal, now, newId } = deps;
  const signIn = createSignIn({ state, seal, now, newId });
  await app.register(rateLimit, { max: A_MINUTE, timeWindow: 60_000, errorResponseBuilder: tooMany });
  await app.register(passkeySignInRoutes(deps));
  await app.register(oidcSignInRoutes(deps));

  app.post("/v1/set-up", { schema: { ...open("sign-in", "Make the first person, an administrator, with the key that the first start showed"), body: SetUp, response: answers(Person), security: [{ key: [] }] } }, async (request) => {
    const [, text = ""] = (request.headers.authorization ?? "").split(" ", 2);
    const key = await findKey(state, text, now());
    if (key?.scopes.has("person:manage") !== true || key.tenant !== null) throw new HttpRefusal("unauthenticated", "Send the administrator's key that the first start showed: Authorization: Bearer vigie_…");
    return presentPerson(await createFirstPerson(state, { who: key.name, id: `key:${key.id}`, side: "provider", now: now() }, { ...request.body, id: newId() }));
  });

  app.post("/v1/sign-in", { schema: { ...open("sign-in", "Begin with address and password"), body: WithPassword, response: answers(SignInAnswer) } }, async (request, reply) => present(await signIn.withPassword(request.body), reply));

  app.post("/v1/sign-in/code", { schema: { ...open("sign-in", "Go on with a code; the session's cookies come with the answer"), body: WithCode, response: answers(SignInAnswer) } }, async (request, reply) => present(await signIn.withCode(request.body, openingOf(request)), reply));

  app.post("/v1/invitations/accept", { schema: { ...open("sign-in", "Accept an invitation and choose a password; then sign in"), body: AcceptInvitation, response: answers(Person) } }, async ({ body }) => presentPerson(await acceptInvitation(state, { ...body, now: now() })));
};

const tooMany = (_request: FastifyRequest, { after }: { readonly after: string }): HttpRefusal => new HttpRefusal("too_many_attempts", `Too many attempts to sign in came from this address: wait ${after}.`);
