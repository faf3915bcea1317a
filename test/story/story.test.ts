// The same attack at two organisations, over real sockets: one qualifies what it is asked, for the other it is handled.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually, refusalOf } from "./eventually.ts";
import { disabled, dump } from "./logs.ts";
import { HOSTS, type Organisation, ORGANISATIONS, setStage, type Stage } from "./stage.ts";

// What must be nowhere outside the portal.
const SECRETS = ["comsvcs", "rundll32", "LSASS", "lsass", "svc-backup", "r.manip", ...Object.values(HOSTS).map((host) => host.split(".")[0]!)];
const VEEAM = String.raw`C:\Program Files\Veeam\VeeamAgent.exe`;
const folder = mkdtempSync(join(tmpdir(), "vigie-story-"));
let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
}, 240_000);
afterAll(async () => {
  await stage?.end();
  rmSync(folder, { recursive: true, force: true });
});

const openAlerts = async (tenant: Organisation) => (await stage.analyst.api.get("/v1/tenants/{tenant}/alerts", { path: { tenant } })).alerts;
const mailTo = (address: string, ref: string) => eventually(`a mail about ${ref} to ${address}`, async () => stage.smtp.mails.find(({ to, text }) => to.includes(address) && text.includes(ref)));
const minutesBetween = (from: string, to: string | null): number => (Date.parse(to ?? "") - Date.parse(from)) / 60_000;

/** Sends the attack until the inventory is in use, and gives the alert on the known machine. */
async function attackOn(tenant: Organisation, account: string) {
  await eventually("the inventory is in use", async () => {
    await stage.send(tenant, dump(HOSTS[tenant], `probe${Date.now()}`, new Date()));
    return (await openAlerts(tenant)).find(({ asset }) => asset !== null);
  });
  await stage.send(tenant, dump(HOSTS[tenant], account, new Date()));
  return eventually("an alert", async () => (await openAlerts(tenant)).find(({ entity }) => entity.kind === "asset"));
}

describe("mode 1: Ardennes Métal qualifies what it is asked", () => {
  const tenant = "ardennes";
  let alert: Awaited<ReturnType<typeof attackOn>>;
  let escalation = "";

  test("attack logs become an alert in context, with a score that says why", async () => {
    const { engineer, analyst } = stage;
    await engineer.api.post("/v1/tenants/{tenant}/assets", { path: { tenant }, body: { name: "SRV-AD-02", kind: "server", criticality: 4, names: [HOSTS.ardennes], tags: ["tier-0"] } });
    alert = await attackOn(tenant, "svc-backup");
    expect(alert.ref).toMatch(/^AM-A-\d+$/);
    expect(alert).toMatchObject({ status: "new", verdict: null, mode: "escalate", turn: { side: "provider" } });
    const page = await analyst.api.get("/v1/tenants/{tenant}/alerts/{alert}", { path: { tenant, alert: alert.ref } });
    expect(page.scoring.sentence).toMatch(/High rule 60.*\+18/);
    expect(page.sentence.text).toContain("rundll32.exe");
    expect(page.ruleDetail).toMatchObject({ title: "LSASS memory dumped through comsvcs.dll", author: "Vigie" });
    expect(page.assetDetail).toMatchObject({ name: "SRV-AD-02" });
  });

  test("it is taken and escalated; the mail tells the reference and nothing else", async () => {
    const { api } = stage.analyst;
    await api.post("/v1/tenants/{tenant}/alerts/{alert}/take", { path: { tenant, alert: alert.ref }, body: {} });
    const { about: { kind, id }, text, events } = await api.get("/v1/tenants/{tenant}/escalation-draft", { path: { tenant }, query: { alert: alert.ref } });
    const made = await api.post("/v1/tenants/{tenant}/escalations", { path: { tenant }, body: { about: { kind, id }, text, events } });
    expect(made).toMatchObject({ state: "made", waitsOn: "client" });
    escalation = made.id;
    const { text: mail } = await mailTo("security@ardennes.example", alert.ref);
    for (const secret of SECRETS) expect(mail).not.toContain(secret);
    expect((await openAlerts(tenant)).find(({ id: one }) => one === alert.id)).toMatchObject({ status: "escalated", turn: { side: "client" } });
  });

  test("the client acknowledges, asks, is answered, and says that it was a wrong alarm; its clock stood still meanwhile", async () => {
    const { analyst, security } = stage;
    const at = { path: { tenant, escalation } };
    const client = security.ardennes.api;
    expect(JSON.stringify(await client.get("/v1/tenants/{tenant}/waiting", { path: { tenant } }))).toContain(alert.ref);
    expect(await refusalOf(analyst.api.post("/v1/tenants/{tenant}/escalations/{escalation}/acknowledge", at))).toBe("forbidden");
    expect(await refusalOf(security.baie.api.get("/v1/tenants/{tenant}/escalations/{escalation}", at))).toBe("not_found");
    await client.post("/v1/tenants/{tenant}/escalations/{escalation}/acknowledge", at);
    await client.post("/v1/tenants/{tenant}/escalations/{escalation}/ask", { ...at, body: { text: "Which account was it?" } });
    await analyst.api.post("/v1/tenants/{tenant}/escalations/{escalation}/answer", { ...at, body: { text: "svc-backup, from the backup server." } });
    const after = await client.post("/v1/tenants/{tenant}/escalations/{escalation}/qualify", { ...at, body: { answer: "wrong-alarm", words: "Our backup agent does this each night." } });
    expect(after).toMatchObject({ state: "qualified", answer: "wrong-alarm" });
    const page = await analyst.api.get("/v1/tenants/{tenant}/alerts/{alert}", { path: { tenant, alert: alert.ref } });
    expect(page.verdict).toBe("false_positive");
    // Both readings, as computed by hand: all minutes, and those without the pause.
    const clock = after.clocks.find(({ phase }) => phase === "client-qualify")!;
    const paused = clock.pauses.reduce((sum, { from, until }) => sum + minutesBetween(from, until), 0);
    const all = minutesBetween(clock.startedAt, clock.stoppedAt);
    expect(clock.state).toBe("met");
    expect(paused).toBeGreaterThan(0);
    expect(clock.usedWithPausesMinutes).toBeCloseTo(all, 1);
    expect(clock.usedMinutes).toBeCloseTo(all - paused, 1);
    await analyst.api.post("/v1/tenants/{tenant}/escalations/{escalation}/close", { ...at, body: { words: "thank you" } });
  });

  test("the false positive becomes an exception after a backtest, approved by a second person; the next one stays below the line", async () => {
    const { analyst, security } = stage;
    const path = { tenant };
    const { scope } = await analyst.api.post("/v1/tenants/{tenant}/alerts/{alert}/exception-draft", { path: { tenant, alert: alert.ref } });
    const text = { scope, conditions: { "user.name": "svc-backup", "process.parent.name": "VeeamAgent.exe" } };
    const save = () => analyst.api.post("/v1/tenants/{tenant}/exceptions", { path, body: { title: "Backup agent reads LSASS", justification: "confirmed by the client", alert: alert.ref, ...text } });
    expect(await refusalOf(save())).toBe("conflict");
    await stage.send(tenant, dump(HOSTS.ardennes, "svc-backup", new Date(), VEEAM));
    await eventually("the backtest finds the agent's own event", async () => {
      const tested = await analyst.api.post("/v1/tenants/{tenant}/exceptions/backtest", { path, body: text });
      return tested.detections.hidden > 0 ? tested : undefined;
    });
    const saved = await save();
    if (saved.state === "proposed") {
      const at = { path: { tenant, exception: saved.id }, body: { reason: "it is our agent" } };
      expect(await refusalOf(analyst.api.post("/v1/tenants/{tenant}/exceptions/{exception}/approve", at))).toBe("forbidden");
      await security.ardennes.api.post("/v1/tenants/{tenant}/exceptions/{exception}/approve", at);
    }
    await stage.send(tenant, dump(HOSTS.ardennes, "svc-backup", new Date(), VEEAM));
    const kept = await eventually("it is kept below the line", async () => (await analyst.api.get("/v1/tenants/{tenant}/exceptions", { path })).exceptions.find(({ hidden }) => hidden.count > 0));
    expect(kept).toMatchObject({ id: saved.id, state: "approved" });
  });
});

describe("mode 2: for the hospital it is handled", () => {
  const tenant = "baie";
  const path = { tenant };
  let alert: Awaited<ReturnType<typeof attackOn>>;
  let incident = "";
  let request = "";

  test("the same attack becomes an incident of that mode, from its alert, with what PDIS asks of it", async () => {
    const { analyst, engineer, manager, operations } = stage;
    const team = await engineer.api.post("/v1/tenants/{tenant}/teams", { path, body: { name: "Workstations", email: "workstations@baie.example" } });
    await engineer.api.post("/v1/tenants/{tenant}/assets", { path, body: { name: "PC-RAD-114", kind: "workstation", criticality: 3, names: [HOSTS.baie], team: "Workstations", location: "Radiology, room 2" } });
    const { person } = await operations.api.get("/v1/me");
    await manager.baie.api.put("/v1/tenants/{tenant}/teams/{team}/members/{person}", { path: { ...path, team: team.id, person: person?.id ?? "" } });
    // What is done to accounts is not for the owner of a machine.
    await engineer.api.put("/v1/tenants/{tenant}/request-routes", { path, body: { routes: [{ scope: "action", name: "disable-account", team: team.id }], reason: "as the contract says" } });
    alert = await attackOn(tenant, "r.manip");
    expect(alert).toMatchObject({ mode: "handle", ref: expect.stringMatching(/^CHDLB-A-/) as unknown });
    const opened = await analyst.api.post("/v1/tenants/{tenant}/incidents", { path, body: { alerts: [alert.ref] } });
    incident = opened.ref;
    expect(opened).toMatchObject({ mode: "handle", stage: "open", origin: "alert", ref: expect.stringMatching(/^CHDLB-20\d\d-\d{4}$/) as unknown });
    expect(opened.alerts[0]).toMatchObject({ ref: alert.ref, sources: [{ source: "workstations", technology: "windows" }], rules: [{ title: "LSASS memory dumped through comsvcs.dll" }] });
    expect(opened.alerts[0]!.eventIds.length).toBeGreaterThan(0);
    expect(opened.parts.map(({ kind }) => kind)).toContain("asset");
    await mailTo("security@baie.example", incident);
  });

  test("the two sides talk; the clocks to acknowledge and to advise stop", async () => {
    const at = { path: { ...path, incident } };
    await stage.analyst.api.post("/v1/tenants/{tenant}/incidents/{incident}/take", at);
    await stage.analyst.api.post("/v1/tenants/{tenant}/incidents/{incident}/entries", { ...at, body: { text: "Seen at another organisation, too." } });
    await stage.analyst.api.post("/v1/tenants/{tenant}/incidents/{incident}/entries", { ...at, body: { text: "We propose to disable the account.", visibility: "shared", isAdvice: true } });
    await stage.security.baie.api.post("/v1/tenants/{tenant}/incidents/{incident}/entries", { ...at, body: { text: "Please do.", type: "decision" } });
    const { entries } = await stage.security.baie.api.get("/v1/tenants/{tenant}/incidents/{incident}/entries", at);
    expect(entries.map(({ text }) => text)).toEqual(expect.arrayContaining(["We propose to disable the account.", "Please do."]));
    expect(entries.map(({ text }) => text)).not.toContain("Seen at another organisation, too.");
    const { clocks } = await stage.analyst.api.get("/v1/tenants/{tenant}/incidents/{incident}", at);
    for (const { phase, state, startedAt, stoppedAt, usedMinutes } of clocks.filter((clock) => ["acknowledge", "notify", "contain-advice"].includes(clock.phase))) {
      expect([phase, state]).toEqual([phase, "met"]);
      expect(usedMinutes).toBeCloseTo(minutesBetween(startedAt, stoppedAt), 1);
    }
  });

  test("the playbook for it has begun by itself; both sides answer, and its step asks for the account to be disabled", async () => {
    const { analyst, security } = stage;
    const run = await eventually("the playbook begins", async () => (await analyst.api.get("/v1/tenants/{tenant}/incidents/{incident}/playbooks", { path: { ...path, incident } })).runs[0]);
    expect(run).toMatchObject({ isAutomatic: true, playbook: { name: "privileged-account-misuse" } });
    const at = (step: string) => ({ path: { ...path, playbookRun: run.id, step } });
    await analyst.api.post("/v1/tenants/{tenant}/incidents/{incident}/parts", { path: { ...path, incident }, body: { kind: "account", name: "STORY\\r.manip", role: "victim", visibility: "shared" } });
    for (const step of ["what", "changes"]) await analyst.api.post("/v1/tenants/{tenant}/playbook-runs/{playbookRun}/steps/{step}/do", { ...at(step), body: {} });
    const { client: waits } = await security.baie.api.get("/v1/tenants/{tenant}/waiting", { path });
    expect(waits.items).toMatchObject([{ verb: "answer", subject: { kind: "playbook", ref: incident } }]);
    await security.baie.api.post("/v1/tenants/{tenant}/playbook-runs/{playbookRun}/steps/{step}/answer", { ...at("planned"), body: { choice: "stranger" } });
    expect(await refusalOf(security.baie.api.post("/v1/tenants/{tenant}/playbook-runs/{playbookRun}/steps/{step}/answer", { ...at("assess"), body: { choice: "legitimate" } }))).toBe("forbidden");
    await analyst.api.post("/v1/tenants/{tenant}/playbook-runs/{playbookRun}/steps/{step}/answer", { ...at("assess"), body: { choice: "attack" } });
    await security.baie.api.post("/v1/tenants/{tenant}/playbook-runs/{playbookRun}/steps/{step}/decide", { ...at("spare"), body: { choice: "tested" } });
    const made = (await analyst.api.get("/v1/tenants/{tenant}/requests", { path })).requests.find(({ action }) => action === "disable-account")!;
    request = made.ref;
    expect(made).toMatchObject({ target: { kind: "account", name: expect.stringContaining("r.manip") as unknown } });
  });

  test("the client approves, and it goes to the team for it; its mail tells the reference alone", async () => {
    const { analyst, operations, security } = stage;
    const made = await analyst.api.get("/v1/tenants/{tenant}/requests/{request}", { path: { ...path, request } });
    expect(made.state).toBe("awaiting_approval");
    expect(await refusalOf(analyst.api.post("/v1/tenants/{tenant}/requests/{request}/approve", { path: { ...path, request }, body: {} }))).toBe("forbidden");
    await security.baie.api.post("/v1/tenants/{tenant}/requests/{request}/approve", { path: { ...path, request }, body: {} });
    expect(made.team).toMatchObject({ name: "Workstations", by: "action" });
    const { text: mail } = await mailTo("workstations@baie.example", request);
    for (const secret of SECRETS) expect(mail).not.toContain(secret);
    const theirs = await operations.api.get("/v1/tenants/{tenant}/requests", { path });
    expect(theirs.requests.map(({ ref }) => ref)).toEqual([request]);
    expect(await refusalOf(operations.api.get("/v1/tenants/{tenant}/incidents", { path }))).toBe("forbidden");
    expect(await refusalOf(security.ardennes.api.get("/v1/tenants/{tenant}/requests/{request}", { path: { ...path, request } }))).toBe("not_found");
  });

  test("a request about the machine is routed to the team of its owner", async () => {
    const { api } = stage.analyst;
    const { parts } = await api.get("/v1/tenants/{tenant}/incidents/{incident}", { path: { ...path, incident } });
    const asset = String(parts.find(({ kind }) => kind === "asset")?.document["asset"]);
    const draft = await api.post("/v1/tenants/{tenant}/requests", { path, body: { incident, action: "isolate-host", target: { kind: "asset", name: "PC-RAD-114", asset }, steps: ["Close its port."] } });
    expect(draft.team).toMatchObject({ name: "Workstations", by: "owner", reason: expect.stringContaining("PC-RAD-114") as unknown });
    await api.post("/v1/tenants/{tenant}/requests/{request}/cancel", { path: { ...path, request: draft.ref }, body: { reason: "the account was enough" } });
  });

  test("done as the team claims, and verified only by the event that shows it", async () => {
    const { analyst, operations } = stage;
    const at = { path: { ...path, request } };
    await operations.api.post("/v1/tenants/{tenant}/requests/{request}/acknowledge", { ...at, body: {} });
    await operations.api.post("/v1/tenants/{tenant}/requests/{request}/claim-done", { ...at, body: { note: "Disabled." } });
    const before = await analyst.api.post("/v1/tenants/{tenant}/requests/{request}/check", at);
    expect(before.state).toBe("claimed_done");
    await stage.send(tenant, disabled("DC01.baie.example", "r.manip", new Date()));
    const after = await eventually("an event shows it", async () => {
      const checked = await analyst.api.post("/v1/tenants/{tenant}/requests/{request}/check", at).catch(() => analyst.api.get("/v1/tenants/{tenant}/requests/{request}", at));
      return checked.state === "verified" ? checked : undefined;
    });
    expect(after.verification).toMatchObject({ outcome: "verified" });
    expect(after.verification!.checks[0]!.events.length).toBeGreaterThan(0);
  });

  test("it goes through its stages and is closed, with lessons", async () => {
    const { analyst } = stage;
    const at = { path: { ...path, incident } };
    for (const step of ["contained", "eradicated", "recovered"] as const) await analyst.api.post("/v1/tenants/{tenant}/incidents/{incident}/stage", { ...at, body: { stage: step } });
    const closing = { reason: "the account is disabled, the host is clean", verdict: "true_positive" as const, alertsAs: "attack-confirmed" };
    expect(await refusalOf(analyst.api.post("/v1/tenants/{tenant}/incidents/{incident}/close", { ...at, body: closing }))).toBe("conflict");
    const closed = await analyst.api.post("/v1/tenants/{tenant}/incidents/{incident}/close", { ...at, body: { ...closing, lessons: "No local administrators on radiology workstations." } });
    expect(closed).toMatchObject({ stage: "closed", verdict: "true_positive", turn: null });
    expect(closed.alerts).toMatchObject([{ verdict: "true_positive", status: "closed" }]);
  });
});

describe("afterwards", () => {
  test.each(ORGANISATIONS)("%s: what was told is in the register, and nothing outside the portal tells of the attack", async (tenant) => {
    const { notifications } = await stage.service.api.get("/v1/tenants/{tenant}/notifications", { path: { tenant }, query: { limit: 200 } });
    const outside = notifications.filter(({ channel }) => channel !== "portal");
    expect(outside.length).toBeGreaterThan(0);
    for (const { subject, body } of outside) for (const secret of SECRETS) expect(`${subject}\n${body}`).not.toContain(secret);
  });

  test.each(ORGANISATIONS)("%s: detections = alerted + suppressed, once all are read", async (tenant) => {
    const days = await eventually("all are read", async () => {
      const account = await stage.analyst.api.get("/v1/tenants/{tenant}/alerts/account", { path: { tenant } });
      return account.days.every(({ waiting }) => waiting === 0) ? account.days : undefined;
    });
    expect(days.length).toBeGreaterThan(0);
    for (const { detections, alerted, suppressed } of days) expect(detections).toBe(alerted + Object.values(suppressed).reduce((sum, n) => sum + n, 0));
  });

  test.each(ORGANISATIONS)("%s: the journal verifies, and one altered word shows", async (tenant) => {
    const { on } = stage;
    const vigie = join(import.meta.dirname, "../../bin/vigie");
    const run = promisify(execFile);
    const { stdout: journal } = await run(vigie, ["journal", "export", tenant, "--url", on.addresses["api"]!, "--key", on.key], { maxBuffer: 1e8 });
    const path = join(folder, `${tenant}.ndjson`);
    writeFileSync(path, journal);
    await run(vigie, ["journal", "verify", path]);
    const altered = journal.replace("Analyst A", "Analyst B");
    expect(altered).not.toBe(journal);
    writeFileSync(path, altered);
    await expect(run(vigie, ["journal", "verify", path])).rejects.toMatchObject({ code: 1 });
  });
});
