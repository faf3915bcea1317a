// Single sign-on: connections to identity providers (OpenID Connect Core 1.0), and the way through them.
import { z } from "zod";
import { Role } from "./roles.ts";
import { Time } from "./shared.ts";

const Domain = z.string().trim().toLowerCase().max(253).regex(/^(?:[a-z0-9-]{1,63}\.)+[a-z0-9-]{2,63}$/, "write a domain as it stands in addresses, such as example.org");
const Issuer = z.url().max(500).describe("as the identity provider names itself, such as https://login.example.org/realms/staff");
const ClientId = z.string().min(1).max(300);
const ClientSecret = z.string().min(1).max(1000).describe("never given back");
const DefaultRole = Role.nullable().describe("of people who sign in for the first time; null: only those who are known or were invited");
const IsMfa = z.boolean().describe("whether the identity provider always asks for a second factor; if not, Vigie asks for its own unless the token says that one was shown");

export const OidcConnection = z
  .object({ id: z.string(), tenant: z.string().nullable(), issuer: z.string(), clientId: z.string(), domains: z.array(z.string()), defaultRole: Role.nullable(), isMfa: z.boolean(), enabled: z.boolean(), createdAt: Time, updatedAt: Time })
  .meta({ id: "OidcConnection" });
export const OidcConnectionList = z.object({ connections: z.array(OidcConnection), redirectUri: z.string().describe("what the identity provider has to be told") });

export const CreateOidcConnection = z.strictObject({ issuer: Issuer, clientId: ClientId, clientSecret: ClientSecret, domains: z.array(Domain).min(1).max(100), defaultRole: DefaultRole.default(null), isMfa: IsMfa.default(false), enabled: z.boolean().default(true) });
export const ChangeOidcConnection = z.strictObject({ issuer: Issuer.optional(), clientId: ClientId.optional(), clientSecret: ClientSecret.optional(), domains: z.array(Domain).min(1).max(100).optional(), defaultRole: DefaultRole.optional(), isMfa: IsMfa.optional(), enabled: z.boolean().optional() });
const ConnectionId = z.string().min(1).max(64);
export const OidcConnectionPath = z.strictObject({ connection: ConnectionId });
export const TenantOidcConnectionPath = z.strictObject({ tenant: z.string().min(1).max(63), connection: ConnectionId });

/** How somebody signs in; it depends on the domain of their address alone, so it does not tell who exists. */
export const Discover = z.strictObject({ email: z.string().min(1).max(254) });
export const DiscoverAnswer = z
  .discriminatedUnion("type", [z.object({ type: z.literal("password") }), z.object({ type: z.literal("oidc"), url: z.string().describe("where the browser goes next; a cookie binds the way back to it") })])
  .meta({ id: "DiscoverAnswer" });

/** Why the way back from an identity provider lets nobody in: in `refused` of the address that the browser is sent to. */
export type OidcRefusal = "expired" | "provider" | "email" | "domain" | "unknown" | "elsewhere" | "subject" | "disabled";

export const OidcCallback = z.looseObject({ code: z.string().max(8192).optional(), state: z.string().max(1024).optional(), error: z.string().max(1024).optional() });
