// Passkeys: those of the caller, and signing in with one.
import type { FastifyRequest } from "fastify";
import { Ended, SignInAnswer } from "../contract/people.ts";
import { AddPasskey, Passkey, PasskeyList, PasskeyOptions, PasskeyPath, RecoveryCodes, RenamePasskey, RenewRecoveryCodes, WithPasskey } from "../contract/passkeys.ts";
import { addPasskey, beginAssertion, beginPasskey, listPasskeys, relyingPartyOf, removePasskey, renamePasskey, renewRecoveryCodes, requireRecent, signInWithPasskey, type Passkey as Known, type PasskeyDeps, type Signed } from "../identity/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, iso, isoOrNull, open, type Routes } from "./routes.ts";
import { openingOf, present } from "./sign-in-answer.ts";
import { signedOf } from "./signed.ts";

const passkeyDeps = ({ state, now, newId, publicUrl }: RouteDeps): PasskeyDeps => ({ state, now, newId, party: () => relyingPartyOf(publicUrl()) });

/** What somebody does whom nobody knows yet. */
export const passkeySignInRoutes = (routeDeps: RouteDeps): Routes => async (app) => {
  const deps = passkeyDeps(routeDeps);

  app.post("/v1/sign-in/passkey/options", { schema: { ...open("sign-in", "Begin with a passkey: what the browser asks the authenticator"), response: answers(PasskeyOptions) } }, async () => optionsOf(await beginAssertion(deps)));

  app.post("/v1/sign-in/passkey", { schema: { ...open("sign-in", "Sign in with what the authenticator signed; the session's cookies come with the answer"), body: WithPasskey, response: answers(SignInAnswer) } }, async (request, reply) => present(await signInWithPasskey(deps, request.body, openingOf(request)), reply));
};

/** What people see and change of their own passkeys, and their recovery codes. */
export const passkeyRoutes = (routeDeps: RouteDeps): Routes => async (app) => {
  const deps = passkeyDeps(routeDeps);
  const { state, callerOf, knownOf } = routeDeps;
  const recentlySigned = (request: FastifyRequest): Signed => {
    const signed = signedOf(knownOf(request));
    requireRecent(signed, deps.now());
    return signed;
  };

  app.post("/v1/me/passkeys/options", { schema: { ...about("me", "Begin to add a passkey: what the browser asks the authenticator", "own"), response: answers(PasskeyOptions) } }, async (request) => optionsOf(await beginPasskey(deps, recentlySigned(request).person)));

  app.post("/v1/me/passkeys", { schema: { ...about("me", "Add the passkey that the authenticator made", "own"), body: AddPasskey, response: answers(Passkey) } }, async (request) => presentPasskey(await addPasskey(deps, callerOf(request), signedOf(knownOf(request)).person, request.body)));

  app.get("/v1/me/passkeys", { schema: { ...about("me", "The caller's passkeys", "own"), response: answers(PasskeyList) } }, async (request) => ({ passkeys: (await listPasskeys(state, signedOf(knownOf(request)).person.id)).map(presentPasskey) }));

  app.patch("/v1/me/passkeys/:passkey", { schema: { ...about("me", "Give a passkey another name", "own"), params: PasskeyPath, body: RenamePasskey, response: answers(Passkey) } }, async (request) => presentPasskey(await renamePasskey(state, callerOf(request), signedOf(knownOf(request)).person, { id: request.params.passkey, name: request.body.name })));

  app.delete("/v1/me/passkeys/:passkey", { schema: { ...about("me", "Remove a passkey", "own"), params: PasskeyPath, response: answers(Ended) } }, async (request) => {
    await removePasskey(state, callerOf(request), recentlySigned(request).person, request.params.passkey);
    return { ended: 1 };
  });

  app.post("/v1/me/recovery-codes", { schema: { ...about("me", "Make new recovery codes, with the password or a passkey", "own"), body: RenewRecoveryCodes, response: answers(RecoveryCodes) } }, async (request) => ({ codes: [...(await renewRecoveryCodes(deps, callerOf(request), signedOf(knownOf(request)).person, request.body))] }));
};

const optionsOf = ({ step, options }: { readonly step: string; readonly options: object }) => ({ step, options: { ...options } });

const presentPasskey = ({ id, name, createdAt, usedAt }: Known) => ({ id, name, createdAt: iso(createdAt), usedAt: isoOrNull(usedAt) });
