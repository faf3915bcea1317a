// Connections to identity providers: one organisation's, or the provider's own.
import type { Role } from "../contract/roles.ts";
import { DomainError } from "../core/index.ts";
import { whyNotAsked } from "./oidc-fetch.ts";
import { isProviderRole } from "./permissions.ts";
import { emailOf } from "./person.ts";

export type OidcConnection = {
  readonly id: string;
  /** Null: the provider's own. */
  readonly tenant: string | null;
  readonly issuer: string;
  readonly clientId: string;
  readonly domains: readonly string[];
  readonly defaultRole: Role | null;
  readonly isMfa: boolean;
  readonly enabled: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** Refuses a connection that could not work, or that would give more than it should. */
export function checkConnection({ tenant, issuer, defaultRole }: Pick<OidcConnection, "tenant" | "issuer" | "defaultRole">, internal: ReadonlySet<string>): void {
  const url = URL.parse(issuer);
  if (url === null || url.search !== "" || url.hash !== "") throw new DomainError("invalid", "The issuer is a URL without a query, as the identity provider names itself.");
  const reason = whyNotAsked(url, internal);
  if (reason !== undefined) throw new DomainError("invalid", `The issuer cannot be asked: ${reason}.`);
  if (defaultRole === null) return;
  if (isProviderRole(defaultRole) !== (tenant === null)) throw new DomainError("invalid", `${defaultRole} is a role of the other side: people who come through this connection cannot have it.`);
  if (defaultRole === "administrator") throw new DomainError("invalid", "Nobody becomes an administrator by signing in: give another role, and invite administrators.");
}

/** The domain of an e-mail address; an empty text if it is none. */
export function domainOf(email: string): string {
  const address = emailOf(email);
  const at = address.lastIndexOf("@");
  return at < 1 ? "" : address.slice(at + 1);
}
