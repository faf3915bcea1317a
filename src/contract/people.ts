// People, how they sign in, their sessions, and keys of programs.
import { z } from "zod";
import { Permission, Role } from "./roles.ts";
import { Reason, Time } from "./shared.ts";

const Email = z.email().max(254);
const Name = z.string().trim().min(1).max(200);
const Language = z.enum(["en", "fr"]);
const Secret = z.string().min(1).max(500);
const Id = z.string().min(1).max(64);
const TenantId = z.string().min(1).max(63);

const Membership = z.object({ tenant: z.string().nullable().describe("null: a role of the provider, which holds in every organisation"), role: Role }).meta({ id: "Membership" });

export const Person = z
  .object({ id: z.string(), email: z.string(), name: z.string(), language: Language, memberships: z.array(Membership), createdAt: Time, disabledAt: Time.nullable(), hasSecondFactor: z.boolean() })
  .meta({ id: "Person" });
export type Person = z.infer<typeof Person>;
export const PersonList = z.object({ people: z.array(Person), next: z.string().nullable().describe("for `after`; null: these were the last") });
export type PersonList = z.infer<typeof PersonList>;

/** Sets the platform up: its first person, an administrator. */
export const SetUp = z.strictObject({ email: Email, name: Name, language: Language.default("en"), password: Secret });

export const WithPassword = z.strictObject({ email: z.string().min(1).max(254), password: Secret });
export const WithCode = z.strictObject({ step: Secret, code: z.string().min(1).max(64).describe("of the authenticator app, or a recovery code") });

/** What comes next. */
export const SignInAnswer = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("code"), step: z.string().describe("send it with the code") }),
    z.object({ type: z.literal("enrol"), step: z.string(), secret: z.string().describe("base32, for an authenticator app"), uri: z.string().describe("the same for a QR code") }),
    z.object({ type: z.literal("done"), person: Person, csrf: z.string().describe("send it as x-csrf-token with every change"), expiresAt: Time, recoveryCodes: z.array(z.string()).nullable().describe("shown once, when the second factor was set up") }),
  ])
  .meta({ id: "SignInAnswer" });

export const AcceptInvitation = z.strictObject({ token: Secret, password: Secret });

const Preferences = z.strictObject({
  colours: z.enum(["auto", "dark", "light"]).optional(),
  rows: z.enum(["dense", "default", "touch"]).optional().describe("how high the rows of tables are"),
  keys: z.boolean().optional().describe("false: keys without a modifier do nothing (WCAG 2.2, 2.1.4)"),
});
export const ChangeMe = z.strictObject({ language: Language.optional(), preferences: Preferences.optional().describe("what is not named stays") });

export const Me = z
  .object({
    person: Person.nullable().describe("null: a program with a key"),
    name: z.string(),
    side: z.enum(["provider", "client", "system"]),
    platform: z.array(Permission).describe("what the caller may do on the platform itself"),
    organisations: z.array(z.object({ tenant: z.string(), name: z.string(), permissions: z.array(Permission) })),
    preferences: Preferences.describe("how the person wants pages to look and to work; empty for a program"),
  })
  .meta({ id: "Me" });

const Session = z
  .object({ id: z.string(), method: z.string(), createdAt: Time, seenAt: Time, expiresAt: Time, address: z.string(), userAgent: z.string(), isThis: z.boolean() })
  .meta({ id: "Session" });
export const SessionList = z.object({ sessions: z.array(Session) });
export const SessionPath = z.strictObject({ session: Id });
export const Ended = z.object({ ended: z.int() });
export const ChangePassword = z.strictObject({ current: Secret, password: Secret });

export const PeopleQuery = z.strictObject({ after: z.string().max(254).optional(), limit: z.coerce.number().int().min(1).max(500).default(100) });
export const PersonPath = z.strictObject({ person: Id });
export const TenantPersonPath = z.strictObject({ tenant: TenantId, person: Id });
export const ChangeRole = z.strictObject({ role: Role, reason: Reason.optional() });
export const SetDisabled = z.strictObject({ disabled: z.boolean(), reason: Reason });
export const WithReason = z.strictObject({ reason: Reason });

export const Invite = z.strictObject({ email: Email, name: Name, language: Language.default("en"), roles: z.array(Role).min(1).max(9) });
const Invitation = z.object({ id: z.string(), email: z.string(), name: z.string(), language: Language, memberships: z.array(Membership), invitedBy: z.string(), createdAt: Time, expiresAt: Time }).meta({ id: "Invitation" });
export const InvitationList = z.object({ invitations: z.array(Invitation) });
export const NewInvitation = z.object({ invitation: Invitation, token: z.string().describe("for the link; shown once") });
export type NewInvitation = z.infer<typeof NewInvitation>;
export const InvitationPath = z.strictObject({ invitation: Id });
export const TenantInvitationPath = z.strictObject({ tenant: TenantId, invitation: Id });

const ApiKey = z
  .object({ id: z.string(), name: z.string(), scopes: z.array(Permission), tenant: z.string().nullable(), createdBy: z.string(), createdAt: Time, expiresAt: Time.nullable(), usedAt: Time.nullable() })
  .meta({ id: "ApiKey" });
export const KeyList = z.object({ keys: z.array(ApiKey) });
export type KeyList = z.infer<typeof KeyList>;
export const CreateKey = z.strictObject({ name: Name, scopes: z.array(Permission).min(1), tenant: TenantId.nullable().default(null), expiresAt: Time.nullable().default(null) });
export const NewKey = z.object({ key: ApiKey, text: z.string().describe("shown once") });
export type NewKey = z.infer<typeof NewKey>;
export const KeyPath = z.strictObject({ key: Id });
