// What Vigie asks of authenticators, and how it reads their answers (W3C WebAuthn level 3, sections 7.1 and 7.2).
import { generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse, type AuthenticationResponseJSON, type RegistrationResponseJSON, type WebAuthnCredential } from "@simplewebauthn/server";
import type { Assertion, Attestation } from "../contract/passkeys.ts";
import type { PasskeyRow } from "./passkey-repo.ts";

/** Where passkeys count: the origin that browsers see, and its host, which they are bound to. */
export type RelyingParty = { readonly origin: string; readonly id: string };

/** What a new passkey is made of. */
export type NewCredential = Pick<PasskeyRow, "id" | "publicKey" | "counter" | "transports">;

/** Why an answer of an authenticator does not count. */
export type Unverified = { readonly reason: string };

// Touch or PIN at each use: a passkey stands for both factors, what one has and what one is or knows.
const VERIFIED = "required";
// ES256, EdDSA and RS256, which all authenticators between them have.
const ALGORITHMS = [-7, -8, -257];
const TIMEOUT_MS = 5 * 60_000;

export const relyingPartyOf = (publicUrl: URL): RelyingParty => ({ origin: publicUrl.origin, id: publicUrl.hostname });

/** What navigator.credentials.create() needs. The challenge in it is new. */
export function creationOptions({ id }: RelyingParty, person: { readonly id: string; readonly email: string; readonly name: string }, known: readonly PasskeyRow[]) {
  return generateRegistrationOptions({
    rpName: "Vigie", rpID: id, userName: person.email, userDisplayName: person.name, userID: new TextEncoder().encode(person.id),
    // Which make of authenticator it is would tell much about its owner, and nothing that is asked for here.
    attestationType: "none", supportedAlgorithmIDs: ALGORITHMS, timeout: TIMEOUT_MS,
    authenticatorSelection: { residentKey: "required", userVerification: VERIFIED },
    excludeCredentials: known.map((one) => ({ id: one.id, transports: [...one.transports] })),
  });
}

/** What navigator.credentials.get() needs. Nobody is named: the authenticator knows whose passkeys it has. */
export const requestOptions = ({ id }: RelyingParty) => generateAuthenticationOptions({ rpID: id, userVerification: VERIFIED, timeout: TIMEOUT_MS });

/** Reads what an authenticator made for a challenge. */
export async function verifyCreated({ id, origin }: RelyingParty, challenge: string, sent: Attestation): Promise<NewCredential | Unverified> {
  const result = await orReason(verifyRegistrationResponse({ response: sent as RegistrationResponseJSON, expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: id, requireUserVerification: true, supportedAlgorithmIDs: ALGORITHMS }));
  if ("reason" in result) return result;
  if (!result.verified) return { reason: "the attestation does not verify" };
  const { credential } = result.registrationInfo;
  return { id: credential.id, publicKey: credential.publicKey, counter: credential.counter, transports: credential.transports ?? [] };
}

/** Checks what an authenticator signed for a challenge; gives the counter that it has now. */
export async function verifySigned({ id, origin }: RelyingParty, challenge: string, sent: Assertion, known: PasskeyRow): Promise<{ readonly counter: number } | Unverified> {
  const { userHandle } = sent.response;
  // WebAuthn 7.2, step 6: nobody was named before, so the authenticator has to.
  if (userHandle === undefined || userHandle === null || Buffer.from(userHandle, "base64url").toString() !== known.personId) return { reason: "the passkey names another person than it belongs to" };
  const credential = { id: known.id, publicKey: new Uint8Array(known.publicKey), counter: known.counter } satisfies WebAuthnCredential;
  const result = await orReason(verifyAuthenticationResponse({ response: sent as AuthenticationResponseJSON, expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: id, credential, requireUserVerification: true }));
  if ("reason" in result) return result;
  return result.verified ? { counter: result.authenticationInfo.newCounter } : { reason: "the signature is another's" };
}

const LONGEST_REASON = 300;

// The library throws on every answer that does not fit; to us such an answer is data.
const orReason = <Result extends object>(result: Promise<Result>): Promise<Result | Unverified> => result.catch((error: unknown) => ({ reason: (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_REASON) }));
