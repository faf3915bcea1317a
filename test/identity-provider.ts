// A real identity provider on the loopback, and a browser that goes there and back.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider, { type Context } from "oidc-provider";
import { afterAll } from "vitest";

/** Who signs in there, and what the identity provider says of them. */
export type Account = { readonly sub: string; readonly email?: string; readonly email_verified?: boolean; readonly name?: string; readonly locale?: string; readonly amr?: readonly string[] };

export type IdentityProvider = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who signs in from now on, without being asked. */
  account: Account;
  /** What a test changes in the answer that holds the tokens. */
  tamper: ((tokens: { id_token: string }) => void) | undefined;
};

const CLIENT = { client_id: "vigie", client_secret: "a secret of both, long enough" };

/** Starts an identity provider that knows Vigie; it ends when the file's tests are over. `inToken`: whether claims stand in the ID token or have to be asked for. */
export async function startIdentityProvider(redirectUri: string, { inToken = true }: { readonly inToken?: boolean } = {}): Promise<IdentityProvider> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  afterAll(() => new Promise<void>((closed) => server.close(() => closed())));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made: IdentityProvider = { issuer, clientId: CLIENT.client_id, clientSecret: CLIENT.client_secret, account: { sub: "nobody" }, tamper: undefined };
  const provider = new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [redirectUri] }],
    claims: { openid: ["sub", "amr"], email: ["email", "email_verified"], profile: ["name", "locale"] },
    conformIdTokenClaims: !inToken,
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    cookies: { keys: ["a key for tests"] },
    interactions: { url: () => "/interaction" },
    findAccount: (_: unknown, accountId: string) => ({ accountId, claims: () => made.account }),
    loadExistingGrant: async ({ oidc }: Context) => {
      const grant = new provider.Grant({ accountId: oidc.session.accountId, clientId: oidc.client.clientId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    const { sub, amr } = made.account;
    if (request.url === "/interaction") return void provider.interactionFinished(request, response, { login: { accountId: sub, ...(amr === undefined ? {} : { amr }) } });
    if (request.url === "/token" && made.tamper !== undefined) tamperWith(response, made.tamper);
    answer(request, response);
  });
  return made;
}

function tamperWith(response: ServerResponse, tamper: (tokens: { id_token: string }) => void): void {
  const end = response.end.bind(response) as (chunk: string) => ServerResponse;
  response.end = ((chunk: unknown) => {
    const tokens = JSON.parse(String(chunk)) as { id_token: string };
    tamper(tokens);
    const text = JSON.stringify(tokens);
    response.setHeader("content-length", Buffer.byteLength(text));
    return end(text);
  }) as ServerResponse["end"];
}

/** Goes where a browser would go, with its cookies, until it is sent back; gives the address that it is sent to. */
export async function browse(url: string, issuer: string): Promise<string> {
  const jar = new Map<string, string>();
  let at = url;
  for (let hops = 0; hops < 10 && at.startsWith(issuer); hops += 1) {
    const response = await fetch(at, { redirect: "manual", headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") } });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
    }
    const next = response.headers.get("location");
    if (next === null) throw new Error(`the identity provider answered ${response.status}: ${(await response.text()).replaceAll(/<[^>]*>/g, " ").slice(0, 500)}`);
    at = new URL(next, at).href;
  }
  return at;
}
