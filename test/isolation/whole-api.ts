// The API with every route that the platform has, over real parts.
import { afterAll } from "vitest";
import { startCollection, type Collection } from "../collection.ts";
import { apiWith, type TestApi } from "../people.ts";
import { platformRoutes } from "../../src/api/index.ts";
import { claimsOf } from "../../src/config/index.ts";
import { copiedFields } from "../../src/hunt/index.ts";
import { rebuild } from "../../src/live/index.ts";
import { readShippedLogSources, readShippedTechnologies, readTechnologyFigures } from "../../src/packs/index.ts";

/** Stopped when the file's tests are over. The tenants are those of the configuration. */
export async function wholeApi(yaml: string, now: Date): Promise<{ readonly at: Collection; readonly api: TestApi }> {
  const technologies = await readShippedTechnologies(() => {});
  const at = await startCollection(yaml, () => now);
  afterAll(() => at.stop());
  const { state, events, understanding, handIn, config } = at;
  const hunting = { store: events, isCopied: copiedFields(technologies), rebuild: rebuild.bind(undefined, understanding), nowMs: () => now.getTime() };
  const account = { events, understanding, handIn, ofSender: claimsOf(config).ofSender };
  return { at, api: await apiWith({ state, tenants: () => config.tenants, routes: platformRoutes({ hunting, account, logsources: await readShippedLogSources(), listeners: () => config.listeners, known: { technologies, figures: await readTechnologyFigures() }, outside: { internalHosts: new Set(), proxy: undefined } }) }, ...config.tenants.map(({ id }) => id)) };
}
