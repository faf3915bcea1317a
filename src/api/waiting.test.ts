import { beforeAll, describe, expect, test } from "vitest";
import { raised } from "../../test/alerts.ts";
import { apiOf, type Cookies, type TestApi } from "../../test/people.ts";
import { createLinks } from "../escalations/index.ts";
import { createSeal } from "../identity/index.ts";

const TEXT = { title: "Someone copied passwords", question: "Did your team copy LSASS?", what: "It was written to a file." };

let api: TestApi;
let lead: Cookies;
let operations: Cookies;
const ids: string[] = [];
const ask = (path: string, body?: object, cookies?: Cookies) => api.ask({ url: `/v1/tenants/north/${path}`, ...(body === undefined ? {} : { body }), ...(cookies === undefined ? { key: api.key } : { cookies }) });
beforeAll(async () => {
  api = await apiOf("north", "south");
  lead = await api.signIn(await api.person("l@north.example", [{ tenant: "north", role: "security" }]));
  operations = await api.signIn(await api.person("o@north.example", [{ tenant: "north", role: "operations" }]));
  await raised(api.state, [{ n: 1, rule: "low", level: "low", host: "a" }, { n: 2, rule: "high", level: "high", host: "b" }, { n: 3, rule: "critical", level: "critical", host: "c" }]);
  for (const number of [1, 2, 3]) ids.push(String((await ask("escalations", { about: { kind: "alert", id: `NOR-A-${number}` }, text: TEXT })).body["id"]));
});

type Part = { readonly count: number; readonly nearestDueAt: string | null; readonly items: readonly { readonly verb: string; readonly title: string; readonly subject: { readonly id: string }; readonly dueAt: string | null; readonly isLate: boolean }[] };
const waiting = async (cookies?: Cookies) => (await ask("waiting", undefined, cookies)).body as unknown as Readonly<Record<"client" | "provider" | "teams", Part>>;

describe("the client's home", () => {
  test("lists what waits for it, what is due first before", async () => {
    const { client, provider } = await waiting(lead);
    expect(client.items.map(({ verb, title }) => [verb, title])).toEqual([["qualify", TEXT.question], ["qualify", TEXT.question], ["qualify", TEXT.question]]);
    const dues = client.items.map(({ dueAt }) => dueAt ?? "");
    expect(dues).toEqual(dues.toSorted());
    expect(client.nearestDueAt).toBe(dues[0]);
    expect(provider).toEqual({ count: 0, nearestDueAt: null, items: [] });
  });

  test("a question waits on the provider, a response on the client, an answer is there to be closed", async () => {
    const [first = "", second = "", third = ""] = ids;
    await ask(`escalations/${first}/ask`, { text: "Which account was it?" }, lead);
    await ask(`escalations/${second}/qualify`, { answer: "not-us" }, lead);
    await ask(`escalations/${third}/qualify`, { answer: "wrong-alarm" }, lead);
    const { client, provider } = await waiting(lead);
    expect(client.items.map(({ verb, subject }) => [verb, subject.id])).toEqual([["respond", second]]);
    expect(provider.items.map(({ verb, subject, title }) => [verb, subject.id, title])).toEqual([["answer", first, "Which account was it?"], ["close", third, TEXT.title]]);
    api.pass(9 * 86_400_000);
    expect((await waiting()).provider.items.map(({ isLate }) => isLate)).toEqual([true, false]);
  });

  test("whoever may not read it where it is, does not see it here", async () => {
    const people = await api.signIn(await api.person("o2@north.example", [{ tenant: "north", role: "operations" }]));
    expect((await waiting(people)).client.count).toBe(0);
    expect((await api.ask({ url: "/v1/tenants/south/waiting", cookies: people })).status).toBe(404);
    expect((await ask("waiting", undefined, operations)).status).toBe(401);
  });
});

describe("a link in a mail", () => {
  test("says where to sign in, to whoever opens it; one that is none, too", async () => {
    const links = createLinks({ state: api.state, seal: createSeal(Buffer.alloc(32, 1)), now: api.now, publicUrl: () => new URL("https://vigie.example.org") });
    const { pathname, search } = new URL((await links.signer())({ tenant: "north", ref: "NOR-A-1", recipient: "contact:first" }));
    const open = async (query: string) => (await api.ask({ url: `${pathname.replace("/o/", "/v1/links/")}${query}` })).body;
    const led = await api.ask({ url: `${pathname}${search}` });
    expect([led.status, led.headers["location"]]).toEqual([303, `/v1/links/NOR-A-1${search}`]);
    expect(await open(search)).toEqual({ ref: "NOR-A-1", isGood: true, signIn: "/sign-in?back=%2Fo%2FNOR-A-1", message: "Sign in to read NOR-A-1 and to answer." });
    expect(await open(search.replace("sign=", "sign=x"))).toMatchObject({ isGood: false, signIn: "/sign-in" });
    api.pass(8 * 86_400_000);
    expect(await open(search)).toMatchObject({ isGood: false });
    expect(await open("")).toMatchObject({ status: 400 });
  });
});
