// A year of alerts and incidents of fifty organisations, made by SQL, the same at each run.
import { Client } from "pg";
import { END, START } from "./lists-fill.ts";

export type SocAmounts = { readonly alerts: number; readonly incidents: number };

// A fifth of all belongs to one organisation, as in lists-fill.ts.
const OWNER = "case when i % 5 = 0 then 'org-00' else 'org-' || lpad((1 + i % 49)::text, 2, '0') end";
const AT = (all: number): string => `timestamptz '${START}' + (timestamptz '${END}' - timestamptz '${START}') * (i::float8 / ${all})`;
const LEVELS = "array['low', 'medium', 'high', 'critical']";

// Of the last two thousand most are open; of the rest a few that nobody came back to.
const isOpen = (all: number): string => `(i > ${all} - 2000 and i % 3 <> 0 or i % 5003 = 0)`;

const STATEMENTS = ({ alerts, incidents }: SocAmounts): readonly string[] => [
  // Those of lists-fill.ts are empty documents, which nobody can work by: the defaults hold.
  "delete from setting_decision",
  "delete from setting",
  `insert into detection (tenant_id, id, rule_key, rule_id, rule_title, level, rule_pack, rule_version, rule_digest, ruleset_version, time, detected_at, stored_at, host, source, collector, technology, event_ids, fields, rule, origin, written_in)
   select tenant, decode(md5('d' || i), 'hex'), 'rule-' || i % 400, 'rule-' || i % 400, 'Rule ' || i % 400, (${LEVELS})[1 + i / 3 % 4], 'builtin', 1, md5(i::text), 1, at, at, at, 'host-' || i % 900, 'dc1', 'relay', 'windows', array[decode(md5('e' || i), 'hex')],
     jsonb_build_object('process.name', 'a.exe', 'process.command_line', repeat('x', i % 300), 'user.name', 'user' || i % 50), '{"author": "Ann", "references": ["https://example.org/a"], "tags": ["attack.t1059", "attack.execution"], "path": "a.yml", "status": "stable"}', 'stream', 0
   from (select i, ${OWNER} as tenant, ${AT(alerts)} as at from generate_series(1, ${alerts}) i) made`,
  `insert into alert (tenant_id, id, number, title, strategy, group_key, window_minutes, window_from, window_until, first_time, last_time, raised_at, changed_at, rule_key, lead_detection, rule_level, entity_kind, entity, entity_name, techniques, tactics, score, level, score_facts, detections, status,
     owner_id, owner, owner_since, verdict, closure_reason, judged_at, judged_by, judged_side, closed_at, due_at, due_phase)
   select tenant, md5('a' || i), row_number() over (partition by tenant order by i), 'Rule ' || i % 400, 'rule-and-entity', md5('g' || i), 60, at, at, at, at, at, at, 'rule-' || i % 400, decode(md5('d' || i), 'hex'), (${LEVELS})[1 + i / 3 % 4], 'host', 'host-' || i % 900, 'host-' || i % 900,
     array['T1059'], array['execution'], 20 + i::bigint * 7919 % 80, (${LEVELS})[1 + (i::bigint * 7919 % 80) / 20],
     jsonb_build_object('level', (${LEVELS})[1 + i / 3 % 4], 'criticality', i % 5, 'place', null, 'isPrivileged', false, 'isExposed', false, 'isIndicator', false, 'weakness', null, 'isFirst', false), 1,
     case when not open then 'closed' when i % 4 = 0 then 'in_progress' when i % 7 = 0 then 'escalated' else 'new' end,
     case when i % 4 = 0 then 'person:' || i % 31 end, case when i % 4 = 0 then 'Person ' || i % 31 end, case when i % 4 = 0 then at end,
     case when not open then (array['false_positive', 'benign_positive', 'false_positive', 'true_positive'])[1 + i % 4] end, case when not open then 'expected' end, case when not open then at end, case when not open then 'Person 1' end, case when not open then 'provider' end, case when not open then at end,
     case when open then at + interval '2 hours' end, case when open then 'qualify' end
   from (select i, ${OWNER} as tenant, ${AT(alerts)} as at, ${isOpen(alerts)} as open from generate_series(1, ${alerts}) i) made`,
  "insert into number_given (tenant_id, kind, year, last) select tenant_id, 'alert', 0, max(number) from alert group by 1",
  `insert into alert_detection (tenant_id, detection_id, alert_id, joined_at, sameness) select tenant_id, lead_detection, id, raised_at, decode(md5(rule_key), 'hex') from alert`,
  `insert into alert_event (tenant_id, event_id, detection_id) select tenant_id, event_ids[1], id from detection where written_in = 0 and id in (select lead_detection from alert)`,
  `insert into detection_quarter (tenant_id, quarter, became, n) select tenant_id, date_bin('15 minutes', raised_at, '2000-01-01'), 'alerted', count(*) from alert group by 1, 2`,
  `insert into detection_reader (name, written_in, seq) values ('alerts', transactions_ended(), 0) on conflict do nothing`,
  ...incidentStatements(incidents),
  "vacuum analyze",
];

// Of the last four hundred most are open, as of the alerts.
const incidentStatements = (incidents: number): readonly string[] => [
  `insert into incident (tenant_id, id, year, number, title, summary, category, severity, weight, tlp, pap, stage, stage_times, mode, setting_versions, origin, waits_on, waits_reason, waits_since, provider_owner_id, provider_owner, verdict, verdict_words, verdict_by, verdict_side, verdict_at, occurred_at, detected_at, opened_at, opened_by, opened_side, changed_at, closed_at, closed_reason, due_at, due_phase, due_owner)
   select tenant, md5('i' || i), extract(year from at)::int, row_number() over (partition by tenant, extract(year from at) order by i), 'Incident ' || i, repeat('what happened ', i % 20), (array['malware-spread', 'identity-theft', 'data-exfiltration', 'other'])[1 + i % 4], (array['critical', 'high', 'medium', 'low'])[1 + i % 4], 100 - i % 4, 'amber', 'amber',
     case when open then (array['open', 'contained', 'eradicated'])[1 + i % 3] else 'closed' end, jsonb_build_object('open', at), (array['escalate', 'handle'])[1 + i % 2], '{}', 'alert', case when open then (array['provider', 'client'])[1 + i % 2] end, case when open then 'a decision' end, case when open then at end,
     'person:' || i % 31, 'Person ' || i % 31, case when not open then 'true_positive' end, case when not open then 'it was' end, case when not open then 'Person 1' end, case when not open then 'provider' end, case when not open then at end, at, at, at, 'Person 1', 'provider', at, case when not open then at end, case when not open then 'done' end,
     case when open then at + interval '4 hours' end, case when open then 'contain-advice' end, case when open then 'provider' end
   from (select i, ${OWNER} as tenant, ${AT(incidents)} as at, (i > ${incidents} - 400 and i % 3 <> 0) as open from generate_series(1, ${incidents}) i) made`,
  `insert into incident_alert (tenant_id, incident_id, alert_id, linked_at, linked_by, origin_incident)
   select alert.tenant_id, incident.id, alert.id, alert.raised_at, 'Person 1', incident.id from incident
   join lateral (select * from alert where alert.tenant_id = incident.tenant_id and alert.raised_at <= incident.opened_at order by raised_at desc, id desc limit 3) as alert on true on conflict do nothing`,
  `insert into incident_part (tenant_id, incident_id, kind, key, document, visibility, side, added_at, added_by, changed_at, origin_incident)
   select tenant_id, id, kind, kind || ' ' || id, jsonb_build_object('name', 'SRV-' || number, 'value', 'SRV-' || number, 'role', 'victim'), 'shared', 'provider', opened_at, 'Person 1', opened_at, id from incident, unnest(array['asset', 'account']) kind`,
  `insert into timeline_entry (tenant_id, subject_kind, subject_id, type, visibility, at, author, author_id, side, text, origin_kind, origin_id)
   select tenant_id, 'incident', id, 'message', case when n % 3 = 0 then 'internal' else 'shared' end, opened_at + n * interval '1 minute', 'Person 1', 'person:1', 'provider', repeat('word ', 30), 'incident', id from incident, generate_series(1, 12) n`,
  `insert into number_given (tenant_id, kind, year, last) select tenant_id, 'incident', year, max(number) from incident group by 1, 2, 3`,
];

/** Fills a database that lists-fill.ts has filled. */
export async function fillSoc(url: string, amounts: SocAmounts, say: (text: string) => void): Promise<void> {
  // The server's superuser, as in lists-fill.ts.
  const client = new Client({ connectionString: url.replace("//vigie:", "//postgres:") });
  await client.connect();
  for (const [i, statement] of STATEMENTS(amounts).entries()) {
    await client.query(statement);
    say(`\rfilled ${i + 1} of ${STATEMENTS(amounts).length}`);
  }
  say("\n");
  await client.end();
}
