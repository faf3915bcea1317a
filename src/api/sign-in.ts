// Setting up, signing in and accepting an invitation: what somebody does whom nobody knows yet.
import rateLimit from "@fastify/rate-limit";
import type { FastifyReply, FastifyRequest } from "fastify";
import { AcceptInvitation, Person, SetUp, SignInAnswer, WithCode, WithPassword } from "../contract/people.ts";
import { acceptInvitation, createFirstPerson, createSignIn, findKey, type SignInAnswer as Answer } from "../identity/index.ts";
import { setSessionCookies } from "./cookies.ts";
import type { RouteDeps } from "./deps.ts";
import { HttpRefusal } from "./errors.ts";
import { presentPerson } from "./present-person.ts";
import { answers, iso, open, type Routes } from "./routes.ts";

// Somebody types: more a minute from one address is a program that guesses.
const A_MINUTE = 30;

export const signInRoutes = ({ state, seal, now, newId }: RouteDeps): Routes => async (app) => {
  const signIn = createSignIn({ state, seal, now, newId });
  await app.register(rateLimit, { max: A_MINUTE, timeWindow: 60_000, errorResponseBuilder: tooMany });

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

/** Where a session is opened from. */
export const openingOf = ({ ip, headers }: FastifyRequest): { readonly address: string; readonly userAgent: string } => ({ address: ip, userAgent: headers["user-agent"] ?? "" });

/** Answers a step of signing in; with the last the cookies are set. */
export function present(answer: Answer, reply: FastifyReply) {
  if (answer.type === "code" || answer.type === "enrol") return answer;
  if (answer.type === "done") {
    const { session, recoveryCodes = null } = answer;
    setSessionCookies(reply, session);
    return { type: "done" as const, person: presentPerson(session.person), csrf: session.csrf, expiresAt: iso(session.expiresAt), recoveryCodes: recoveryCodes === null ? null : [...recoveryCodes] };
  }
  if (answer.waitSeconds === 0) throw new HttpRefusal("unauthenticated", "This does not let you in: look at what you typed, or begin again.");
  void reply.header("retry-after", String(answer.waitSeconds));
  throw new HttpRefusal("too_many_attempts", `That was wrong too often: wait ${answer.waitSeconds} seconds.`);
}

const tooMany = (_request: FastifyRequest, { after }: { readonly after: string }): HttpRefusal => new HttpRefusal("too_many_attempts", `Too many attempts to sign in came from this address: wait ${after}.`);
