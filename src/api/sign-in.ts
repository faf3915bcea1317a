// Setting up, signing in and accepting an invitation: what somebody does whom nobody knows yet.
import rateLimit from "@fastify/rate-limit";
import type { FastifyRequest } from "fastify";
import { SetUpState } from "../contract/sources.ts";
import { AcceptInvitation, Person, SetUp, SignInAnswer, WithCode, WithPassword } from "../contract/people.ts";
import { acceptInvitation, createFirstPerson, createSignIn, findKey, hasPeople } from "../identity/index.ts";
import type { RouteDeps } from "./deps.ts";
import { HttpRefusal } from "./errors.ts";
import { presentPerson } from "./present-person.ts";
import { oidcSignInRoutes } from "./oidc.ts";
import { passkeySignInRoutes } from "./passkeys.ts";
import { answers, open, type Routes } from "./routes.ts";
import { openingOf, present } from "./sign-in-answer.ts";

// Behind one address may stand a whole office, or all of them behind a proxy: its limit only keeps the hashing of passwords
// from taking the machine. Somebody types: more a minute for one account, step or invitation is a program that guesses.
const A_MINUTE = { ofAddress: 300, ofAccount: 30 };

export const signInRoutes = (deps: RouteDeps): Routes => async (app) => {
  const { state, seal, now, newId } = deps;
  const signIn = createSignIn({ state, seal, now, newId });
  await app.register(rateLimit, { max: A_MINUTE.ofAddress, timeWindow: 60_000, errorResponseBuilder: tooMany });
  const accounts = app.createRateLimit({ max: A_MINUTE.ofAccount, timeWindow: 60_000, keyGenerator: accountOf });
  app.addHook("preHandler", async (request, reply) => {
    const used = accountOf(request) === "" ? undefined : await accounts(request);
    if (used?.isAllowed !== false || !used.isExceeded) return;
    void reply.header("retry-after", String(used.ttlInSeconds));
    throw new HttpRefusal("too_many_attempts", `Too many attempts to sign in were made for this account: wait ${used.ttlInSeconds} seconds.`);
  });
  await app.register(passkeySignInRoutes(deps));
  await app.register(oidcSignInRoutes(deps));

  app.get("/v1/set-up", { schema: { ...open("sign-in", "Whether the first person is still to be made"), response: answers(SetUpState) } }, async () => ({ needed: !(await hasPeople(state)) }));

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

/** Which account an attempt is for; an empty text if it does not say, or asks for a domain alone. */
function accountOf({ body, routeOptions }: FastifyRequest): string {
  if (routeOptions.url === "/v1/sign-in/discover") return "";
  const { email, step, token } = (body ?? {}) as { readonly email?: unknown; readonly step?: unknown; readonly token?: unknown };
  const named = [email, step, token].find((one) => typeof one === "string");
  return named === undefined ? "" : named.trim().toLowerCase().slice(0, 300);
}

const tooMany = (_request: FastifyRequest, { after }: { readonly after: string }): HttpRefusal => new HttpRefusal("too_many_attempts", `Too many attempts to sign in came from this address: wait ${after}.`);
