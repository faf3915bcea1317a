// `npm run -s bench:web -- --json [--alerts N]`: what the web app's first load weighs, and how fast its queue is with a
// million alerts behind it: filter to painted, next, scrolling, memory. Times are of this machine: compare them in one run.
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { Registry } from "prom-client";
import { createApi, platformRoutes, type ApiServer } from "../../src/api/index.ts";
import { createAdminKey, createSeal } from "../../src/identity/index.ts";
import { migrate, openState, startPostgres, type State } from "../../src/store/index.ts";
import { fillLists, tenantOf, TENANTS } from "../lists-fill.ts";
import { report } from "../report.ts";
import { fillSoc } from "../soc-fill.ts";
import { measureQueue } from "./queue.ts";

const ROOT = join(import.meta.dirname, "../..");
const AIMS = { firstLoadKb: 300, filterMs: 200, nextMs: 50, longestFrameMs: 1_000 };

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: "boolean", default: false }, alerts: { type: "string", default: "1000000" }, steps: { type: "string", default: "1000" } } });
  const say = (text: string): void => void process.stderr.write(text);
  execFileSync(process.execPath, [join(ROOT, "scripts/build-web.ts")], { stdio: ["ignore", 2, 2] });
  const folder = mkdtempSync(join(tmpdir(), "vigie-bench-web-"));
  const postgres = await startPostgres({ data: folder, log: () => {} });
  const state = openState({ url: postgres.url, onError: () => {} });
  try {
    await migrate(postgres.url);
    await fillLists(postgres.url, { journal: 10_000, detections: 1_000, assets: 10_000 }, say);
    await fillSoc(postgres.url, { alerts: Number(values.alerts), incidents: 2_000 }, say);
    const key = await createAdminKey(state, new Date());
    const app = await serve(state);
    try {
      const url = `http://localhost:${(app.server.address() as AddressInfo).port}`;
      report({ tenants: TENANTS, alerts: Number(values.alerts), aims: AIMS, ...(await measureQueue({ url, key, steps: Number(values.steps) }, say)) }, values.json);
    } finally {
      await app.close();
    }
  } finally {
    await state.close();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The API with the app, over the filled database; there is no event store: pages of events say so. */
async function serve(state: State): Promise<ApiServer> {
  const none = {} as never;
  const now = (): Date => new Date();
  const tenants = Array.from({ length: TENANTS }, (_, n) => ({ id: tenantOf(n), name: `Organisation ${n}`, retentionDays: 183, sources: [] }));
  const app = await createApi({
    state, now, seal: createSeal(Buffer.alloc(32, 7)), newId: randomUUID, newCode: () => "123456", log: pino({ level: "fatal" }), metrics: new Registry(), readiness: async () => [], publicUrl: () => new URL("http://localhost"), internalIssuers: new Set(), internalWebhooks: new Set(),
    tenants: () => tenants, sourceHealth: async () => new Map(), web: join(ROOT, "web/dist"), routes: platformRoutes({ hunting: none, logsources: [], known: { technologies: [], figures: new Map() }, listeners: none, outside: { internalHosts: new Set(), proxy: undefined }, account: { understanding: {} } as never }),
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  return app;
}

await main();
