// Row-level security of one table after the other, taken away: the isolation test has to name the table.
import { expect, test } from "vitest";
import { fillEveryTable } from "../every-table.ts";
import { leaksOf } from "../isolation/leaks.ts";
import { asSuperuser, freshState } from "../postgres.ts";

const state = await freshState("north", "south");
const tables = await fillEveryTable(state, "north");

test("nothing leaks before anything is taken away", async () => {
  expect(await leaksOf(state, tables)).toEqual([]);
});

test.each(tables)("without the policy of %s", async (table) => {
  await asSuperuser(state.url, (client) => client.query(`alter table "${table}" disable row level security`));
  const leaking = await leaksOf(state, [table]);
  await asSuperuser(state.url, (client) => client.query(`alter table "${table}" enable row level security`));
  // What who acts for a tenant may not read or write at all is kept by grants; row-level security is the second lock there.
  const { rows: [grants] } = await asSuperuser(state.url, (client) => client.query<{ any: boolean }>("select has_any_column_privilege('vigie_app', $1, 'select, insert, update') or has_table_privilege('vigie_app', $1, 'select, insert, update, delete') as any", [table]));
  expect(leaking).toEqual(grants?.any === true ? [table] : []);
});
