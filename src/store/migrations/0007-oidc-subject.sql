-- Who a subject of an identity provider is. E-mail addresses are given to others once they are free; issuer and subject
-- together never are (OpenID Connect Core 1.0, section 5.7).

create table oidc_subject (
  connection_id text not null references oidc_connection on delete cascade,
  subject text not null,
  person_id text not null references person on delete cascade,
  since timestamptz not null,
  primary key (connection_id, subject),
  unique (connection_id, person_id)
);

grant select, insert, delete on oidc_subject to vigie_system;
