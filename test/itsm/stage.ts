// A platform whose organisation works in an ITSM that is really there.
import { createHmac } from "node:crypto";
import { agree } from "../../scripts/demo/agree.ts";
import { arrive, type Person } from "../../scripts/demo/arrive.ts";
import { createClient } from "../../src/contract/client.ts";
import type { Connector } from "../../src/requests/connectors/connector.ts";
import type { OtherSide } from "../connectors/other-side.ts";
import { startTestPlatform, type TestPlatform, until } from "../platform/platform.ts";

/** After so long a server that says nothing is broken. */
export const PATIENCE_MS = 60_000;

/** A server that can be stopped in the middle of things. */
export type ItsmServer = OtherSide & {
  readonly restart: () => Promise<void>;
  /** To look at it with, as the platform does. */
  readonly connector: Connector;
  /** What was said last in a ticket, for as little work of the server as it takes: reading all of it would slow down what is measured. */
  readonly lastWords?: (id: string) => Promise<readonly string[]>;
};

export type ItsmStage = {
  readonly on: TestPlatform;
  readonly analyst: Person;
  /** The connector's id. */
  readonly connector: string;
  readonly teams: readonly [string, string];
  /** Makes a request and sends it; gives its reference. */
  readonly ask: (what: string) => Promise<string>;
  readonly page: (ref: string) => Promise<Awaited<ReturnType<typeof pageOf>>>;
  /** The ticket of a request, once it was made and read. */
  readonly ticketOf: (ref: string, seconds?: number) => Promise<string>;
  /** The key in its ticket. */
  readonly keyOf: (ref: string) => Promise<string>;
  /** Waits until a request is as it should be. */
  readonly waits: (what: string, ref: string, isSo: (page: Awaited<ReturnType<typeof pageOf>>) => boolean, seconds?: number) => Promise<void>;
  readonly say: (ref: string, text: string) => Promise<unknown>;
  /** Tells the platform that something changed there, as a webhook does. */
  readonly hint: () => Promise<void>;
  readonly writes: () => Promise<readonly { readonly state: string; readonly kind: string; readonly words: string | null }[]>;
  readonly end: () => Promise<void>;
};

const TENANT = "acme";

const pageOf = (person: Person, ref: string) => person.api.get("/v1/tenants/{tenant}/requests/{request}", { path: { tenant: TENANT, request: ref } });

/** Sets it up as a service manager does: two teams, a connector that was probed, and what may leave the platform. */
export async function setItsmStage(other: OtherSide, { pollSeconds = 5 }: { readonly pollSeconds?: number } = {}): Promise<ItsmStage> {
  const on = await startTestPlatform(`
api: {port: {port:api}}
connectors: {internalHosts: [127.0.0.1]}
tenants: [{id: ${TENANT}, name: Acme, sources: []}]
`);
  const url = on.addresses["api"]!;
  const admin = createClient({ fetch, url, key: on.key });
  const [analyst, service, manager] = [await arrive(url, admin, "Analyst A", "analyst", null), await arrive(url, admin, "Service Manager", "service_manager", null), await arrive(url, admin, "Manager", "manager", TENANT)];
  await agree(TENANT, "notifications", { entries: [], disclosure: "agreed-facts", secondChannel: null }, service, manager);
  const [first, second] = other.queues ?? ["first", "second"];
  const path = { tenant: TENANT };
  const team = async (name: string, queue: string) => (await service.api.post("/v1/tenants/{tenant}/teams", { path, body: { name, contact: null, email: null, phone: null, itsmName: queue } })).id;
  const teams = [await team("First team", first), await team("Second team", second)] as const;
  await service.api.put("/v1/tenants/{tenant}/request-routes", { path, body: { routes: [{ scope: "fallback", team: teams[0] }], reason: "for the test" } });
  const settings = { options: other.options as Record<string, unknown>, queue: first, pollSeconds, requestsPerMinute: 6000 };
  const { connector: { id, hook }, hookSecret } = await service.api.post("/v1/tenants/{tenant}/connectors", { path, body: { name: "ITSM", kind: other.kind.kind, url: other.url, settings, secrets: { ...other.secrets } } });
  const probed = await service.api.post("/v1/tenants/{tenant}/connectors/{connector}/probe", { path: { ...path, connector: id } });
  if (probed.probe?.ok !== true) throw new Error(`the probe failed: ${JSON.stringify(probed.probe)}`);
  await service.api.post("/v1/tenants/{tenant}/connectors/{connector}/use", { path: { ...path, connector: id }, body: { use: "on", reason: "for the test" } });
  const { ref: incident } = await analyst.api.post("/v1/tenants/{tenant}/incidents", { path, body: { title: "Malware", severity: "high" } });

  const page = (ref: string) => pageOf(analyst, ref);
  const stage: ItsmStage = {
    on, analyst, connector: id, teams, page,
    async ask(what) {
      const { ref } = await analyst.api.post("/v1/tenants/{tenant}/requests", { path, body: { incident, action: "other", target: { kind: "indicator", name: what }, title: what, steps: [`Look at ${what}.`] } });
      await analyst.api.post("/v1/tenants/{tenant}/requests/{request}/send", { path: { ...path, request: ref }, body: {} });
      return ref;
    },
    ticketOf: (ref, seconds = 120) => until(`${ref} has a ticket`, async () => {
      const ticket = (await page(ref)).tickets.at(-1);
      return ticket?.readAt === null ? undefined : (await page(ref)).delivery.at(-1)?.remoteId ?? undefined;
    }, seconds * 1000),
    keyOf: async (ref) => (await page(ref)).tickets.at(-1)?.key ?? ref,
    waits: async (what, ref, isSo, seconds = 90) => { await until(`${ref}: ${what}`, async () => (isSo(await page(ref)) ? true : undefined), seconds * 1000); },
    say: (ref, text) => analyst.api.post("/v1/tenants/{tenant}/requests/{request}/messages", { path: { ...path, request: ref }, body: { text } }),
    async hint() {
      const body = "{}";
      const mac = createHmac("sha256", hookSecret).update(body).digest("hex");
      const answer = await fetch(new URL(hook ?? "", url), { method: "POST", body, headers: { "content-type": "application/json", "x-rt-signature": `sha256=${mac}`, "x-hub-signature-256": `sha256=${mac}`, "x-hub-signature": `sha256=${mac}`, "x-vigie-signature": mac } });
      if (answer.status !== 202) throw new Error(`the hint was answered ${answer.status}: ${await answer.text()}`);
    },
    writes: async () => (await analyst.api.get("/v1/tenants/{tenant}/connectors/{connector}/writes", { path: { ...path, connector: id }, query: { limit: 200 } })).writes,
    end: async () => {
      await on.stop();
      on.remove();
    },
  };
  return stage;
}
