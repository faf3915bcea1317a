// Who of Vigie's people somebody is whom an identity provider names.
import type { OidcRefusal } from "../contract/oidc.ts";
import { systemCaller } from "../core/index.ts";
import { storableText, type SystemDb } from "../store/index.ts";
import { findInvitationOf, markInvitation } from "./invitation-repo.ts";
import { domainOf, type OidcConnection } from "./oidc-connection.ts";
import type { Claims } from "./oidc-provider.ts";
import { insertSubject, personOfSubject } from "./oidc-repo.ts";
import { rolesOf } from "./invitations.ts";
import { addPerson } from "./people.ts";
import type { Membership } from "./permissions.ts";
import { emailOf } from "./person.ts";
import { personByEmail, personById, type Credentials } from "./repo.ts";

const LONGEST_NAME = 200;
// ASCII alone: other letters have it as their lower case (K of Kelvin: k), and would be taken for somebody else.
const ADDRESS = /^[!-~]{1,254}$/;
// OpenID Connect Core 1.0, section 2: 255 characters of ASCII at most.
const SUBJECT = /^[ -~]{1,255}$/;

export type Arrival = { readonly connection: OidcConnection; readonly claims: Claims; readonly now: Date; readonly newId: () => string };

/** The person, made now if the connection allows that; or why nobody is let in. */
export async function personOf(db: SystemDb, arrival: Arrival): Promise<Credentials | OidcRefusal> {
  const { connection, claims, now } = arrival;
  if (!SUBJECT.test(claims.subject)) return "subject";
  if (!ADDRESS.test(claims.email ?? "") || !claims.isEmailVerified) return "email";
  const email = emailOf(claims.email ?? "");
  if (!connection.domains.includes(domainOf(email))) return "domain";
  const linked = await personOfSubject(db, connection.id, claims.subject);
  const person = linked === undefined ? ((await personByEmail(db, email)) ?? (await firstTime(db, arrival, email))) : await personById(db, linked);
  if (person === undefined) return "unknown";
  const refusal = refusalOf(person, connection);
  if (refusal !== undefined) return refusal;
  if (linked === undefined) await insertSubject(db, { connection: connection.id, subject: claims.subject, person: person.id, since: now });
  // Somebody else may have the link, or the same person by another tab.
  return (await personOfSubject(db, connection.id, claims.subject)) === person.id ? person : "subject";
}

function refusalOf({ disabledAt, memberships }: Credentials, { tenant }: OidcConnection): OidcRefusal | undefined {
  if (disabledAt !== null || memberships.length === 0) return "disabled";
  // Who runs an organisation's identity provider can be anybody there: that must not open what others own.
  return tenant !== null && memberships.some((one) => one.tenant !== tenant) ? "elsewhere" : undefined;
}

/** Somebody new: with the roles of their invitation, else with the connection's. */
async function firstTime(db: SystemDb, { connection, claims, now, newId }: Arrival, email: string): Promise<Credentials | undefined> {
  const invitation = await findInvitationOf(db, email, now);
  const isInvited = invitation !== undefined && (connection.tenant === null || invitation.memberships.every(({ tenant }) => tenant === connection.tenant));
  const memberships: readonly Membership[] = isInvited ? invitation.memberships : connection.defaultRole === null ? [] : [{ tenant: connection.tenant, role: connection.defaultRole }];
  if (memberships.length === 0) return undefined;
  if (isInvited && !(await markInvitation(db, invitation.id, { accepted_at: now }))) return undefined;
  const name = storableText(claims.name ?? "").trim().slice(0, LONGEST_NAME);
  const person = {
    id: isInvited ? invitation.id : newId(), email, passwordHash: null,
    name: isInvited ? invitation.name : name === "" ? email : name,
    language: isInvited ? invitation.language : claims.locale?.toLowerCase().startsWith("fr") === true ? ("fr" as const) : ("en" as const),
  };
  await addPerson(db, systemCaller("single sign-on", now), person, isInvited ? rolesOf(invitation) : { memberships, by: { who: `single sign-on for ${domainOf(email)}`, side: "provider" } });
  return personById(db, person.id);
}
