// What a platform holds that has served fifty organisations for a year: made by SQL, the same at each run.
import { Client } from "pg";
import { SETTING_KINDS } from "../src/contract/settings.ts";

export const TENANTS = 50;
export const PEOPLE_OF_ONE = 60;
export const START = "2025-11-24T00:00:00Z";
export const END = "2026-11-24T00:00:00Z";

/** The nth organisation's id; the first is by far the largest. */
export const tenantOf = (n: number): string => `org-${String(n).padStart(2, "0")}`;

export type Amounts = { readonly journal: number; readonly detections: number; readonly assets: number };

/** The last entry of the nth organisation's journal whose id is below `id`; ids are counted from one. */
export function entryBelow(n: number, id: number): number {
  let i = id - 1;
  while (i > 0 && (i % 5 === 0 ? 0 : 1 + (i % 49)) !== n) i -= 1;
  return i;
}

// A fifth of all belongs to one organisation, the rest to the others alike: what is fast on average may be slow for it.
const OWNER = "case when i % 5 = 0 then 'org-00' else 'org-' || lpad((1 + i % 49)::text, 2, '0') end";
// Most of a journal are accesses; some actions happen once a month.
const ACTION = `case when i % 10 < 8 then (array['access.read', 'access.search', 'access.export'])[1 + i / 11 % 3] when i % 10007 = 9 then 'setting.agreed'
  else (array['person.signed-in', 'rule.switched', 'asset.changed', 'drop-rule.changed', 'session.ended', 'retro-run.asked'])[1 + i / 13 % 6] end`;

const STATEMENTS = ({ journal, detections, assets }: Amounts): readonly string[] => [
  `insert into tenant (id, name, since, origin) select 'org-' || lpad(n::text, 2, '0'), 'Organisation ' || n, '${START}', 'configuration' from generate_series(0, ${TENANTS - 1}) n`,
  // Links are made here, without digests that anybody could verify: nothing reads them but as text.
  "alter table journal disable trigger journal_to_link",
  `insert into journal (tenant_id, at, who, caller, side, action, subject, details)
   select tenant, at, 'Person ' || person, 'person:' || person, case when person % 4 = 0 then 'provider' else 'client' end, action, 'GET /v1/tenants/' || tenant || '/detections', jsonb_build_object('permission', 'detection:read', 'asked', repeat('x', i % 200))
   from (select i, ${OWNER} as tenant, timestamptz '${START}' + (timestamptz '${END}' - timestamptz '${START}') * (i::float8 / ${journal}) as at, i::bigint * 7919 % 31 as person, ${ACTION} as action from generate_series(1, ${journal}) i) made`,
  "alter table journal enable trigger journal_to_link",
  `insert into journal_link (tenant_id, seq, journal_id, digest, linked_at) select tenant_id, row_number() over (partition by tenant_id order by id), id, lpad(to_hex(id), 64, '0'), at from journal`,
  `insert into person (id, email, name, created_at, totp_confirmed_at) select 'p' || i, 'person.' || lpad(i::text, 5, '0') || '@example.com', 'Person ' || i, '${START}', '${START}' from generate_series(0, ${TENANTS * PEOPLE_OF_ONE - 1}) i`,
  `insert into membership (person_id, tenant_id, role, since) select 'p' || i, case when i % 20 = 0 then null else 'org-' || lpad((i % ${TENANTS})::text, 2, '0') end, case when i % 20 = 0 then 'analyst' else 'security' end, '${START}' from generate_series(0, ${TENANTS * PEOPLE_OF_ONE - 1}) i`,
  `insert into invitation (id, email, name, language, memberships, hash, invited_by, created_at, expires_at)
   select 'i' || i, 'new.' || i || '@example.com', 'New ' || i, 'en', jsonb_build_array(jsonb_build_object('tenant', 'org-' || lpad((i % ${TENANTS})::text, 2, '0'), 'role', 'security')), sha256(i::text::bytea), 'Person 1', '${START}', timestamptz '${END}' + interval '1 day' from generate_series(1, 500) i`,
  `insert into detection (tenant_id, id, rule_key, rule_title, level, rule_pack, rule_version, rule_digest, ruleset_version, time, detected_at, stored_at, host, source, collector, technology, event_ids, fields, rule, origin)
   select tenant, decode(md5(i::text), 'hex'), 'rule-' || i % 400, 'Rule ' || i % 400, (array['low', 'medium', 'high', 'critical'])[1 + i / 3 % 4], 'builtin', 1, md5(i::text), 1, at, at, at, 'host-' || i % 900, 'dc1', 'relay', 'windows', array[decode(md5('e' || i), 'hex')], '{"process.name": "a.exe"}', '{"author": "Ann", "references": ["https://example.org/a"], "tags": ["attack.t1059"], "path": "a.yml", "status": "stable"}', 'stream'
   from (select i, ${OWNER} as tenant, timestamptz '${START}' + (timestamptz '${END}' - timestamptz '${START}') * (i::float8 / ${detections}) as at from generate_series(1, ${detections}) i) made`,
  `insert into asset (tenant_id, id, name, kind, serial, os, criticality, lifecycle, tags, services, external_ids, search, created_at, changed_at)
   select tenant, 'a' || i, 'host-' || lpad(i::text, 6, '0'), (array['server', 'workstation', 'network_device'])[1 + i % 3], 'SN' || i, 'Windows', 1 + i % 4, case when i % 9 = 0 then 'retired' else 'in_service' end, array['site-' || i % 30], '{}', '{}', 'host-' || lpad(i::text, 6, '0') || ' sn' || i, '${START}', '${START}'
   from (select i, ${OWNER} as tenant from generate_series(1, ${assets}) i) made`,
  `insert into source_hour (tenant_id, source, hour, received, stored) select 'org-' || lpad(n::text, 2, '0'), 'source-' || s, timestamptz '${END}' - h * interval '1 hour', 1000, 1000 from generate_series(0, ${TENANTS - 1}) n, generate_series(1, 20) s, generate_series(1, 24 * 14) h`,
  `insert into setting (tenant_id, kind, version, document, reason, proposed_by, proposed_by_id, proposed_by_side, proposed_at)
   select 'org-' || lpad(n::text, 2, '0'), kind, v, '{}', 'for the benchmark', 'Person 1', 'person:1', 'provider', timestamptz '${START}' + v * interval '1 day'
   from generate_series(0, ${TENANTS - 1}) n, generate_series(1, 40) v, unnest(array[${SETTING_KINDS.map((kind) => `'${kind}'`).join(", ")}]) kind`,
  `insert into setting_decision (tenant_id, kind, version, outcome, decided_by, decided_by_id, decided_by_side, decided_at, valid_from)
   select tenant_id, kind, version, 'in_force', 'Person 2', 'person:2', 'client', proposed_at, proposed_at from setting where version < 40`,
  "analyze",
];

/** Fills an empty database that has all tables; `say` hears how far it is. */
export async function fillLists(url: string, amounts: Amounts, say: (text: string) => void): Promise<void> {
  // The server's superuser: the program itself may neither make links nor switch what makes them.
  const client = new Client({ connectionString: url.replace("//vigie:", "//postgres:") });
  await client.connect();
  try {
    for (const statement of STATEMENTS(amounts)) {
      const began = performance.now();
      const { rowCount } = await client.query(statement);
      say(`${statement.trim().slice(0, 40)}…: ${rowCount ?? 0} rows in ${Math.round(performance.now() - began)} ms\n`);
    }
  } finally {
    await client.end();
  }
}
