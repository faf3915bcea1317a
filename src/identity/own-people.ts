// Who may agree for a client: its own people. The provider lets the first of them in, and could let in one of its own.
import { DomainError, isPerson, type Caller } from "../core/index.ts";
import { withSystem, type State } from "../store/index.ts";
import { domainOf } from "./oidc-connection.ts";
import { permissionsOf } from "./permissions.ts";
import { invitersOf, providerDomains } from "./repo.ts";

/** A caller, and who let them in where they decide for a client. */
export type Decider = Caller & { readonly invitedBy?: { readonly who: string; readonly side: Caller["side"] | null } | undefined };

/**
 * The caller as one who decides on what both sides agree on. Of the client's side that is a person who never had a role of
 * the provider; and if somebody of the client did not let them in, their address is in no domain of the provider's people.
 */
export function deciderOf(state: State, caller: Caller, tenant: string): Promise<Decider> {
  if (caller.side !== "client") return Promise.resolve(caller);
  if (!isPerson(caller)) throw new DomainError("forbidden", "For a client a person decides: sign in, a key cannot agree or propose.");
  return withSystem(state, async (db) => {
    const id = caller.id.slice("person:".length);
    const { email, ofProviderSince, roles } = await invitersOf(db, id, tenant);
    if (ofProviderSince !== null) throw new DomainError("forbidden", "You have or had a role of the provider: somebody else of the client decides for it.");
    const decides = roles.filter(({ role }) => permissionsOf(role).has("setting:agree"));
    const [by] = decides.toSorted((one, other) => Number(other.side === "client") - Number(one.side === "client"));
    const isLetInByClient = by?.side === "client";
    if (!isLetInByClient && by?.side !== "system" && (await providerDomains(db)).some((domain) => isWithin(domainOf(email), domain))) {
      throw new DomainError("forbidden", "Your address is one of the provider's, and somebody of the provider let you in: somebody else of the client decides for it, or one of its managers gives you the role.");
    }
    return { ...caller, invitedBy: by === undefined ? undefined : { who: by.who ?? "", side: by.side } };
  });
}

const isWithin = (domain: string, above: string): boolean => domain === above || domain.endsWith(`.${above}`) || above.endsWith(`.${domain}`);
