// Statements whose condition on the tenant no other test needs: run over rows of two tenants under the same ids, without
// row-level security. `npm run test:mutation` takes their conditions out, and asks the statement's test here: a
// test is of one function, and needs nothing else of those that have a test here.
import { beforeAll, expect, test } from "vitest";
import { ALERTS } from "./statements/alerts.ts";
import { CMDB } from "./statements/cmdb.ts";
import { INCIDENTS } from "./statements/incidents.ts";
import { PLATFORM } from "./statements/platform.ts";
import { REQUESTS } from "./statements/requests.ts";
import { SERVICE } from "./statements/service.ts";
import { TICKETS } from "./statements/tickets.ts";
import { twoTenants, type TwoTenants } from "./two-tenants.ts";

let two: TwoTenants;
beforeAll(async () => void (two = await twoTenants()), 60_000);

test.each([...ALERTS, ...CMDB, ...INCIDENTS, ...REQUESTS, ...TICKETS, ...SERVICE, ...PLATFORM].map((one) => [one.of, one] as const))("%s", async (_, { rows, run, answer }) => {
  const tables = [...new Set([...Object.keys(rows("north")), ...Object.keys(rows("south"))])];
  try {
    // Those of south first: what takes the first row that it finds must not find one of north by chance.
    for (const tenant of ["south", "north"]) await two.put(tenant, rows(tenant));
    const before = await two.rowsOf("south", tables);
    expect(await run(two.state)).toEqual(answer);
    expect(await two.rowsOf("south", tables)).toEqual(before);
  } finally {
    await two.clear(tables);
  }
});
