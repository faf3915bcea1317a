import { pino } from "pino";
import { Registry } from "prom-client";
import { createApi, platformRoutes } from "../src/api/index.ts";
import { openState } from "../src/store/index.ts";

/** docs/openapi.json: the API as its routes describe it. Nothing is asked, so nothing has to run. */
export async function openApi(): Promise<string> {
  const state = openState({ url: "postgres://nobody@127.0.0.1/nothing", onError: () => {} });
  const unused = (): never => {
    throw new Error("the description of the API asks nothing");
  };
  // Whoever looks into it finds nothing; the routes look into it when they are asked.
  const nothing = {} as never;
  const app = await createApi({
    state, seal: nothing, now: unused, newId: unused, readiness: unused, tenants: unused, sourceHealth: unused, log: pino({ level: "silent" }), metrics: new Registry(),
    publicUrl: unused, internalIssuers: new Set(), internalWebhooks: new Set(), newCode: () => "123456",
    routes: platformRoutes({ hunting: nothing, logsources: [], listeners: () => [], known: { technologies: [], figures: new Map() }, outside: { internalHosts: new Set(), proxy: undefined }, account: { understanding: {} } as never }),
  });
  await app.ready();
  const text = `${JSON.stringify(app.swagger(), undefined, 2)}\n`;
  await app.close();
  await state.close();
  return text;
}
