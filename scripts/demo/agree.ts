// How the service works for an organisation: proposed by the provider, agreed by the client where it must be.
import type { Person } from "./arrive.ts";
import type { SettingDocument, SettingKind } from "../../src/contract/settings.ts";

/** Puts a setting into force. */
export async function agree<Kind extends SettingKind>(tenant: string, kind: Kind, document: SettingDocument<Kind>, provider: Person, client: Person): Promise<void> {
  const { versions: [last] } = await provider.api.get("/v1/tenants/{tenant}/settings/{kind}/versions", { path: { tenant, kind }, query: { limit: 1 } });
  const saved = await provider.api.put("/v1/tenants/{tenant}/settings/{kind}", { path: { tenant, kind }, header: { "if-match": `"${last?.version ?? 0}"` }, body: { document, reason: "as the contract says" } });
  if (saved.state === "in_force") return;
  await client.api.post("/v1/tenants/{tenant}/settings/{kind}/versions/{version}/agree", { path: { tenant, kind, version: saved.version }, body: { reason: "as the contract says" } });
}

export const contacts = (name: string, email: string): SettingDocument<"contacts"> => ({
  people: [{ key: "security", name, roles: ["security", "decision"], email, phone: "+33 1 23 45 67 89", language: "fr", hours: "always", timeZone: "Europe/Paris", substitute: null, absences: [] }],
  onCall: ["security"],
});
