// The same attack at two organisations, over real sockets: one qualifies what it is asked, for the other it is handled.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BulkClient } from "../platform/bulk-client.ts";
import { startTestPlatform, type TestPlatform } from "../platform/platform.ts";
import { type SmtpServer, startSmtp } from "../smtp.ts";
import { disabled, dump } from "./logs.ts";
import { arrive, eventually, type Person } from "./people.ts";
import { agree, contacts } from "./settings.ts";

const HOSTS = { ardennes: "SRV-AD-02.ardennes.example", baie: "PC-RAD-114.baie.example" } as const;
type Tenant = keyof typeof HOSTS;
const SECRETS = ["comsvcs", "rundll32", "LSASS", "lsass", "svc-backup", "r.manip", ...Object.values(HOSTS).map((host) => host.split(".")[0]!)];
const tokenOf = (tenant: Tenant): string => `story-token-of-${tenant}`;

let smtp: SmtpServer;
let on: TestPlatform;
let analyst: Person;
let lead: Person;
let managerOfService: Person;
const security = {} as Record<Tenant, Person>;
const folder = mkdtempSync(join(tmpdir(), "vigie-story-"));

beforeAll(async () => {
  smtp = await startSmtp();
  on = await startTestPlatform(`
api: {port: {port:api}}
listeners: [{name: http, protocol: http, host: 127.0.0.1, port: {port:http}}]
notify: {mail: {host: 127.0.0.1, port: ${smtp.port}, tls: "off", from: "SOC <soc@provider.example>"}}
tenants:
  - {id: ardennes, name: Ardennes Métal, sources: [{name: servers, technology: windows, claim: {token: ${tokenOf("ardennes")}}}]}
  - {id: baie, name: Centre hospitalier de la Baie, sources: [{name: workstations, technology: windows, claim: {token: ${tokenOf("baie")}}}]}
`);
  analyst = await arrive(on, "Analyst A", "analyst", null);
  lead = await arrive(on, "Shift Lead", "shift_lead", null);
  managerOfService = await arrive(on, "Service Manager", "service_manager", null);
  for (const tenant of ["ardennes", "baie"] as const) {
    security[tenant] = await arrive(on, `Security of ${tenant}`, "security", tenant);
    const manager = await arrive(on, `Manager of ${tenant}`, "manager", tenant);
    await agree(tenant, "contacts", contacts(`Security of ${tenant}`, `security@${tenant}.example`), managerOfService, manager);
    if (tenant === "baie") await agree(tenant, "mode-matrix", { default: "handle", cells: [] }, managerOfService, manager);
  }
}, 240_000);
afterAll(async () => {
  await on?.stop();
  on?.remove();
  smtp?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const send = (tenant: Tenant, ...lines: readonly string[]) => new BulkClient(on.addresses["http"]!, tokenOf(tenant)).send(lines);
const openAlerts = async (tenant: Tenant): Promise<readonly any[]> => (await analyst.ask<any>(`/v1/tenants/${tenant}/alerts`)).alerts;
const mailsTo = (address: string) => smtp.mails.filter(({ to }) => to.includes(address));
/** What a clock should say: the minutes between two times. */
const minutes = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 60_000;

describe("mode 1: Ardennes Métal qualifies what it is asked", () => {
  let alert: any;
  let escalation: any;

  test("attack logs become an alert in context, with a score that says why", async () => {
    await lead.ask("/v1/tenants/ardennes/teams", { name: "Infrastructure", email: "infra@ardennes.example" }, { status: 403 });
    const engineer = await arrive(on, "Detection Engineer", "engineer", null);
    await engineer.ask("/v1/tenants/ardennes/assets", { name: "SRV-AD-02", kind: "server", criticality: 4, names: [HOSTS.ardennes], tags: ["tier-0"] });
    await eventually("the inventory is in use", async () => {
      await send("ardennes", dump(HOSTS.ardennes, `probe${Date.now()}`, new Date()));
      return (await openAlerts("ardennes")).find(({ asset }) => asset !== null);
    });
    await send("ardennes", dump(HOSTS.ardennes, "svc-backup", new Date()));
    alert = await eventually("an alert", async () => (await openAlerts("ardennes")).find(({ entity }) => entity.name === "SRV-AD-02"));
    expect(alert.ref).toMatch(/^AM-A-\d+$/);
    expect(alert).toMatchObject({ level: "high", status: "new", verdict: null, turn: { side: "provider" } });
    const page = await analyst.ask<any>(`/v1/tenants/ardennes/alerts/${alert.ref}`);
    expect(page.scoring.sentence).toMatch(/High rule 60.*\+18/);
    expect(page.sentence.text).toContain("rundll32.exe");
    expect(page.ruleDetail).toMatchObject({ title: "LSASS memory dumped through comsvcs.dll", author: "Vigie" });
    expect(page.assetDetail).toMatchObject({ name: "SRV-AD-02" });
  });

  test("it is taken and escalated; the mail tells the reference and nothing else", async () => {
    await analyst.ask(`/v1/tenants/ardennes/alerts/${alert.ref}/take`, {});
    const draft = await analyst.ask<any>(`/v1/tenants/ardennes/escalation-draft?alert=${alert.ref}`);
    escalation = await analyst.ask<any>("/v1/tenants/ardennes/escalations", { about: { kind: draft.about.kind, id: draft.about.id }, text: draft.text, events: draft.events });
    expect(escalation).toMatchObject({ state: "made", waitsOn: "client" });
    const mail = await eventually("a mail to the contact", async () => mailsTo("security@ardennes.example").find(({ text }) => text.includes(alert.ref)));
    for (const secret of SECRETS) expect(mail.text).not.toContain(secret);
    expect((await openAlerts("ardennes")).find(({ id }) => id === alert.id)).toMatchObject({ status: "escalated", turn: { side: "client" } });
  });

  test("the client acknowledges, asks, is answered, and says that it was a wrong alarm; its clock stood still meanwhile", async () => {
    const url = `/v1/tenants/ardennes/escalations/${escalation.id}`;
    const client = security.ardennes;
    const waiting = await client.ask<any>("/v1/tenants/ardennes/waiting");
    expect(JSON.stringify(waiting)).toContain(alert.ref);
    await analyst.ask(`${url}/acknowledge`, {}, { status: 403 });
    await client.ask(`${url}/acknowledge`, {});
    await client.ask(`${url}/ask`, { text: "Which account was it?" });
    await analyst.ask(`${url}/answer`, { text: "svc-backup, from the backup server." });
    await security.baie.ask(url, undefined, { status: 404 });
    const after = await client.ask<any>(`${url}/qualify`, { answer: "wrong-alarm", words: "Our backup agent does this each night." });
    expect(after).toMatchObject({ state: "qualified", answer: "wrong-alarm" });
    const judged = await analyst.ask<any>(`/v1/tenants/ardennes/alerts/${alert.ref}`);
    expect(judged.alert ?? judged).toMatchObject({ verdict: "false_positive" });
    const qualify = after.clocks.find(({ phase }: any) => phase === "client-qualify");
    const paused = qualify.pauses.reduce((sum: number, { from, until }: any) => sum + minutes(from, until), 0);
    expect(paused).toBeGreaterThan(0);
    expect(qualify.state).toBe("met");
    // Both readings, as computed by hand: all minutes, and those without the pause.
    const all = minutes(qualify.startedAt, qualify.stoppedAt);
    expect(qualify.usedWithPausesMinutes).toBeCloseTo(all, 1);
    expect(qualify.usedMinutes).toBeCloseTo(all - paused, 1);
    await analyst.ask(`${url}/close`, { words: "thank you" });
  });

  test("the false positive becomes an exception after a backtest, approved by a second person; the next one stays below the line", async () => {
    const draft = await analyst.ask<any>(`/v1/tenants/ardennes/alerts/${alert.ref}/exception-draft`, {});
    const text = { scope: { rule: draft.scope.rule }, conditions: { "user.name": "svc-backup", "process.parent.name": "VeeamAgent.exe" } };
    await analyst.ask("/v1/tenants/ardennes/exceptions", { title: "Backup agent reads LSASS", justification: "confirmed by the client", alert: alert.ref, ...text }, { status: 409 });
    await send("ardennes", dump(HOSTS.ardennes, "svc-backup", new Date(), String.raw`C:\Program Files\Veeam\VeeamAgent.exe`));
    await eventually("the agent's own event is searchable", async () => {
      const tested = await analyst.ask<any>("/v1/tenants/ardennes/exceptions/backtest", { ...text, days: 30 });
      return tested.detections.hidden > 0 ? tested : undefined;
    });
    const saved = await analyst.ask<any>("/v1/tenants/ardennes/exceptions", { title: "Backup agent reads LSASS", justification: "confirmed by the client", alert: alert.ref, ...text });
    if (saved.state === "proposed") {
      await analyst.ask(`/v1/tenants/ardennes/exceptions/${saved.id}/approve`, { reason: "it is mine" }, { status: 403 });
      await security.ardennes.ask(`/v1/tenants/ardennes/exceptions/${saved.id}/approve`, { reason: "it is our agent" });
    }
    const before = await analyst.ask<any>("/v1/tenants/ardennes/alerts/account");
    await send("ardennes", dump(HOSTS.ardennes, "svc-backup", new Date(), String.raw`C:\Program Files\Veeam\VeeamAgent.exe`));
    const kept = await eventually("it is kept below the line", async () => {
      const { exceptions } = await analyst.ask<any>("/v1/tenants/ardennes/exceptions");
      return exceptions.find(({ hidden }: any) => hidden.count > 0);
    });
    expect(kept).toMatchObject({ id: saved.id, state: "approved" });
    expect(before).toBeDefined();
  });
});

test("everything that was told is in the register, and nothing outside the portal tells of the attack", async () => {
  for (const tenant of ["ardennes"] as const) {
    const { notifications } = await managerOfService.ask<any>(`/v1/tenants/${tenant}/notifications?limit=200`);
    const outside = notifications.filter(({ channel }: any) => channel !== "portal");
    expect(outside.length).toBeGreaterThan(0);
    for (const { subject, body } of outside) for (const secret of SECRETS) expect(`${subject}\n${body}`).not.toContain(secret);
  }
});

test("detections = alerted + suppressed, once all are read", async () => {
  for (const tenant of ["ardennes"] as const) {
    const account = await eventually("all are read", async () => {
      const { days } = await analyst.ask<any>(`/v1/tenants/${tenant}/alerts/account`);
      return days.every(({ waiting }: any) => waiting === 0) ? days : undefined;
    });
    for (const { detections, alerted, suppressed } of account) expect(detections).toBe(alerted + Object.values(suppressed as Record<string, number>).reduce((sum, n) => sum + n, 0));
  }
});

test("the journal verifies", async () => {
  const vigie = join(import.meta.dirname, "../../bin/vigie");
  const { stdout: journal } = await promisify(execFile)(vigie, ["journal", "export", "ardennes", "--url", on.addresses["api"]!, "--key", on.key], { maxBuffer: 1e8 });
  const path = join(folder, "journal.ndjson");
  writeFileSync(path, journal);
  await promisify(execFile)(vigie, ["journal", "verify", path]);
  writeFileSync(path, journal.replace("wrong-alarm", "not-us"));
  await expect(promisify(execFile)(vigie, ["journal", "verify", path])).rejects.toMatchObject({ code: 1 });
});
