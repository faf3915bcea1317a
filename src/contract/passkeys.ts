// Passkeys (W3C WebAuthn level 3): what browsers' navigator.credentials takes and gives, in its JSON form.
import { z } from "zod";
import { Time } from "./shared.ts";

const Base64Url = z.string().min(1).max(16_384).regex(/^[A-Za-z0-9_-]+$/, "write base64url");
const CredentialId = z.string().min(1).max(1400).regex(/^[A-Za-z0-9_-]+$/, "write base64url");
const Step = z.string().min(1).max(200);
const Name = z.string().trim().min(1).max(100).describe("how its owner tells it from others");

const Credential = { id: CredentialId, rawId: CredentialId, type: z.literal("public-key"), authenticatorAttachment: z.string().max(40).nullish(), clientExtensionResults: z.record(z.string().max(100), z.unknown()).default({}) };

/** What navigator.credentials.create() gave. */
export const Attestation = z
  .object({ ...Credential, response: z.object({ clientDataJSON: Base64Url, attestationObject: Base64Url, transports: z.array(z.string().max(40)).max(20).optional() }) })
  .meta({ id: "Attestation" });
export type Attestation = z.infer<typeof Attestation>;

/** What navigator.credentials.get() gave. */
export const Assertion = z
  .object({ ...Credential, response: z.object({ clientDataJSON: Base64Url, authenticatorData: Base64Url, signature: Base64Url, userHandle: Base64Url.nullish() }) })
  .meta({ id: "Assertion" });
export type Assertion = z.infer<typeof Assertion>;

const Options = z.record(z.string(), z.unknown()).describe("for PublicKeyCredential.parseCreationOptionsFromJSON() or parseRequestOptionsFromJSON()");
export const PasskeyOptions = z.object({ step: z.string().describe("send it with what the authenticator gave; it counts once, for minutes"), options: Options });

export const AddPasskey = z.strictObject({ step: Step, name: Name, credential: Attestation });
export const WithPasskey = z.strictObject({ step: Step, credential: Assertion });
export const RenamePasskey = z.strictObject({ name: Name });
export const PasskeyPath = z.strictObject({ passkey: z.string().min(1).max(64) });

export const Passkey = z.object({ id: z.string(), name: z.string(), createdAt: Time, usedAt: Time.nullable() }).meta({ id: "Passkey" });
export const PasskeyList = z.object({ passkeys: z.array(Passkey) });

/** Shows that it is still the person themselves who sits there. */
export const RenewRecoveryCodes = z
  .discriminatedUnion("type", [z.strictObject({ type: z.literal("password"), password: z.string().min(1).max(500) }), z.strictObject({ type: z.literal("passkey"), step: Step, credential: Assertion })])
  .describe("the options for the passkey come from POST /v1/sign-in/passkey/options");
export const RecoveryCodes = z.object({ codes: z.array(z.string()).describe("shown once; those before do not count any more") });
