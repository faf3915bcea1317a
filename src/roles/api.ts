// The role that answers: the HTTP API over state and event store.
import { randomInt, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { AddressInfo } from "node:net";
import { AggregatorRegistry, type MetricObject, type Registry } from "prom-client";
import { createApi, platformRoutes } from "../api/index.ts";
import { expireTenants, handInTo } from "../collection/index.ts";
import type { Config } from "../config/index.ts";
import { openEvents } from "./events-address.ts";
import { Contexts } from "../enrich/index.ts";
import { copiedFields } from "../hunt/index.ts";
import { createSeal, forgetEnded } from "../identity/index.ts";
import { rebuild } from "../live/index.ts";
import { readShippedLogSources, readTechnologyFigures } from "../packs/index.ts";
import { createShelf } from "../playbooks/index.ts";
import { createRetroRunner } from "../retro/index.ts";
import { openState } from "../store/index.ts";
import { databasesReady } from "./databases-ready.ts";
import { keepLinking } from "./keep-linking.ts";
import type { RoleAtWork, RoleProcess } from "./child.ts";
import { sourceHealth } from "./source-health.ts";
import { sourcesAtWork } from "./sources-at-work.ts";
import { understandingOf } from "./understanding.ts";

const WEB = join(import.meta.dirname, "../../web/dist");

/** The built web app; a checkout in which it was not built serves the API alone, and says so. */
function builtWeb(log: RoleProcess["log"]): string | undefined {
  if (existsSync(join(WEB, "index.html"))) return WEB;
  log.warn({ folder: WEB }, "the web app is not built, so only the API is served: run npm run build");
  return undefined;
}

export type ApiOptions = {
  readonly config: Config;
  readonly data: string;
  readonly postgresUrl: string;
  readonly eventsUrl: string;
  readonly eventsPassword: string;
  /** Where lines can be handed in again. */
  readonly internal: { readonly url: string; readonly key: string };
  /** Hexadecimal, of 32 bytes: what secrets in the database are sealed with. */
  readonly sealKey: string;
};

// Days go as a whole, so looking more often would find nothing.
const EXPIRE_MS = 3_600_000;

/** Opens the API's port. */
export async function startApi({ config, postgresUrl, eventsUrl, eventsPassword, internal, sealKey }: ApiOptions, { log, metrics, platform }: RoleProcess): Promise<RoleAtWork> {
  const state = openState({ url: postgresUrl, onError: (error) => log.warn({ error: error.message }, "a database connection broke") });
  const events = openEvents(eventsUrl, eventsPassword);
  const now = () => new Date();
  const contexts = new Contexts({ state, now, onFailed: (tenant, error) => log.warn({ tenant, error: String(error) }, "what is known around events could not be read; tried again") });
  const understanding = await understandingOf(config, () => {}, contexts);
  const sources = await sourcesAtWork({ state, config, log, onChange: understanding.know });
  const hunting = { store: events, isCopied: copiedFields(understanding.technologies), rebuild: rebuild.bind(undefined, understanding), ready: (tenant: string) => contexts.ready(tenant), nowMs: () => now().getTime() };
  const account = { events, understanding, handIn: handInTo(internal), ofSender: sources.claims.ofSender };
  // The system may choose the port: it is known once somebody listens.
  let port = config.api.port;
  const logsources = await readShippedLogSources();
  const playbooks = createShelf(config.playbooks);
  // What is wrong in one is told now, not when somebody needs it.
  await playbooks();
  const api = await createApi({
    state, now, log,
    publicUrl: () => new URL(config.api.publicUrl ?? `http://localhost:${port}`),
    internalIssuers: new Set(config.api.internalIssuers),
    internalWebhooks: new Set(config.notify.internalWebhooks),
    seal: createSeal(Buffer.from(sealKey, "hex")),
    newId: randomUUID,
    newCode: () => String(randomInt(1_000_000)).padStart(6, "0"),
    metrics: { contentType: metrics.contentType, metrics: () => allMetrics(metrics, platform()?.metrics ?? {}) },
    // Without a supervisor this process knows of no other.
    readiness: async () => [...(await databasesReady(state, events)), ...(platform()?.roles.map(({ role, isReady }) => ({ name: role, ready: isReady })) ?? [{ name: "api", ready: true }])],
    tenants: () => config.tenants,
    playbooks,
    web: builtWeb(log),
    sourceHealth: (tenant) => sourceHealth(state, tenant, now()),
    routes: platformRoutes({ hunting, account, logsources, known: { technologies: understanding.technologies, figures: await readTechnologyFigures() }, reloadSources: sources.reload, listeners: () => config.listeners.map((listener) => ({ ...listener, port: boundPort(platform()?.roles ?? [], listener.name) ?? listener.port })), outside: { internalHosts: new Set(config.connectors.internalHosts), proxy: config.connectors.proxy } }),
  });
  const retro = createRetroRunner({ state, events, understanding, technologies: understanding.technologies, logsources, name: `api ${process.pid}`, now, log });
  retro.start();
  const expiring = setInterval(() => void expireTenants(state, events, config, now()).catch((error: unknown) => log.error({ error: String(error) }, "events that are too old could not be removed; tried again in an hour")), EXPIRE_MS);
  const forgetting = setInterval(() => void forgetEnded(state, now()).catch((error: unknown) => log.error({ error: String(error) }, "sessions that ended could not be removed; tried again in an hour")), EXPIRE_MS);
  const linking = keepLinking(state, log);
  await api.listen({ host: config.api.host, port: config.api.port });
  ({ port } = api.server.address() as AddressInfo);
  return {
    addresses: { api: `http://${config.api.host}:${port}` },
    stop: async () => {
      clearInterval(expiring);
      clearInterval(forgetting);
      linking.stop();
      await api.close();
      await retro.stop();
      await sources.stop();
      await contexts.stop();
      events.close();
      await state.close();
    },
  };
}

/** Where a listener listens whose port the system chose. */
function boundPort(roles: readonly { readonly role: string; readonly addresses: Readonly<Record<string, string>> }[], listener: string): number | undefined {
  const address = roles.find(({ role }) => role === "ingest")?.addresses[listener];
  const port = address === undefined ? Number.NaN : Number(address.slice(address.lastIndexOf(":") + 1));
  return Number.isInteger(port) ? port : undefined;
}

/** The figures of all processes, those of the same name added up. */
async function allMetrics(own: Registry, others: Readonly<Record<string, readonly MetricObject[]>>): Promise<string> {
  const lists = [...Object.entries(others).filter(([role]) => role !== "api").map(([, list]) => [...list]), await own.getMetricsAsJSON()];
  return AggregatorRegistry.aggregate(lists).metrics();
}
