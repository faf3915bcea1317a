// The stage of the story: a platform, a mail server, two organisations and their people.
import { createClient, type Client } from "../../src/contract/client.ts";
import { arrive, type Person } from "../../scripts/demo/arrive.ts";
import { BulkClient } from "../platform/bulk-client.ts";
import { startTestPlatform, type TestPlatform } from "../platform/platform.ts";
import { type SmtpServer, startSmtp } from "../smtp.ts";
import { agree, contacts } from "../../scripts/demo/agree.ts";

export const HOSTS = { ardennes: "SRV-AD-02.ardennes.example", baie: "PC-RAD-114.baie.example" } as const;
export type Organisation = keyof typeof HOSTS;
export const ORGANISATIONS: readonly Organisation[] = ["ardennes", "baie"];
const tokenOf = (tenant: Organisation): string => `story-token-of-${tenant}`;

export type Stage = {
  readonly smtp: SmtpServer;
  readonly on: TestPlatform;
  readonly admin: Client;
  readonly analyst: Person;
  readonly lead: Person;
  readonly engineer: Person;
  readonly service: Person;
  readonly security: Readonly<Record<Organisation, Person>>;
  readonly manager: Readonly<Record<Organisation, Person>>;
  readonly operations: Person;
  readonly send: (tenant: Organisation, ...lines: readonly string[]) => Promise<boolean>;
  readonly end: () => Promise<void>;
};

/** Sets it up: Ardennes Métal qualifies by itself, for the hospital it is handled. */
export async function setStage(): Promise<Stage> {
  const smtp = await startSmtp();
  const on = await startTestPlatform(`
api: {port: {port:api}}
listeners: [{name: http, protocol: http, host: 127.0.0.1, port: {port:http}}]
connectors: {internalHosts: [127.0.0.1]}
notify: {mail: {host: 127.0.0.1, port: ${smtp.port}, tls: "off", from: "SOC <soc@provider.example>"}}
tenants:
  - {id: ardennes, name: Ardennes Métal, sources: [{name: servers, technology: windows, claim: {token: ${tokenOf("ardennes")}}}]}
  - {id: baie, name: Centre hospitalier de la Baie, sources: [{name: workstations, technology: windows, claim: {token: ${tokenOf("baie")}}}]}
`);
  const url = on.addresses["api"]!;
  const admin = createClient({ fetch, url, key: on.key });
  const enter = (name: string, role: Parameters<typeof arrive>[3], tenant: string | null) => arrive(url, admin, name, role, tenant);
  const [analyst, lead, engineer, service] = [await enter("Analyst A", "analyst", null), await enter("Shift Lead", "shift_lead", null), await enter("Engineer", "engineer", null), await enter("Service Manager", "service_manager", null)];
  const security = { ardennes: await enter("Security Ardennes", "security", "ardennes"), baie: await enter("Security Baie", "security", "baie") };
  const manager = { ardennes: await enter("Manager Ardennes", "manager", "ardennes"), baie: await enter("Manager Baie", "manager", "baie") };
  const operations = await enter("Workstations Baie", "operations", "baie");
  for (const tenant of ORGANISATIONS) await agree(tenant, "contacts", contacts(`Security of ${tenant}`, `security@${tenant}.example`), service, manager[tenant]);
  await agree("baie", "mode-matrix", { default: "handle", cells: [] }, service, manager.baie);
  return {
    smtp, on, admin, analyst, lead, engineer, service, security, manager, operations,
    send: (tenant, ...lines) => new BulkClient(on.addresses["http"]!, tokenOf(tenant)).send(lines),
    end: async () => {
      await on.stop();
      on.remove();
      smtp.stop();
    },
  };
}
