// The real API for tests of who asks it: everything but the configuration is real.
import { pino } from "pino";
import { Registry } from "prom-client";
import { afterAll } from "vitest";
import { type ApiDeps, createApi } from "../src/api/index.ts";
import { createAdminKey, createSeal } from "../src/identity/index.ts";
import { type State } from "../src/store/index.ts";

/** Lets an API over the state listen; gives its URL and a key, and closes it when the file's tests are over. */
export async function listeningApi(state: State, over: Partial<ApiDeps> = {}): Promise<{ readonly url: string; readonly key: string }> {
  let ids = 0;
  const app = await createApi({
    state, seal: createSeal(Buffer.alloc(32, 1)), now: () => new Date(), newId: () => `id-${++ids}`, log: pino({ level: "silent" }), metrics: new Registry(),
    readiness: async () => [], tenants: () => [], sourceHealth: async () => new Map(), routes: [], publicUrl: () => new URL("https://vigie.example.org"), internalIssuers: new Set(), internalWebhooks: new Set(), newCode: () => "123456", ...over,
  });
  afterAll(() => app.close());
  return { url: await app.listen({ port: 0, host: "127.0.0.1" }), key: await createAdminKey(state, new Date()) };
}
