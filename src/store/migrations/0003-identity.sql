-- People, how they sign in, and what they may do. Of no tenant, since one person may work for several: only
-- vigie_system reads these tables, but for the roles that people hold in one organisation.

create table person (
  id text primary key,
  -- In lower case: it is what people sign in with.
  email text not null unique,
  name text not null,
  language text not null default 'en' check (language in ('en', 'fr')),
  created_at timestamptz not null,
  disabled_at timestamptz,
  -- PHC text of argon2id; null: signs in otherwise, or not yet.
  password_hash text,
  password_at timestamptz,
  -- Sealed with the key that lies outside the database (src/identity/seal.ts); confirmed once a code from it was shown.
  totp_secret bytea,
  totp_confirmed_at timestamptz,
  -- A code counts once: the last step that was used.
  totp_step bigint,
  -- What slows guessing: failures since the last success, and when the next attempt counts.
  failures int not null default 0,
  blocked_until timestamptz
);

create table membership (
  person_id text not null references person on delete cascade,
  -- Null: a role of the provider, which holds in every organisation.
  tenant_id text references tenant,
  role text not null,
  since timestamptz not null,
  unique nulls not distinct (person_id, tenant_id, role)
);
create index membership_tenant on membership (tenant_id);
call isolate('membership');

create table invitation (
  id text primary key,
  email text not null,
  name text not null,
  language text not null,
  -- [{tenant, role}], which the person gets on accepting.
  memberships jsonb not null,
  -- SHA-256 of 256 random bits; the text itself is in the link alone.
  hash bytea not null unique check (length(hash) = 32),
  invited_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  withdrawn_at timestamptz
);

create table session (
  -- SHA-256 of the cookie, and of the token that must come beside it where something is changed.
  hash bytea primary key check (length(hash) = 32),
  csrf_hash bytea not null check (length(csrf_hash) = 32),
  -- What people see of it: it opens nothing.
  id text not null unique,
  person_id text not null references person on delete cascade,
  -- password, passkey, oidc
  method text not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  address text not null,
  user_agent text not null,
  revoked_at timestamptz
);
create index session_person on session (person_id, created_at desc);

-- Between the first and the last step of signing in: what was shown already. Minutes long.
create table sign_in (
  hash bytea primary key check (length(hash) = 32),
  -- Null until it is known who it is: a passkey or an identity provider will tell.
  person_id text references person on delete cascade,
  -- What is left to do, and what that needs.
  step text not null,
  details jsonb not null,
  expires_at timestamptz not null,
  failures int not null default 0
);

create table passkey (
  -- The authenticator's credential id, base64url.
  id text primary key,
  person_id text not null references person on delete cascade,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamptz not null,
  used_at timestamptz
);
create index passkey_person on passkey (person_id);

create table recovery_code (
  person_id text not null references person on delete cascade,
  hash bytea not null check (length(hash) = 32),
  used_at timestamptz,
  primary key (person_id, hash)
);

-- An identity provider of one organisation, or of the provider itself (null).
create table oidc_connection (
  id text primary key,
  tenant_id text references tenant,
  issuer text not null,
  client_id text not null,
  client_secret bytea not null,
  -- Domains of e-mail addresses that sign in there, in lower case. One domain has one connection.
  domains text[] not null,
  -- Role of people who sign in for the first time; null: only those who were invited.
  default_role text,
  -- Whether the identity provider asks for a second factor; if not, Vigie does.
  is_mfa boolean not null,
  enabled boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
call isolate('oidc_connection');

grant select on membership to vigie_app;
grant select, insert, update, delete on person, membership, invitation, session, sign_in, passkey, recovery_code, oidc_connection to vigie_system;

-- A key has scopes, may belong to one organisation, and may end.
alter table api_key
  add column scopes text[] not null default '{*}',
  add column for_tenant text references tenant,
  add column created_by text not null default 'vigie',
  add column expires_at timestamptz,
  add column used_at timestamptz;
