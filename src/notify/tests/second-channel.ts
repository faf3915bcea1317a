import { type State, withTenant } from "../../store/index.ts";
import { type SecondChannelTest, showSecondChannel } from "../../tenants/index.ts";
import { lastPassed } from "./repo.ts";

/** The second channel, and by which day it must be tested again: passed tests count as the day that the settings name does. */
export async function secondChannelState(state: State, tenant: string, now: Date): Promise<SecondChannelTest> {
  const said = await showSecondChannel(state, tenant, now);
  const { channel } = said;
  if (channel === null) return said;
  const passed = await withTenant(state, tenant, (db) => lastPassed(db, channel));
  return passed === undefined ? said : showSecondChannel(state, tenant, now, passed.toISOString().slice(0, 10));
}
