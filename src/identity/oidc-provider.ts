// What Vigie asks of an identity provider: authorization code with PKCE (RFC 9700, section 2.1.1), state and nonce.
import { allowInsecureRequests, authorizationCodeGrant, buildAuthorizationUrl, calculatePKCECodeChallenge, ClientSecretBasic, ClientSecretPost, Configuration, customFetch, discovery, enableNonRepudiationChecks, fetchUserInfo, randomNonce, randomPKCECodeVerifier, randomState, type CustomFetch, type IDToken } from "openid-client";
import type { OidcConnection } from "./oidc-connection.ts";
import { createGuardedFetch, whyNotAsked } from "./oidc-fetch.ts";

/** What is remembered between going there and coming back. */
export type Underway = { readonly state: string; readonly nonce: string; readonly verifier: string };

/** What an identity provider says of somebody. */
export type Claims = {
  readonly subject: string;
  readonly email: string | undefined;
  readonly isEmailVerified: boolean;
  readonly name: string | undefined;
  readonly locale: string | undefined;
  /** Whether the token says that a second factor was shown. */
  readonly isMfa: boolean;
};

export type IdentityProviders = {
  /** Where the browser has to go. Throws if the identity provider cannot be asked. */
  readonly begin: (connection: OidcConnection, secret: string, given: { readonly redirectUri: string; readonly email: string }) => Promise<{ readonly url: string; readonly underway: Underway }>;
  /** Who came back. Throws if anything about it is not as it should be. */
  readonly finish: (connection: OidcConnection, secret: string, given: { readonly callback: URL; readonly underway: Underway }) => Promise<Claims>;
};

// Without TLS nothing but this machine is asked: the guarded fetch sees to that.
// oxlint-disable-next-line typescript/no-deprecated -- marked so that it stands out, as its comment says
const allowLoopback: (config: Configuration) => void = allowInsecureRequests;

const TIMEOUT_SECONDS = 10;
const KNOWN_MS = 10 * 60_000;
const KNOWN = 200;
const SCOPE = "openid email profile";

/** Talks to identity providers; what they say of themselves is remembered for some minutes. */
export function createIdentityProviders(internal: ReadonlySet<string>, now: () => Date): IdentityProviders {
  const guarded = createGuardedFetch(internal);
  const known = new Map<string, { readonly config: Promise<Configuration>; readonly untilMs: number }>();
  const configOf = (connection: OidcConnection, secret: string): Promise<Configuration> => {
    const key = `${connection.id} ${connection.updatedAt.getTime()}`;
    const found = known.get(key);
    if (found !== undefined && found.untilMs > now().getTime()) return found.config;
    const config = ask(connection, secret, guarded, internal);
    known.delete(key);
    known.set(key, { config, untilMs: now().getTime() + KNOWN_MS });
    config.catch(() => known.delete(key));
    const [oldest] = known.keys();
    if (known.size > KNOWN && oldest !== undefined) known.delete(oldest);
    return config;
  };
  return {
    begin: async (connection, secret, given) => begin(await configOf(connection, secret), given),
    finish: async (connection, secret, given) => finish(await configOf(connection, secret), given),
  };
}

async function ask({ issuer, clientId }: OidcConnection, secret: string, guarded: CustomFetch, internal: ReadonlySet<string>): Promise<Configuration> {
  const url = new URL(issuer);
  const isInsecure = url.protocol === "http:";
  const found = await discovery(url, clientId, undefined, undefined, { [customFetch]: guarded, timeout: TIMEOUT_SECONDS, ...(isInsecure ? { execute: [allowLoopback] } : {}) });
  const server = found.serverMetadata();
  // Some answer for many organisations with a template: whose people those are would be for anybody to say.
  if (new URL(server.issuer).href !== url.href) throw new Error(`the identity provider calls itself ${server.issuer.slice(0, 200)}`);
  const authorization = URL.parse(server.authorization_endpoint ?? "");
  const reason = authorization === null ? "it names no authorization endpoint" : whyNotAsked(authorization, internal);
  if (reason !== undefined) throw new Error(`browsers are not sent to the identity provider: ${reason}`);
  // Without a word of it, Basic is what there is (OpenID Connect Discovery 1.0, section 3).
  const takesBasic = server.token_endpoint_auth_methods_supported?.includes("client_secret_basic") ?? true;
  const config = new Configuration(server, clientId, undefined, takesBasic ? ClientSecretBasic(secret) : ClientSecretPost(secret));
  config[customFetch] = guarded;
  config.timeout = TIMEOUT_SECONDS;
  if (isInsecure) allowLoopback(config);
  // TLS to the token endpoint would do (Core 1.0, 3.1.3.7), but a proxy that reads along must not name people.
  enableNonRepudiationChecks(config);
  return config;
}

async function begin(config: Configuration, { redirectUri, email }: { readonly redirectUri: string; readonly email: string }) {
  const underway: Underway = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
  const { state, nonce, verifier } = underway;
  const url = buildAuthorizationUrl(config, { redirect_uri: redirectUri, scope: SCOPE, code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: "S256", state, nonce, login_hint: email });
  return { url: url.href, underway };
}

async function finish(config: Configuration, { callback, underway }: { readonly callback: URL; readonly underway: Underway }): Promise<Claims> {
  const tokens = await authorizationCodeGrant(config, callback, { expectedState: underway.state, expectedNonce: underway.nonce, pkceCodeVerifier: underway.verifier, idTokenExpected: true });
  const token = tokens.claims();
  if (token === undefined) throw new Error("the identity provider gave no ID token");
  const hasEmail = token["email"] !== undefined || config.serverMetadata().userinfo_endpoint === undefined;
  const about = hasEmail ? token : await fetchUserInfo(config, tokens.access_token, token.sub);
  const text = (name: string): string | undefined => (typeof about[name] === "string" ? about[name] : undefined);
  return { subject: token.sub, email: text("email"), isEmailVerified: isEmailVerified(about), name: text("name"), locale: text("locale"), isMfa: isMfa(token) };
}

// `xms_edov` is Microsoft Entra's word for it, which has no `email_verified`: "Email domain owner verified".
const isEmailVerified = (claims: Readonly<Record<string, unknown>>): boolean => claims["email_verified"] === true || [true, "1", "true"].includes(claims["xms_edov"] as string);

// RFC 8176, and the classes that OpenID's and REFEDS' profiles have for several factors.
const MFA_CLASSES = new Set(["http://schemas.openid.net/pape/policies/2007/06/multi-factor", "https://refeds.org/profile/mfa"]);

function isMfa({ amr, acr }: IDToken): boolean {
  return (Array.isArray(amr) && amr.includes("mfa")) || (typeof acr === "string" && MFA_CLASSES.has(acr));
}
