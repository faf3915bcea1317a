// An authenticator in software, for tests: it makes passkeys and signs challenges as WebAuthn level 3, section 6, says.
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";

type Algorithm = "ES256" | "RS256";
type Options = { readonly challenge: string; readonly rpId?: string; readonly rp?: { readonly id: string }; readonly user?: { readonly id: string } };

/** What a test may have it do wrong. */
export type Mischief = {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  /** Only touched: nobody proved who they are. */
  readonly isUnverified?: boolean;
  readonly counter?: number;
  readonly userHandle?: string | null;
};

export type Authenticator = {
  /** As navigator.credentials.create(). */
  readonly create: (options: object, mischief?: Mischief) => object & { readonly id: string };
  /** As navigator.credentials.get(). */
  readonly get: (options: object, mischief?: Mischief) => object & { readonly id: string };
};

const PRESENT = 0x01;
const VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

/** An authenticator with one key that browsers show to `origin`; `counts` is false for those that are synchronised. */
export function createAuthenticator({ origin, algorithm = "ES256", counts = true }: { readonly origin: string; readonly algorithm?: Algorithm; readonly counts?: boolean }): Authenticator {
  const { publicKey, privateKey } = algorithm === "ES256" ? generateKeyPairSync("ec", { namedCurve: "P-256" }) : generateKeyPairSync("rsa", { modulusLength: 2048 });
  const id = randomBytes(32);
  let counter = 0;
  let owner: string | undefined;

  const clientData = (type: string, { challenge }: Options, mischief: Mischief): Buffer => Buffer.from(JSON.stringify({ type, challenge: mischief.challenge ?? challenge, origin: mischief.origin ?? origin, crossOrigin: false }));

  const authenticatorData = (rpId: string, mischief: Mischief, credential?: Buffer): Buffer => {
    counter = mischief.counter ?? (counts ? counter + 1 : 0);
    const flags = PRESENT | (mischief.isUnverified === true ? 0 : VERIFIED) | (credential === undefined ? 0 : HAS_CREDENTIAL);
    return Buffer.concat([createHash("sha256").update(mischief.rpId ?? rpId).digest(), Buffer.from([flags]), bytesOf(counter, 4), ...(credential === undefined ? [] : [credential])]);
  };

  const credentialOf = (response: object) => ({ id: id.toString("base64url"), rawId: id.toString("base64url"), type: "public-key", clientExtensionResults: {}, response });

  return {
    create(given, mischief = {}) {
      const options = given as Options;
      owner = options.user?.id;
      const credential = Buffer.concat([Buffer.alloc(16), bytesOf(id.length, 2), id, coseKey(publicKey, algorithm)]);
      const authData = authenticatorData(options.rp?.id ?? "", mischief, credential);
      const attestationObject = cbor(new Map<string, unknown>([["fmt", "none"], ["attStmt", new Map()], ["authData", authData]]));
      return credentialOf({ clientDataJSON: text(clientData("webauthn.create", options, mischief)), attestationObject: text(attestationObject), transports: ["internal"] });
    },
    get(given, mischief = {}) {
      const options = given as Options;
      const client = clientData("webauthn.get", options, mischief);
      const data = authenticatorData(options.rpId ?? "", mischief);
      const signature = sign("sha256", Buffer.concat([data, createHash("sha256").update(client).digest()]), privateKey);
      return credentialOf({ clientDataJSON: text(client), authenticatorData: text(data), signature: text(signature), userHandle: mischief.userHandle === undefined ? owner : mischief.userHandle });
    },
  };
}

const text = (bytes: Buffer): string => bytes.toString("base64url");

/** A public key as RFC 9053 and RFC 8230 write it. */
function coseKey(key: KeyObject, algorithm: Algorithm): Buffer {
  const { x = "", y = "", n = "", e = "" } = key.export({ format: "jwk" });
  const part = (value: string): Buffer => Buffer.from(value, "base64url");
  return algorithm === "ES256" ? cbor(new Map<number, unknown>([[1, 2], [3, -7], [-1, 1], [-2, part(x)], [-3, part(y)]])) : cbor(new Map<number, unknown>([[1, 3], [3, -257], [-1, part(n)], [-2, part(e)]]));
}

/** The little of CBOR (RFC 8949) that authenticators write: integers, bytes, texts and maps. */
function cbor(value: unknown): Buffer {
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (value instanceof Map) return Buffer.concat([head(5, value.size), ...[...value].flatMap(([key, one]) => [cbor(key), cbor(one)])]);
  throw new Error(`an authenticator writes no ${typeof value}`);
}

function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  return length < 256 ? Buffer.from([(major << 5) | 24, length]) : Buffer.from([(major << 5) | 25, length >> 8, length & 0xff]);
}

function bytesOf(number: number, length: 2 | 4): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.writeUIntBE(number, 0, length);
  return bytes;
}
