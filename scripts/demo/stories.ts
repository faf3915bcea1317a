// Two organisations in the middle of what the evening brought: one was asked, for the other it is being handled.
import { setTimeout as wait } from "node:timers/promises";
import { createClient } from "../../src/contract/client.ts";
import { agree, contacts } from "./agree.ts";
import { arrive, type Person } from "./arrive.ts";

/** One of each role to look around with. */
export type People = Readonly<Record<"analyst" | "lead" | "engineer" | "service" | "administrator" | "security" | "asked" | "auditor" | "handled" | "team", Person>>;

const ASKED = "fonderies";
const HANDLED = "hosting";

/** Lets everybody in, and agrees on how the service works. Before the lines come: the inventory gives them context. */
export async function prepare(url: string, key: string): Promise<People> {
  const admin = createClient({ fetch, url, key });
  const enter = (name: string, role: Parameters<typeof arrive>[3], tenant: string | null) => arrive(url, admin, name, role, tenant);
  const people = {
    analyst: await enter("Alix Analyst", "analyst", null), lead: await enter("Lou Lead", "shift_lead", null), engineer: await enter("Emery Engineer", "engineer", null), service: await enter("Sacha Service", "service_manager", null),
    administrator: await enter("Ada Administrator", "administrator", null),
    security: await enter("Sol Security", "security", ASKED), auditor: await enter("Aude Auditor", "auditor", ASKED),
    asked: await enter("Fred Fonderies", "manager", ASKED), handled: await enter("Hana Hosting", "manager", HANDLED), team: await enter("Tom Systems", "operations", HANDLED),
  };
  for (const [tenant, client] of [[ASKED, people.asked], [HANDLED, people.handled]] as const) await agree(tenant, "contacts", contacts(client.name, client.email), people.service, client);
  await agree(HANDLED, "mode-matrix", { default: "handle", cells: [] }, people.service, people.handled);
  const { api } = people.engineer;
  const path = { tenant: HANDLED };
  const team = await api.post("/v1/tenants/{tenant}/teams", { path, body: { name: "Systems", email: "systems@hosting.example" } });
  await api.post("/v1/tenants/{tenant}/assets", { path, body: { name: "web01", kind: "server", criticality: 3, names: ["web01"], team: "Systems", exposure: "internet" } });
  await api.post("/v1/tenants/{tenant}/assets", { path: { tenant: ASKED }, body: { name: "DC01", kind: "server", criticality: 4, names: ["DC01.fdr.example"], tags: ["tier-0"] } });
  const { person } = await people.team.api.get("/v1/me");
  if (person === null) throw new Error("a session is a person's");
  await people.handled.api.put("/v1/tenants/{tenant}/teams/{team}/members/{person}", { path: { ...path, team: team.id, person: person.id } });
  return people;
}

/** Asks the client about its worst alert; it acknowledges, and has a question. */
export async function askClient({ analyst, asked }: People): Promise<string> {
  const path = { tenant: ASKED };
  const { api } = analyst;
  const { alerts: [worst] } = await api.get("/v1/tenants/{tenant}/alerts", { path, query: { limit: 1 } });
  if (worst === undefined) throw new Error("the evening brought no alert");
  await api.post("/v1/tenants/{tenant}/alerts/{alert}/take", { path: { ...path, alert: worst.ref }, body: {} });
  const { about: { kind, id }, text, events } = await api.get("/v1/tenants/{tenant}/escalation-draft", { path, query: { alert: worst.ref } });
  const { id: escalation } = await api.post("/v1/tenants/{tenant}/escalations", { path, body: { about: { kind, id }, text, events } });
  await asked.api.post("/v1/tenants/{tenant}/escalations/{escalation}/acknowledge", { path: { ...path, escalation } });
  const after = await asked.api.post("/v1/tenants/{tenant}/escalations/{escalation}/ask", { path: { ...path, escalation }, body: { text: "Is this one of our administrators at work?" } });
  return `${worst.ref}, score ${worst.score}: ${worst.title}. ${after.turn.en}`;
}

/** Handles what came over the other: an incident, and a request to the team of the machine. */
export async function handleIncident({ analyst, team }: People): Promise<string> {
  const path = { tenant: HANDLED };
  const { api } = analyst;
  const { alerts } = await api.get("/v1/tenants/{tenant}/alerts", { path, query: { limit: 50 } });
  const of = alerts.filter(({ entity }) => entity.name === "web01").slice(0, 5);
  const chosen = (of.length > 0 ? of : alerts.slice(0, 1)).map(({ ref }) => ref);
  const { ref: incident, title } = await api.post("/v1/tenants/{tenant}/incidents", { path, body: { alerts: chosen, category: "vulnerability-exploitation" } });
  await api.post("/v1/tenants/{tenant}/incidents/{incident}/take", { path: { ...path, incident } });
  await api.post("/v1/tenants/{tenant}/incidents/{incident}/entries", { path: { ...path, incident }, body: { text: "A web shell answers on web01. We ask Systems to isolate it.", visibility: "shared", isAdvice: true } });
  const playbook = await begin(api, incident);
  const { parts } = await api.get("/v1/tenants/{tenant}/incidents/{incident}", { path: { ...path, incident } });
  const asset = parts.find(({ kind, document }) => kind === "asset" && document["name"] === "web01")?.document["asset"];
  const { ref: request, team: routed } = await api.post("/v1/tenants/{tenant}/requests", { path, body: { incident, action: "isolate-host", target: { kind: "asset", name: "web01", asset: typeof asset === "string" ? asset : null }, steps: ["Close its ports at the switch.", "Leave it switched on."] } });
  if (routed.id !== null) {
    await api.post("/v1/tenants/{tenant}/requests/{request}/send", { path: { ...path, request }, body: { reason: "the client asked for it on the phone" } });
    for (let tries = 0; tries < 100 && (await api.get("/v1/tenants/{tenant}/requests/{request}", { path: { ...path, request } })).state !== "sent"; tries++) await wait(200);
    await team.api.post("/v1/tenants/{tenant}/requests/{request}/acknowledge", { path: { ...path, request }, body: {} });
  }
  const { turn } = await api.get("/v1/tenants/{tenant}/requests/{request}", { path: { ...path, request } });
  return `${incident}: ${title}, with ${chosen.join(", ")}. ${request} to ${routed.name ?? "nobody yet"}: ${routed.reason}. ${turn.words}\n  ${playbook}`;
}

/** The playbook of web shells is at work, by itself or because the analyst starts it; its first step is done. */
async function begin(api: Person["api"], incident: string): Promise<string> {
  const path = { tenant: HANDLED, incident };
  const { runs: [running] } = await api.get("/v1/tenants/{tenant}/incidents/{incident}/playbooks", { path });
  const { id } = running ?? (await api.post("/v1/tenants/{tenant}/incidents/{incident}/playbooks", { path, body: { playbook: "web-shell", language: "en" } }));
  const at = { tenant: HANDLED, playbookRun: id };
  const { next: first } = await api.get("/v1/tenants/{tenant}/playbook-runs/{playbookRun}", { path: at });
  if (first !== null) await api.post("/v1/tenants/{tenant}/playbook-runs/{playbookRun}/steps/{step}/do", { path: { ...at, step: first.step }, body: {} });
  const { playbook: { title }, progress, next } = await api.get("/v1/tenants/{tenant}/playbook-runs/{playbookRun}", { path: at });
  return `Playbook "${title.en}": ${progress.done} of ${progress.of} steps${next === null ? "" : `, next: ${next.step}`}.`;
}

/** Who can look around, and how: a code of the second factor comes from its secret. */
export const accounts = (people: People): string =>
  Object.entries(people).map(([role, { name, email, password, secret }]) => `  ${name.padEnd(17)} ${WHAT[role as keyof People].padEnd(40)} ${email.padEnd(32)} password "${password}"  TOTP secret ${secret}`).join("\n");

const WHAT: Readonly<Record<keyof People, string>> = {
  analyst: "analyst of the provider", lead: "shift lead of the provider", engineer: "detection engineer of the provider", service: "service manager of the provider", administrator: "administrator of the platform",
  security: "security team of Fonderies du Rhône", asked: "manager of Fonderies du Rhône", auditor: "auditor of Fonderies du Rhône", handled: "manager of Hébergement du Rhône", team: "IT operations of Hébergement du Rhône",
};
