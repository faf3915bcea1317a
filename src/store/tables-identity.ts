import type { ColumnType } from "kysely";
import type { Json } from "./json-column.ts";

/** Tables of people and of how they sign in. */
export type IdentityTables = {
  person: PersonTable;
  membership: { person_id: string; tenant_id: string | null; role: string; since: Date; invited_by: ColumnType<string | null, string | null | undefined>; invited_by_side: ColumnType<Side | null, Side | null | undefined> };
  invitation: InvitationTable;
  session: SessionTable;
  sign_in: { hash: Uint8Array; person_id: string | null; step: string; details: Json<Readonly<Record<string, unknown>>>; expires_at: Date; failures: ColumnType<number, number | undefined, number> };
  passkey: PasskeyTable;
  recovery_code: { person_id: string; hash: Uint8Array; used_at: Date | null };
  oidc_connection: OidcConnectionTable;
  oidc_subject: { connection_id: string; subject: string; person_id: string; since: Date };
};

type Side = "provider" | "client" | "system";

type PersonTable = {
  id: string;
  email: string;
  name: string;
  language: "en" | "fr";
  created_at: Date;
  disabled_at: Date | null;
  password_hash: string | null;
  password_at: Date | null;
  totp_secret: Uint8Array | null;
  totp_confirmed_at: Date | null;
  totp_step: number | null;
  failures: ColumnType<number, number | undefined, number>;
  blocked_until: Date | null;
  of_provider_since: ColumnType<Date | null, Date | null | undefined>;
  preferences: ColumnType<Readonly<Record<string, unknown>>, string | undefined, string>;
};

type InvitationTable = {
  id: string;
  email: string;
  name: string;
  language: "en" | "fr";
  memberships: Json<readonly { readonly tenant: string | null; readonly role: string }[]>;
  hash: Uint8Array;
  invited_by: string;
  invited_by_side: Side | null;
  created_at: Date;
  expires_at: Date;
  accepted_at: Date | null;
  withdrawn_at: Date | null;
};

type SessionTable = {
  hash: Uint8Array;
  csrf_hash: Uint8Array;
  id: string;
  person_id: string;
  method: string;
  created_at: Date;
  seen_at: Date;
  expires_at: Date;
  address: string;
  user_agent: string;
  revoked_at: Date | null;
};

type PasskeyTable = {
  id: string;
  person_id: string;
  public_key: Uint8Array;
  counter: number;
  transports: readonly string[];
  name: string;
  created_at: Date;
  used_at: Date | null;
};

type OidcConnectionTable = {
  id: string;
  tenant_id: string | null;
  issuer: string;
  client_id: string;
  client_secret: Uint8Array;
  domains: readonly string[];
  default_role: string | null;
  is_mfa: boolean;
  enabled: boolean;
  created_at: Date;
  updated_at: Date;
};
