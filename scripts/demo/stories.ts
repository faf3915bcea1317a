// Two organisations in the middle of what the evening brought: one was asked, for the other it is being handled.
import { createClient } from "../../src/contract/client.ts";
import type { SettingDocument, SettingKind } from "../../src/contract/settings.ts";
import { arrive, type Person } from "./arrive.ts";

/** People to look around with. */
export type People = { readonly analyst: Person; readonly service: Person; readonly engineer: Person; readonly asked: Person; readonly handled: Person; readonly team: Person };

const ASKED = "fonderies";
const HANDLED = "hosting";

/** Lets everybody in, and agrees on how the service works. Before the lines come: the inventory gives them context. */
export async function prepare(url: string, key: string): Promise<People> {
  const admin = createClient({ fetch, url, key });
  const enter = (name: string, role: Parameters<typeof arrive>[3], tenant: string | null) => arrive(url, admin, name, role, tenant);
  const people = {
    analyst: await enter("Alix Analyst", "analyst", null), service: await enter("Sacha Service", "service_manager", null), engineer: await enter("Emery Engineer", "engineer", null),
    asked: await enter("Fred Fonderies", "manager", ASKED), handled: await enter("Hana Hosting", "manager", HANDLED), team: await enter("Tom Systems", "operations", HANDLED),
  };
  for (const [tenant, client] of [[ASKED, people.asked], [HANDLED, people.handled]] as const) await agree(tenant, "contacts", contactOf(client), people.service, client);
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

const contactOf = ({ name, email }: Person): SettingDocument<"contacts"> => ({
  people: [{ key: "security", name, roles: ["security", "decision"], email, phone: null, language: "fr", hours: "always", timeZone: "Europe/Paris", substitute: null, absences: [] }],
  onCall: ["security"],
});

async function agree<Kind extends SettingKind>(tenant: string, kind: Kind, document: SettingDocument<Kind>, provider: Person, client: Person): Promise<void> {
  const saved = await provider.api.put("/v1/tenants/{tenant}/settings/{kind}", { path: { tenant, kind }, header: { "if-match": '"0"' }, body: { document, reason: "for the demonstration" } });
  if (saved.state !== "in_force") await client.api.post("/v1/tenants/{tenant}/settings/{kind}/versions/{version}/agree", { path: { tenant, kind, version: saved.version }, body: { reason: "for the demonstration" } });
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

