// An attack at an organisation that is handled, whose teams work in a Request Tracker.
import { afterAll, beforeAll, expect, test } from "vitest";
import { agree } from "../../scripts/demo/agree.ts";
import { eventually } from "../story/eventually.ts";
import { disabled, dump } from "../story/logs.ts";
import { HOSTS, setStage, type Stage } from "../story/stage.ts";
import { type RequestTrackerServer, requestTrackerServer } from "./request-tracker.ts";

const TENANT = "baie";
const path = { tenant: TENANT };
let stage: Stage;
let rt: RequestTrackerServer;
let incident = "";
beforeAll(async () => {
  [rt, stage] = await Promise.all([requestTrackerServer(), setStage()]);
  const { service, manager, analyst } = stage;
  await agree(TENANT, "notifications", { entries: [], disclosure: "agreed-facts", secondChannel: null }, service, manager.baie);
  const { id: team } = await service.api.post("/v1/tenants/{tenant}/teams", { path, body: { name: "Identity", contact: null, email: null, phone: null, itsmName: "Network Team" } });
  await service.api.put("/v1/tenants/{tenant}/request-routes", { path, body: { routes: [{ scope: "action", name: "disable-account", team }, { scope: "fallback", team }], reason: "as agreed" } });
  const { connector: { id } } = await service.api.post("/v1/tenants/{tenant}/connectors", { path, body: { name: "RT", kind: "request-tracker", url: rt.url, settings: { queue: "SOC Requests", pollSeconds: 5, options: rt.options as Record<string, unknown> }, secrets: { ...rt.secrets } } });
  await service.api.post("/v1/tenants/{tenant}/connectors/{connector}/probe", { path: { ...path, connector: id } });
  await service.api.post("/v1/tenants/{tenant}/connectors/{connector}/use", { path: { ...path, connector: id }, body: { use: "on", reason: "agreed with the service desk" } });
  const alert = await eventually("an alert", async () => {
    await stage.send(TENANT, dump(HOSTS.baie, "r.manip", new Date()));
    return (await analyst.api.get("/v1/tenants/{tenant}/alerts", { path })).alerts[0];
  }, 180);
  ({ ref: incident } = await analyst.api.post("/v1/tenants/{tenant}/incidents", { path, body: { title: "LSASS dumped in radiology", severity: "high", alerts: [alert.ref] } }));
}, 1_200_000);
afterAll(async () => {
  await stage?.end();
  await rt?.stop();
});

const page = (request: string) => stage.analyst.api.get("/v1/tenants/{tenant}/requests/{request}", { path: { ...path, request } });
const becomes = (request: string, state: string) => eventually(`${request} is ${state}`, async () => ((await page(request)).state === state ? true : undefined), 180);
const statusOf = async (id: string): Promise<string> => (await rt.look(id)).state;

/** A request to disable an account, and its ticket. */
async function asked(account: string): Promise<{ readonly request: string; readonly ticket: string }> {
  const { api } = stage.analyst;
  const { ref: request, team } = await api.post("/v1/tenants/{tenant}/requests", { path, body: { incident, action: "disable-account", target: { kind: "account", name: `STORY\\${account}` } } });
  expect(team).toMatchObject({ name: "Identity", by: "action" });
  await api.post("/v1/tenants/{tenant}/requests/{request}/send", { path: { ...path, request }, body: {} });
  await becomes(request, "sent");
  const ticket = await eventually("the ticket was read", async () => {
    const { tickets, delivery } = await page(request);
    return tickets[0]?.queue === "Network Team" ? delivery.at(-1)?.remoteId ?? undefined : undefined;
  }, 120);
  return { request, ticket };
}

test("a person resolves the ticket in RT; an event shows it; it is verified, and the ticket told so", async () => {
  const { request, ticket } = await asked("r.manip");
  const { key } = (await page(request)).tickets[0]!;
  expect(await rt.count(key)).toBe(1);
  await rt.person.comment?.(ticket, "Disabled just now.", "public");
  await rt.person.move(ticket, "resolved");
  await becomes(request, "claimed_done");
  expect((await page(request)).thread.map(({ text, author }) => `${author}: ${text}`)).toContainEqual(expect.stringMatching(/\(Request Tracker.*\): Disabled just now\./));
  await stage.send(TENANT, disabled("DC01.baie.example", "r.manip", new Date()));
  await eventually("the event shows it", async () => {
    const { state } = await stage.analyst.api.post("/v1/tenants/{tenant}/requests/{request}/check", { path: { ...path, request } }).catch(() => page(request));
    return state === "verified" ? true : undefined;
  }, 180);
  expect((await page(request)).verification).toMatchObject({ outcome: "verified" });
  await eventually("the ticket is told", async () => {
    const reading = await rt.connector.read(ticket);
    return reading.found === "yes" && reading.ticket.comments.length >= 2 ? true : undefined;
  }, 120);
  expect(await statusOf(ticket)).toBe("resolved");
}, 900_000);

test("resolved without evidence, it is reopened, and so is the ticket", async () => {
  const { request, ticket } = await asked("j.autre");
  await rt.person.move(ticket, "resolved");
  await becomes(request, "claimed_done");
  const { verification } = await stage.analyst.api.post("/v1/tenants/{tenant}/requests/{request}/check", { path: { ...path, request } });
  expect(verification?.outcome).not.toBe("verified");
  await stage.analyst.api.post("/v1/tenants/{tenant}/requests/{request}/reopen", { path: { ...path, request }, body: { reason: "No event shows that it was disabled." } });
  await eventually("the ticket is open again, and known to be", async () => ((await statusOf(ticket)) === "open" && (await page(request)).tickets[0]?.state === "open" ? true : undefined), 120);
  await rt.person.move(ticket, "resolved");
  await becomes(request, "claimed_done");
}, 900_000);
