// The door of identity: people, what they may do, and how they sign in.
export { type ApiKey, createAdminKey, createKey, findKey, hasAdminKey, listKeys, type NewKey, revokeKey } from "./keys.ts";
export { erasePeopleOf } from "./erase-people.ts";
export { acceptInvitation, invite, listInvitations, type NewInvitation, withdrawInvitation } from "./invitations.ts";
export type { Invitation } from "./invitation-repo.ts";
export { changePassword, createFirstPerson, getPerson, grantRole, listPeople, resetSecondFactor, setDisabled, withdrawRole } from "./people.ts";
export type { OidcConnection } from "./oidc-connection.ts";
export { changeConnection, type ConnectionSettings, createConnection, listConnections, type OidcConnectionDeps, releaseTakenDomains, removeConnection } from "./oidc-connections.ts";
export { createOidcSignIn } from "./oidc-sign-in.ts";
export { type Decider, deciderOf } from "./own-people.ts";
export { relyingPartyOf, type RelyingParty } from "./passkey.ts";
export { addPasskey, beginAssertion, beginPasskey, listPasskeys, type Passkey, type PasskeyDeps, removePasskey, renamePasskey, signInWithPasskey } from "./passkeys.ts";
export { isProviderRole, type Membership, permissionsIn, permissionsOf } from "./permissions.ts";
export type { Person } from "./person.ts";
export { renewRecoveryCodes } from "./renew-recovery-codes.ts";
export { createSeal, type Seal } from "./seal.ts";
export { callerOf } from "./record-of.ts";
export { endSessions, findSession, forgetEnded, isCsrfToken, type OpenedSession, requireRecent, sessionsOf, type Signed } from "./session.ts";
export { createSignIn, type SignIn, type SignInAnswer, type SignInDeps } from "./sign-in.ts";
