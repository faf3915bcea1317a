// Gives every row of a tenant a twin in another tenant, takes row-level security away, and tells which statement looked at
// a row that is not its tenant's. So the condition in the code is what is tested, by every test there is.
import { appendFile } from "node:fs/promises";
import { afterEach, expect } from "vitest";
import { asSuperuser } from "../superuser.ts";

/** Everything that there is, under the same ids. */
const TWIN = "twin";
const SEEN = "a row of another tenant was looked at: ";
const HEARD = "heard until now: ";

/**
 * Policies that show what they showed, and count what they had to hide: for a tenant's statement any row of another one;
 * for the platform's own, which may see all, the twins that a statement with the mark of a mutant looked at. A condition
 * on the tenant that stands in the statement is asked first, for it is cheap and tells nothing (PostgreSQL 15, 5.8): where
 * there is one, no twin gets as far as here.
 */
const INSTALL = `
create function twin_seen(of text) returns boolean language plpgsql volatile security definer cost 1000000 as $$
declare
  marks text;
begin
  if of is null then return current_setting('role') = 'vigie_system'; end if;
  if current_setting('role') = 'vigie_system' and of <> '${TWIN}' then return true; end if;
  if current_setting('role') = 'vigie_app' and of = nullif(current_setting('app.tenant', true), '') then return true; end if;
  -- The log keeps it whatever becomes of the transaction.
  select string_agg(m[1], ',') into marks from regexp_matches(current_query(), 'mutant (\\d+) ', 'g') as m;
  if marks is not null or current_setting('role') = 'vigie_app' then raise log '${SEEN}% %', coalesce(marks, 'none'), replace(current_query(), E'\\n', ' '); end if;
  return false;
end $$;

create function twin_mirror() returns trigger language plpgsql security definer set session_replication_role = replica as $$
begin
  if tg_op <> 'INSERT' and old.tenant_id is not null and old.tenant_id <> '${TWIN}' then
    execute format('delete from %s where tenant_id = ''${TWIN}'' and %s', tg_relid::regclass, tg_argv[0]) using old;
  end if;
  if tg_op <> 'DELETE' and new.tenant_id is not null and new.tenant_id <> '${TWIN}' then
    new.tenant_id := '${TWIN}';
    execute format('insert into %s overriding system value select ($1).* on conflict do nothing', tg_relid::regclass) using new;
  end if;
  return null;
end $$;

-- Ids that no two tenants share: here they do.
do $$
declare
  one record;
begin
  for one in select i.indexrelid::regclass as name, i.indrelid::regclass as target, k.conname, array(select a.attname from unnest(i.indkey) as n join pg_attribute a on a.attrelid = i.indrelid and a.attnum = n) as columns
    from pg_index i join pg_attribute t on t.attrelid = i.indrelid and t.attname = 'tenant_id' left join pg_constraint k on k.conindid = i.indexrelid and k.conrelid = i.indrelid
    where i.indisunique and not t.attnum = any(i.indkey) and i.indrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
  loop
    execute format('create unique index on %s (tenant_id, %s) nulls not distinct', one.target, array_to_string(one.columns, ', '));
    if one.conname is null then execute format('drop index %s', one.name);
    else execute format('alter table %s drop constraint %I cascade', one.target, one.conname); end if;
  end loop;
end $$;

do $$
declare
  one record;
  same text;
begin
  for one in select c.oid, c.oid::regclass as name, p.polname from pg_class c join pg_policy p on p.polrelid = c.oid and p.polname = 'one_tenant' loop
    execute format('alter policy one_tenant on %s using (twin_seen(%s))', one.name, case one.name::text when 'tenant' then 'id' else 'tenant_id' end);
    execute format('alter policy all_tenants on %s using ((select current_user = ''vigie_system'') and twin_seen(%s))', one.name, case one.name::text when 'tenant' then 'id' else 'tenant_id' end);
    continue when one.name::text = 'tenant';
    select string_agg(format('%1$I is not distinct from ($1).%1$I', a.attname), ' and ') into same from pg_index i join pg_attribute a on a.attrelid = one.oid and a.attnum = any(i.indkey)
      where i.indrelid = one.oid and i.indisunique and a.attname <> 'tenant_id' and i.indexrelid = (select min(u.indexrelid) from pg_index u where u.indrelid = one.oid and u.indisunique and u.indpred is null);
    execute format('create trigger zz_twin after insert or update or delete on %s for each row execute function twin_mirror(%L)', one.name, coalesce(same, 'true'));
  end loop;
end $$;

insert into tenant (id, name, since) values ('${TWIN}', '${TWIN}', '2026-01-01');
`;

/** Makes a migrated database one of twins. */
export const giveTwins = (url: string): Promise<void> => asSuperuser(url, async (client) => void (await client.query(INSTALL)));

const seen: { readonly marks: readonly string[]; readonly statement: string }[] = [];
const awaited = new Map<string, () => void>();
let asked = 0;

/** Takes a line of the server's log. */
export function hearOfTwins(line: string): void {
  const [, told] = line.split(SEEN);
  const [, number] = line.split(HEARD);
  if (told !== undefined) seen.push({ marks: told.split(" ", 1)[0]!.split(","), statement: told.slice(told.indexOf(" ") + 1) });
  if (number !== undefined) awaited.get(number.trim())?.();
}

/** After each test: fails if a row of another tenant was looked at, or, where `log` names a file, writes down by which mutants. `urlOf` gives the server once there is one. */
export function watchTwins(urlOf: () => string | undefined, log: string | undefined): void {
  afterEach(async () => {
    const url = urlOf();
    if (url !== undefined) await untilNow(url);
    const found = seen.splice(0);
    if (log === undefined) {
      expect([...new Set(found.map(({ statement }) => statement.slice(0, 300)))], "Statements that looked at a row of another tenant").toEqual([]);
      return;
    }
    const { testPath, currentTestName } = expect.getState();
    const marks = [...new Set(found.flatMap((one) => one.marks))];
    if (marks.length > 0) await appendFile(log, `${JSON.stringify({ file: testPath, test: currentTestName, marks, own: [...new Set(found.filter((one) => one.marks.includes("none")).map(({ statement }) => statement))] })}\n`);
  });
}

/** Waits for all that the server has written until now. */
async function untilNow(url: string): Promise<void> {
  const number = String(++asked);
  const heard = new Promise<void>((resolve) => awaited.set(number, resolve));
  await asSuperuser(url, (client) => client.query(`do $$ begin raise log '${HEARD}${number}'; end $$`));
  await heard;
  awaited.delete(number);
}
