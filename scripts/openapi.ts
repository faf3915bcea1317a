import { pino } from "pino";
import { Registry } from "prom-client";
import { createApi, searchRoutes } from "../src/api/index.ts";
import { openState } from "../src/store/index.ts";

/** docs/openapi.json: the API as its routes describe it. Nothing is asked, so nothing has to run. */
export async function openApi(): Promise<string> {
  const state = openState({ url: "postgres://nobody@127.0.0.1/nothing", onError: () => {} });
  const unused = (): never => {
    throw new Error("the description of the API asks nothing");
  };
  const app = await createApi({
    state, now: unused, newId: unused, readiness: unused, tenants: unused, sourceHealth: unused, log: pino({ level: "silent" }), metrics: new Registry(),
    routes: [searchRoutes(unused as never)],
  });
  await app.ready();
  const text = `${JSON.stringify(app.swagger(), undefined, 2)}\n`;
  await app.close();
  await state.close();
  return text;
}
