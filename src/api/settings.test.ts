import { describe, expect, it } from "vitest";
import { SETTING_KINDS } from "../contract/settings.ts";
import { apiOf, type Cookies } from "../../test/people.ts";
import { asSuperuser } from "../../test/postgres.ts";

const at = await apiOf("north", "south");
const signIn = async (email: string, memberships: Parameters<typeof at.person>[1]): Promise<Cookies> => at.signIn(await at.person(email, memberships));

const provider = await signIn("service@provider.example", [{ tenant: null, role: "service_manager" }]);
const analyst = await signIn("analyst@provider.example", [{ tenant: null, role: "analyst" }]);
const client = await signIn("ciso@north.example", [{ tenant: "north", role: "manager" }]);
const auditor = await signIn("auditor@north.example", [{ tenant: "north", role: "auditor" }]);
const stranger = await signIn("ciso@south.example", [{ tenant: "south", role: "manager" }]);
// Of the provider, and a guest of the client: no agreement of the client's.
const guest = await signIn("both@provider.example", [{ tenant: null, role: "analyst" }, { tenant: "north", role: "manager" }]);

const SETTINGS = "/v1/tenants/north/settings";
const MATRIX = { default: "handle", cells: [{ category: "data-exfiltration", severity: "critical", mode: "escalate" }] };
const put = (cookies: Cookies, kind: string, seen: number | string, document: object, more: object = {}) =>
  at.ask({ method: "PUT", url: `${SETTINGS}/${kind}`, cookies, body: { document, reason: "as agreed in the committee", ...more }, headers: { "if-match": `"${seen}"` } });
const decide = (cookies: Cookies, kind: string, version: number, verb: "agree" | "refuse" | "withdraw") => at.ask({ url: `${SETTINGS}/${kind}/versions/${version}/${verb}`, cookies, body: { reason: "thought it over" } });
const get = async (path: string, cookies = provider) => (await at.ask({ url: `${SETTINGS}${path}`, cookies })).body;
const journal = async (): Promise<readonly { readonly action: string; readonly subject: string; readonly details: object }[]> =>
  (await at.ask({ url: "/v1/tenants/north/journal?action=setting.*", cookies: provider })).body["entries"] as never;

describe("what both sides must agree on", () => {
  it("holds once the client has agreed, and keeps who agreed and when", async () => {
    expect(await get("/mode-matrix")).toMatchObject({ latest: 0, proposal: null, inForce: { version: 0, document: { default: "escalate" } } });
    expect(await put(provider, "mode-matrix", 0, MATRIX)).toMatchObject({ status: 200, headers: { etag: '"1"' }, body: { state: "proposed", version: 1, side: "provider" } });
    expect(await get("/mode-matrix")).toMatchObject({ latest: 1, proposal: { version: 1 }, inForce: { version: 0 } });
    expect(await decide(client, "mode-matrix", 1, "agree")).toMatchObject({ status: 200, body: { state: "in_force", decision: { side: "client", by: "Some Body", reason: "thought it over" } } });
    expect(await get("/mode-matrix", auditor)).toMatchObject({ proposal: null, inForce: { version: 1, document: MATRIX } });
    expect((await journal()).slice(0, 2)).toMatchObject([{ action: "setting.agreed", subject: "mode-matrix" }, { action: "setting.proposed", subject: "mode-matrix" }]);
  });

  it("is found for ever as it held at a time", async () => {
    const before = new Date(at.now().getTime() - 3_600_000).toISOString();
    expect(await get(`/mode-matrix?at=${before}`)).toMatchObject({ inForce: { version: 0 } });
    const all = (await get(`?at=${before}`))["settings"] as readonly { readonly inForce: { readonly version: number } }[];
    expect(all.map(({ inForce }) => inForce.version)).toEqual(Array(SETTING_KINDS.length).fill(0));
  });

  it("is the other way round where the client proposes", async () => {
    expect(await put(client, "objectives", 0, { objectives: [] })).toMatchObject({ status: 200, body: { state: "proposed", side: "client" } });
    expect(await decide(client, "objectives", 1, "agree")).toMatchObject({ status: 403, body: { detail: expect.stringContaining("somebody of the provider") as string } });
    expect(await decide(provider, "objectives", 1, "agree")).toMatchObject({ status: 200, body: { state: "in_force", decision: { side: "provider" } } });
  });

  it("holds from the time that was proposed, and not from an earlier one", async () => {
    const tomorrow = new Date(at.now().getTime() + 86_400_000).toISOString();
    expect(await put(provider, "mode-matrix", 1, MATRIX, { from: "2026-01-01T00:00:00Z" })).toMatchObject({ status: 400, body: { detail: expect.stringContaining("past") as string } });
    await put(provider, "mode-matrix", 1, { ...MATRIX, default: "escalate" }, { from: tomorrow });
    expect(await decide(client, "mode-matrix", 2, "agree")).toMatchObject({ body: { validFrom: tomorrow } });
    expect(await get("/mode-matrix")).toMatchObject({ latest: 2, inForce: { version: 1 }, planned: { version: 2, validFrom: tomorrow } });
    expect(await get(`/mode-matrix?at=${tomorrow}`)).toMatchObject({ inForce: { version: 2 }, planned: null });
  });

  it("changes nothing when it is refused or withdrawn", async () => {
    const levels = (await get("/severity-scale"))["inForce"] as { readonly document: object };
    await put(provider, "severity-scale", 0, levels.document);
    expect(await decide(client, "severity-scale", 1, "refuse")).toMatchObject({ body: { state: "refused", validFrom: null } });
    expect(await get("/severity-scale")).toMatchObject({ latest: 1, proposal: null, inForce: { version: 0 } });
    await put(provider, "severity-scale", 1, levels.document);
    expect(await decide(client, "severity-scale", 2, "withdraw")).toMatchObject({ status: 403 });
    expect(await decide(analyst, "severity-scale", 2, "withdraw")).toMatchObject({ status: 403 });
    expect(await decide(provider, "severity-scale", 2, "withdraw")).toMatchObject({ body: { state: "withdrawn" } });
    expect((await get("/severity-scale/versions?limit=1"))).toMatchObject({ versions: [{ version: 2, state: "withdrawn" }], next: 2 });
    expect((await get("/severity-scale/versions?after=2"))).toMatchObject({ versions: [{ version: 1, state: "refused" }], next: null });
  });
});

describe("what one side decides alone", () => {
  it.each([["the client", client, 0], ["the provider", provider, 1]] as const)("contacts: %s", async (_, cookies, seen) => {
    const people = [{ key: "ann", name: `Ann ${seen}`, roles: ["security"], email: "ann@north.example" }];
    expect(await put(cookies, "contacts", seen, { people, onCall: ["ann"] })).toMatchObject({ status: 200, body: { state: "in_force" } });
    expect(await get("/contacts")).toMatchObject({ inForce: { version: seen + 1, document: { people: [{ name: `Ann ${seen}`, phone: null }] } } });
  });

  it("days on which it is closed: the client; public holidays: both", async () => {
    const own = [{ day: "2026-12-24", name: "fermeture annuelle" }];
    expect(await put(client, "holidays", 0, { calendar: "fr", own })).toMatchObject({ body: { state: "in_force" } });
    expect(await put(client, "holidays", 1, { calendar: "none", own })).toMatchObject({ body: { state: "proposed" } });
    expect(await decide(provider, "holidays", 2, "refuse")).toMatchObject({ body: { state: "refused" } });
    expect(await put(provider, "holidays", 2, { calendar: "fr", own: [] })).toMatchObject({ body: { state: "proposed" } });
    expect(await decide(client, "holidays", 3, "agree")).toMatchObject({ body: { state: "in_force" } });
  });

  it("hours of the service: neither, for objectives are reckoned in them", async () => {
    const hours = { timeZone: "Europe/Paris", default: "always", bySeverity: [] };
    expect(await put(provider, "service-hours", 0, hours)).toMatchObject({ body: { state: "proposed" } });
    expect(await put(client, "service-hours", 1, hours)).toMatchObject({ status: 409, body: { detail: expect.stringContaining("Version 1 of service-hours waits") as string } });
    expect(await decide(client, "service-hours", 1, "agree")).toMatchObject({ body: { state: "in_force" } });
  });

  it("notifications: the provider, and the client proposes", async () => {
    const { document } = (await get("/notifications"))["inForce"] as { readonly document: object };
    expect(await put(provider, "notifications", 0, document)).toMatchObject({ body: { state: "in_force" } });
    expect(await put(client, "notifications", 1, document)).toMatchObject({ body: { state: "proposed" } });
    expect(await decide(provider, "notifications", 2, "agree")).toMatchObject({ body: { state: "in_force" } });
  });

  it("what leaves the portal: more, both; less, either at once; and the second channel, both", async () => {
    const { document } = (await get("/notifications"))["inForce"] as { readonly document: object };
    const saying = (disclosure: string, over: object = {}) => ({ ...document, disclosure, ...over });
    expect(await put(provider, "notifications", 2, saying("agreed-facts"))).toMatchObject({ body: { state: "proposed" } });
    expect(await get("/notifications")).toMatchObject({ inForce: { document: { disclosure: "reference" } } });
    expect(await decide(provider, "notifications", 3, "agree")).toMatchObject({ status: 403 });
    expect(await decide(client, "notifications", 3, "agree")).toMatchObject({ body: { state: "in_force" } });
    expect(await put(provider, "notifications", 3, saying("reference-and-severity"))).toMatchObject({ body: { state: "in_force" } });
    expect(await put(client, "notifications", 4, saying("reference"))).toMatchObject({ body: { state: "in_force" } });
    expect(await put(client, "notifications", 5, saying("reference-and-severity"))).toMatchObject({ body: { state: "proposed" } });
    expect(await decide(provider, "notifications", 6, "refuse")).toMatchObject({ body: { state: "refused" } });
    for (const secondChannel of [null, { channel: "sms", testedOn: null, testEveryMonths: 6 }, { channel: "phone", testedOn: null, testEveryMonths: 3 }]) {
      const { latest } = (await get("/notifications")) as { readonly latest: number };
      expect(await put(provider, "notifications", latest, saying("reference", { secondChannel }))).toMatchObject({ body: { state: "proposed" } });
      await decide(client, "notifications", latest + 1, "refuse");
    }
    expect(await put(provider, "notifications", 9, saying("reference", { secondChannel: { channel: "phone", testedOn: "2026-11-24", testEveryMonths: 6 } }))).toMatchObject({ body: { state: "in_force" } });
  });
});

describe("what is refused", () => {
  const action = { key: "isolate-workstations", action: "isolate-host", assets: { tags: ["workstation"] }, conditions: "ransomware is confirmed", tell: [{ onCall: true }], agreedBy: "the CISO", since: "2026-11-01" };

  it("a version that is not the last one, whoever writes it", async () => {
    expect(await put(client, "contacts", 2, { people: [], onCall: [] })).toMatchObject({ status: 200 });
    const rows = (await journal()).length;
    expect(await put(provider, "contacts", 2, { people: [], onCall: [] })).toMatchObject({ status: 409, body: { detail: expect.stringContaining("Version 3 of contacts is the last, and you saw 2") as string } });
    expect(await put(provider, "contacts", "x", { people: [], onCall: [] })).toMatchObject({ status: 400, body: { detail: expect.stringContaining("If-Match") as string } });
    expect((await journal()).length).toBe(rows);
  });

  it("all but one of those who write or decide at once", async () => {
    const written = await Promise.all([1, 2, 3].map(() => put(provider, "pre-authorised-actions", 0, { actions: [action] })));
    expect(written.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
    const decided = await Promise.all(["agree", "refuse", "agree"].map((verb) => decide(client, "pre-authorised-actions", 1, verb as "agree")));
    expect(decided.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
    const of = (await journal()).filter(({ subject }) => subject === "pre-authorised-actions");
    expect(of).toHaveLength(2);
  });

  it("an agreement by somebody who may not give it", async () => {
    await put(provider, "mode-matrix", 2, MATRIX);
    const agree = (asked: object) => at.ask({ url: `${SETTINGS}/mode-matrix/versions/3/agree`, body: {}, ...asked });
    expect(await agree({ cookies: provider })).toMatchObject({ status: 403, body: { detail: expect.stringContaining("somebody of the client") as string } });
    expect(await agree({ cookies: guest })).toMatchObject({ status: 403, body: { detail: expect.stringContaining("somebody of the client") as string } });
    expect(await agree({ cookies: auditor })).toMatchObject({ status: 403, body: { detail: expect.stringContaining("setting:agree") as string } });
    expect(await agree({ cookies: stranger })).toMatchObject({ status: 404 });
    expect(await agree({ key: at.key })).toMatchObject({ status: 403, body: { detail: expect.stringContaining("a key cannot agree") as string } });
    const clientKey = await at.ask({ url: "/v1/keys", key: at.key, body: { name: "client", scopes: ["setting:agree"], tenant: "north" } });
    expect(await agree({ key: clientKey.body["text"] as string })).toMatchObject({ status: 403, body: { detail: expect.stringContaining("a key cannot agree") as string } });
    expect(await get("/mode-matrix")).toMatchObject({ planned: { version: 2 }, proposal: { version: 3 } });
  });

  it.each([
    ["changing, by an analyst", analyst, 403],
    ["changing, by the auditor", auditor, 403],
    ["changing, by another organisation", stranger, 404],
  ])("%s", async (_, cookies, status) => {
    expect(await put(cookies, "holidays", 2, { calendar: "none", own: [] })).toMatchObject({ status });
  });

  it("reading, by another organisation", async () => {
    for (const path of ["", "/contacts", "/contacts/versions", "/contacts/versions/1"]) expect(await at.ask({ url: `${SETTINGS}${path}`, cookies: stranger })).toMatchObject({ status: 404 });
    expect(await at.ask({ url: "/v1/tenants/south/settings/contacts", cookies: stranger })).toMatchObject({ status: 200, body: { inForce: { version: 0 } } });
  });

  it.each([
    ["a kind that there is not", "/nothing", 400],
    ["a version that there is not", "/contacts/versions/99", 404],
    ["a version that is no number", "/contacts/versions/abc", 400],
  ])("%s", async (_, path, status) => {
    expect(await at.ask({ url: `${SETTINGS}${path}`, cookies: provider })).toMatchObject({ status });
  });

  it("a document that does not fit, or does not go with the others", async () => {
    expect(await put(provider, "holidays", 3, { calendar: "fr", own: [{ day: "2026-02-30", name: "x" }] })).toMatchObject({ status: 400, body: { code: "invalid", detail: expect.stringContaining("own.0.day") as string } });
    const cells = [{ category: "other", severity: "huge", mode: "handle" }];
    await decide(provider, "mode-matrix", 3, "withdraw");
    expect(await put(provider, "mode-matrix", 3, { default: "handle", cells })).toMatchObject({ status: 400, body: { detail: expect.stringContaining("the severity huge") as string } });
  });

  it("no text, whatever is in it", async () => {
    const name = "a\u0000b \ud800 ' ; drop table";
    expect(await put(client, "holidays", 3, { calendar: "fr", own: [{ day: "2026-12-31", name }] })).toMatchObject({ status: 200, body: { document: { own: [{ name: "a\ufffdb \ufffd ' ; drop table" }] } } });
  });
});

describe("feared incidents", () => {
  const gaps = () => at.ask({ url: "/v1/tenants/north/feared-incidents/gaps", cookies: auditor });
  const incidents = async () => ((await get("/feared-incidents"))["inForce"] as { readonly document: { readonly incidents: readonly { readonly category: string }[] } }).document.incidents;
  const RULE = "3f1c0d52-6f0e-4a53-9d4e-0d6f3c2b1a00";

  it("are gaps until a rule at work watches for them", async () => {
    expect(await gaps()).toMatchObject({ status: 200, body: { version: 0, covered: 0, accepted: 0 } });
    expect((await gaps()).body["gaps"]).toHaveLength(18);
    const rule = `title: Watches\nid: ${RULE}\nlogsource: {product: linux}\ndetection: {s: {a: b}, condition: s}\nlevel: high\n`;
    expect(await at.ask({ method: "PUT", url: "/v1/tenants/north/own-rules/watch.yml", key: at.key, body: { text: rule, reason: "a new rule" } })).toMatchObject({ status: 200 });
    const linked = (await incidents()).map((one) => ({ ...one, rules: one.category === "persistence" ? [RULE] : [] }));
    // Linking a rule is the provider's work.
    expect(await put(provider, "feared-incidents", 0, { incidents: linked })).toMatchObject({ body: { state: "in_force" } });
    expect(await gaps()).toMatchObject({ body: { version: 1, covered: 1, accepted: 0 } });
    expect((await gaps()).body["gaps"]).toHaveLength(16);
    await at.ask({ method: "PUT", url: `/v1/tenants/north/rules/${RULE}/switch`, key: at.key, body: { state: "off", reason: "too loud" } });
    expect((await gaps()).body["gaps"]).toContainEqual(expect.objectContaining({ type: "rule-off", rule: RULE, category: "persistence" }));
  });

  it("and their gaps are accepted by both sides", async () => {
    const accepted = (await incidents()).map((one) => ({ ...one, acceptedGap: { reason: "no logs of it yet", by: "the CISO", on: "2026-11-24" } }));
    expect(await put(provider, "feared-incidents", 1, { incidents: accepted })).toMatchObject({ body: { state: "proposed" } });
    expect(await gaps()).toMatchObject({ body: { version: 1, accepted: 0 } });
    expect(await decide(client, "feared-incidents", 2, "agree")).toMatchObject({ body: { state: "in_force" } });
    expect(await gaps()).toMatchObject({ body: { version: 2, covered: 0, accepted: 9, gaps: [{ type: "rule-off" }] } });
    expect(await at.ask({ url: "/v1/tenants/north/feared-incidents/gaps", cookies: stranger })).toMatchObject({ status: 404 });
  });
});

it("what cannot be written into the journal is not done", async () => {
  const shut = (verb: string) => asSuperuser(at.state.url, (db) => db.query(`${verb} insert on journal ${verb === "grant" ? "to" : "from"} vigie_app, vigie_system`));
  const { latest } = await get("/contacts");
  const proposed = await put(provider, "mode-matrix", (await get("/mode-matrix"))["latest"] as number, MATRIX);
  await shut("revoke");
  expect(await put(client, "contacts", latest as number, { people: [], onCall: [] })).toMatchObject({ status: 500 });
  expect(await decide(client, "mode-matrix", proposed.body["version"] as number, "agree")).toMatchObject({ status: 500 });
  await shut("grant");
  expect(await get("/contacts")).toMatchObject({ latest });
  expect(await get("/mode-matrix")).toMatchObject({ proposal: { version: proposed.body["version"] } });
});
