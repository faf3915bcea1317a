import { describe, expect, it } from "vitest";
import { apiOf } from "../../test/people.ts";

const at = await apiOf("north", "south");
const provider = await at.signIn(await at.person("service@provider.example", [{ tenant: null, role: "service_manager" }]));
const client = await at.signIn(await at.person("ciso@north.example", [{ tenant: "north", role: "manager" }]));
const operations = await at.signIn(await at.person("ops@north.example", [{ tenant: "north", role: "operations" }]));
const stranger = await at.signIn(await at.person("ciso@south.example", [{ tenant: "south", role: "manager" }]));

const terms = (query: string, cookies = client) => at.ask({ url: `/v1/tenants/north/service-terms?${query}`, cookies });
const save = (kind: string, seen: number, document: object) => at.ask({ method: "PUT", url: `/v1/tenants/north/settings/${kind}`, cookies: provider, body: { document, reason: "for the test" }, headers: { "if-match": String(seen) } });

describe("terms for an incident", () => {
  it("tell who handles it, what is due when, and whom to call", async () => {
    const people = [{ key: "ann", name: "Ann", roles: ["security"], email: "ann@north.example", substitute: "bob", absences: [{ from: "2026-12-24T00:00:00Z", until: "2027-01-04T00:00:00Z" }] }, { key: "bob", name: "Bob", roles: ["security"], email: "bob@north.example", phone: "+33 1 23 45 67 89" }];
    expect(await save("contacts", 0, { people, onCall: ["ann"] })).toMatchObject({ status: 200 });
    // Christmas Eve, a Thursday, half an hour before the service closes; the next working day is Monday 28 December.
    const low = await terms("category=malware-spread&severity=low&at=2026-12-24T16:30:00Z");
    expect(low).toMatchObject({ status: 200, body: { mode: "escalate", isOpen: true, versions: { contacts: 1, objectives: 0 }, onCall: [{ contact: { key: "bob", phone: "+33 1 23 45 67 89" }, insteadOf: { key: "ann" } }] } });
    expect(low.body["due"]).toContainEqual({ phase: "acknowledge", dueAt: "2026-12-28T15:30:00.000Z", targetMinutes: 480, timing: "service-hours", sharePercent: 90 });
    const critical = await terms("category=malware-spread&severity=critical&at=2026-12-25T03:00:00Z");
    expect(critical).toMatchObject({ body: { isOpen: true } });
    expect(critical.body["due"]).toContainEqual(expect.objectContaining({ phase: "acknowledge", dueAt: "2026-12-25T03:15:00.000Z" }));
    expect(critical.body["notices"]).toContainEqual(expect.objectContaining({ fact: "major-incident", channel: "phone", dueAt: "2026-12-25T03:30:00.000Z" }));
  });

  it.each([
    ["a severity that the scale lacks", "category=other&severity=huge", 400],
    ["a category that there is not", "category=strange&severity=low", 400],
    ["a time that is none", "category=other&severity=low&at=yesterday", 400],
  ])("refuse %s", async (_, query, status) => {
    expect(await terms(query)).toMatchObject({ status });
  });

  it("are for those who may read settings, of their own organisation", async () => {
    expect(await terms("category=other&severity=low", stranger)).toMatchObject({ status: 404 });
    expect(await terms("category=other&severity=low", operations)).toMatchObject({ status: 403 });
  });
});

describe("the second channel", () => {
  const NOTIFICATIONS = { entries: [], disclosure: "reference" };
  const test = async (cookies = client) => (await at.ask({ url: "/v1/tenants/north/second-channel", cookies })).body;

  it("is due when it changes, and six months after each test", async () => {
    expect(await test()).toMatchObject({ channel: "phone", testedOn: null, isOverdue: true });
    await save("notifications", 0, { ...NOTIFICATIONS, secondChannel: { channel: "sms", testedOn: "2026-11-24" } });
    await at.ask({ url: "/v1/tenants/north/settings/notifications/versions/1/agree", cookies: client, body: {} });
    expect(await test()).toEqual({ channel: "sms", testedOn: "2026-11-24", dueOn: "2027-05-24", isOverdue: false });
    at.pass(86_400_000);
    const again = await at.signIn(await at.person("later@north.example", [{ tenant: "north", role: "manager" }]));
    await at.ask({ method: "PUT", url: "/v1/tenants/north/settings/notifications", key: at.key, body: { document: { ...NOTIFICATIONS, secondChannel: { channel: "phone", testedOn: "2026-11-24" } }, reason: "another channel" }, headers: { "if-match": "1" } });
    await at.ask({ url: "/v1/tenants/north/settings/notifications/versions/2/agree", cookies: again, body: {} });
    expect(await test(again)).toEqual({ channel: "phone", testedOn: "2026-11-24", dueOn: "2026-11-25", isOverdue: true });
  });
});
