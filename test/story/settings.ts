// How the service works for the organisations of the story: proposed by the provider, agreed by the client where it must be.
import type { Person } from "./people.ts";

/** Puts a setting into force. */
export async function agree(tenant: string, kind: string, document: object, provider: Person, client: Person): Promise<void> {
  const url = `/v1/tenants/${tenant}/settings/${kind}`;
  const { versions: [last] } = await provider.ask<any>(`${url}/versions?limit=1`);
  const version = last?.version ?? 0;
  const saved = await provider.ask<any>(url, { document, reason: "as the contract says" }, { method: "PUT", headers: { "if-match": `"${version}"` } });
  if (saved.state === "in_force") return;
  await client.ask(`${url}/versions/${saved.version}/agree`, { reason: "as the contract says" });
}

export const contacts = (name: string, email: string) => ({ people: [{ key: "security", name, roles: ["security", "decision"], email, phone: "+33 1 23 45 67 89", language: "fr" }], onCall: ["security"] });
