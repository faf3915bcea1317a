import { sql } from "kysely";
import { beforeAll, expect, test, vi } from "vitest";
import { asSuperuser, freshState } from "../../test/postgres.ts";
import { listen, type State } from "./index.ts";

let state: State;
beforeAll(async () => {
  state = await freshState();
});
const notify = (payload: string) => sql`select pg_notify('vigie_ruleset', ${payload})`.execute(state.sql);

test("hears what others notify, and undefined after a broken connection", async () => {
  const heard: (string | undefined)[] = [];
  const listening = listen(state, "vigie_ruleset", (payload) => heard.push(payload));
  await vi.waitFor(() => expect(heard).toEqual([undefined]), 10_000);
  await notify("north");
  await vi.waitFor(() => expect(heard).toEqual([undefined, "north"]), 10_000);
  await asSuperuser(state.url, (client) => client.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'vigie listens%'"));
  await vi.waitFor(() => expect(heard).toEqual([undefined, "north", undefined]), 10_000);
  await notify("south");
  await vi.waitFor(() => expect(heard.at(-1)).toBe("south"), 10_000);
  await listening.stop();
  await notify("unheard");
  expect(heard.at(-1)).toBe("south");
});
