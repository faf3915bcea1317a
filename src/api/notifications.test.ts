import { beforeAll, describe, expect, test } from "vitest";
import { apiOf, type Cookies, type TestApi } from "../../test/people.ts";
import { systemCaller } from "../core/index.ts";
import { notifyJobs } from "../notify/index.ts";
import { createSeal } from "../identity/index.ts";
import { emit, withTenant } from "../store/index.ts";

let api: TestApi;
const as = new Map<string, Cookies>();
const north = "/v1/tenants/north";
beforeAll(async () => {
  api = await apiOf("north", "south");
  for (const [role, tenant] of [["analyst", null], ["service_manager", null], ["security", "north"], ["manager", "north"], ["manager", "south"]] as const) {
    as.set(`${role} ${tenant ?? ""}`.trim(), await api.signIn(await api.person(`${role}.${tenant ?? "provider"}@example.com`, [{ tenant, role }])));
  }
  const contacts = { people: [{ key: "lea", name: "Léa", roles: ["security"], email: "lea@client.example", phone: "+33 1 23 45 67 89" }], onCall: ["lea"] };
  const saved = await api.ask({ method: "PUT", url: `${north}/settings/contacts`, body: { document: contacts, reason: "for a test" }, headers: { "if-match": "\"0\"" }, cookies: as.get("service_manager")! });
  if (saved.status !== 200) throw new Error(saved.text);
  const { version } = (saved.body as { version?: number });
  await api.ask({ url: `${north}/settings/contacts/versions/${version ?? 1}/agree`, body: { reason: "agreed" }, cookies: as.get("manager north")! });
});

const ask = (who: string, url: string, body?: object) => api.ask({ url, ...(body === undefined ? {} : { body }), cookies: as.get(who)! });
/** Plans what was told, as the jobs do. Sends nothing. */
async function plan(): Promise<void> {
  const about = { ref: "NOR-A-7", severity: { en: "High", fr: "Majeure" }, category: "malware-spread", at: api.now(), perimeter: ["SRV-1"], title: "lsass was read", due: null, isRed: false };
  const jobs = notifyJobs({ state: api.state, now: api.now, seal: createSeal(Buffer.alloc(32, 1)), mail: undefined, internal: new Set(), signer: async () => ({ ref }) => `https://vigie.example.org/o/${ref}`, subjectOf: async (_, { subject }) => ({ kind: "alert", id: subject, about, severity: "high", dueOf: null, team: null }) });
  await jobs[0]!.run();
}

describe("the register", () => {
  beforeAll(async () => {
    await withTenant(api.state, "north", (db) => emit(db, systemCaller("test", api.now()), { kind: "escalation.made", subject: "a7" }));
    await withTenant(api.state, "north", (db) => emit(db, systemCaller("test", api.now()), { kind: "clock.warned", subject: "a7" }));
    await plan();
    await plan();
  });

  test("has what was told once, redacted outside the portal, whole in it", async () => {
    const { notifications } = (await ask("analyst", `${north}/notifications`)).body as { notifications: { channel: string; body: string; state: string; address: string; event: string }[] };
    expect(notifications.map(({ event, channel, state, address }) => `${event} ${channel} ${address} ${state}`).toSorted()).toEqual(["alert-escalated email lea@client.example queued", "alert-escalated portal client sent", "clock-warned portal provider sent"]);
    for (const { channel, body } of notifications) expect(body.includes("lsass"), channel).toBe(channel === "portal");
  });

  test("shows the client what it was told, and not what the provider was", async () => {
    const { notifications } = (await ask("security north", `${north}/notifications`)).body as { notifications: { id: string; event: string }[] };
    expect(notifications.map(({ event }) => event)).toEqual(["alert-escalated", "alert-escalated"]);
    const all = (await ask("analyst", `${north}/notifications`)).body as { notifications: { id: string; event: string }[] };
    const ours = all.notifications.find(({ event }) => event === "clock-warned")!;
    expect((await ask("security north", `${north}/notifications/${ours.id}`)).status).toBe(404);
    expect((await ask("manager south", `${north}/notifications/${ours.id}`)).status).toBe(404);
    expect((await ask("analyst", `/v1/tenants/south/notifications/${ours.id}`)).status).toBe(404);
  });

  test("pages", async () => {
    const first = (await ask("analyst", `${north}/notifications?limit=2`)).body as { notifications: { id: string }[]; next: string };
    const second = (await ask("analyst", `${north}/notifications?limit=2&after=${first.next}`)).body as { notifications: { id: string }[]; next: string | null };
    expect(new Set([...first.notifications, ...second.notifications].map(({ id }) => id)).size).toBe(3);
    expect(second.next).toBeNull();
    expect((await ask("analyst", `${north}/notifications?after=xx`)).status).toBe(400);
  });

  test("notices are counted until they are read", async () => {
    expect((await ask("security north", `${north}/notices`)).body).toMatchObject({ unread: 1, notices: [{ event: "alert-escalated" }] });
    expect((await ask("security north", `${north}/notices/read`, { until: api.now().toISOString() })).body).toEqual({ unread: 0 });
    expect((await ask("manager north", `${north}/notices`)).body).toMatchObject({ unread: 1 });
  });

  test("what was sent cannot be sent again, nor recorded as a call; and a client does neither", async () => {
    const { notifications } = (await ask("analyst", `${north}/notifications?channel=email`)).body as { notifications: { id: string }[] };
    const url = `${north}/notifications/${notifications[0]!.id}`;
    expect((await ask("analyst", `${url}/send-again`, { reason: "again please" })).status).toBe(409);
    expect((await ask("analyst", `${url}/call`, { reached: true, note: "spoke to her" })).status).toBe(409);
    expect((await ask("manager north", `${url}/send-again`, { reason: "again please" })).status).toBe(403);
    await withTenant(api.state, "north", (db) => db.sql.updateTable("notification").set({ state: "unknown" }).where("id", "=", notifications[0]!.id).execute());
    expect((await ask("analyst", `${url}/send-again`, { reason: "again please" })).body).toMatchObject({ state: "queued" });
  });
});

describe("webhooks", () => {
  test("show their address and secret to nobody again", async () => {
    const added = await ask("manager north", `${north}/webhooks`, { name: "SOC room", format: "slack", url: "https://hooks.example.com/services/T0/B0/topsecret" });
    expect(added.body).toMatchObject({ webhook: { name: "SOC room", host: "hooks.example.com" }, secret: expect.any(String) as unknown });
    const listed = await ask("analyst", `${north}/webhooks`);
    expect(listed.text).not.toContain("topsecret");
    expect(listed.text).not.toContain((added.body as { secret: string }).secret);
    const stored = await withTenant(api.state, "north", (db) => db.sql.selectFrom("webhook").selectAll().execute());
    expect(Buffer.from(stored[0]!.url).toString("latin1")).not.toContain("topsecret");
    expect((await ask("manager north", `${north}/webhooks`, { name: "soc ROOM", format: "slack", url: "https://hooks.example.com/2" })).status).toBe(409);
    const { id } = (added.body as { webhook: { id: string } }).webhook;
    expect((await ask("manager south", `/v1/tenants/south/webhooks/${id}/remove`, {})).status).toBe(404);
    expect((await ask("security north", `${north}/webhooks/${id}/remove`, {})).status).toBe(403);
    expect((await ask("manager north", `${north}/webhooks/${id}/remove`, {})).status).toBe(200);
    expect((await ask("manager north", `${north}/webhooks/${id}/remove`, {})).status).toBe(404);
  });

  test.each(["http://hooks.example.com/", "https://10.0.0.1/", "https://user:pass@hooks.example.com/", "https://[::1]/"])("refuse %s", async (url) => {
    const { status, text } = await ask("manager north", `${north}/webhooks`, { name: `to ${url}`, format: "json", url });
    expect([status, text]).toEqual([400, expect.stringContaining("cannot be used") as unknown]);
  });
});

describe("a test of the second channel", () => {
  test("is passed by the code that arrived, and moves the day when it is due", async () => {
    const before = (await ask("manager north", `${north}/channel-tests`)).body as { secondChannel: { isOverdue: boolean } };
    expect(before.secondChannel).toMatchObject({ channel: "phone", testedOn: null, isOverdue: true });
    const asked = (await ask("manager north", `${north}/channel-tests`, { channel: "phone", contact: "lea" })).body as { id: string };
    const [call] = ((await ask("analyst", `${north}/notifications?state=manual`)).body as { notifications: { body: string; id: string }[] }).notifications;
    // Whoever has to call reads the code out; nobody else reads it here, and the test would prove nothing if whoever asked for it answered.
    expect(call!.body).toContain("123456");
    for (const who of ["security north", "manager north"]) expect((await ask(who, `${north}/notifications/${call!.id}`)).text).not.toContain("123456");
    const url = `${north}/channel-tests/${asked.id}/answer`;
    expect((await ask("manager north", url, { code: "123456" })).body).toMatchObject({ status: 403, detail: expect.stringContaining("You asked for this test") as unknown });
    expect((await ask("analyst", url, { code: "123456" })).body).toMatchObject({ status: 403, detail: expect.stringContaining("Somebody of the client") as unknown });
    expect((await ask("security north", url, { code: "654321" })).status).toBe(400);
    expect((await ask("security north", url, { code: "123456" })).body).toMatchObject({ confirmedBy: expect.any(String) as unknown });
    expect((await ask("security north", url, { code: "123456" })).status).toBe(409);
    expect((await ask("manager north", `${north}/channel-tests`)).body).toMatchObject({ secondChannel: { testedOn: "2026-11-24", dueOn: "2027-05-24", isOverdue: false } });
    expect((await ask("manager north", `${north}/second-channel`)).body).toMatchObject({ testedOn: "2026-11-24", dueOn: "2027-05-24", isOverdue: false });
  });

  test("is lost after five wrong codes, and after a day", async () => {
    const asked = (await ask("manager north", `${north}/channel-tests`, { channel: "email", contact: "lea" })).body as { id: string };
    const mail = ((await ask("analyst", `${north}/notifications?channel=email`)).body as { notifications: { event: string; body: string }[] }).notifications.find(({ event }) => event === "channel-test");
    expect(mail!.body).not.toContain("123456");
    for (let i = 0; i < 5; i++) expect((await ask("security north", `${north}/channel-tests/${asked.id}/answer`, { code: "000000" })).status).toBe(400);
    expect((await ask("security north", `${north}/channel-tests/${asked.id}/answer`, { code: "123456" })).status).toBe(409);
    expect((await ask("manager north", `${north}/channel-tests`, { channel: "email", contact: "nobody" })).status).toBe(400);
  });
});
