// Each route, called by each role: who may is what who-may.txt says, which knows nothing of permissions. And what must hold of
// that table whatever it says.
import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import type { Cookies, TestApi } from "../people.ts";
import { systemCaller } from "../../src/core/index.ts";
import { createKey } from "../../src/identity/index.ts";
import { wholeApi } from "./whole-api.ts";

const PROVIDER = ["analyst", "shift_lead", "engineer", "service_manager", "administrator"] as const;
const CLIENT = ["security", "operations", "manager", "auditor"] as const;
const ROLES = [...PROVIDER, ...CLIENT];
const YAML = "tenants:\n  - {id: north, name: North, sources: [{name: dc1, claim: {token: north-token-1234567}}]}";
const NOW = new Date("2026-11-24T08:00:00Z");

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Line = { readonly route: string; readonly method: Method; readonly path: string; readonly may: string };

const TABLE = (await readFile("test/isolation/who-may.txt", "utf8")).split("\n").flatMap((line): readonly Line[] => {
  const [, provider = "", client = "", method = "", path = ""] = /^([x.]{5}) ([x.]{4}) ([A-Z]+) +(\S+)$/.exec(line) ?? [];
  return path === "" ? [] : [{ route: `${method} ${path}`, method: method as Method, path, may: provider + client }];
});
const mayOf = ({ may }: Line, role: (typeof ROLES)[number]): boolean => may[ROLES.indexOf(role)] === "x";

let api: TestApi;
let keyOfLittle = "";
const signedIn = new Map<string, Cookies>();

beforeAll(async () => {
  ({ api } = await wholeApi(YAML, NOW));
  keyOfLittle = (await createKey(api.state, systemCaller("test", api.now()), { name: "little", scopes: ["organisation:read"], tenant: "north", expiresAt: null })).text;
  for (const role of ROLES) {
    const tenant = (CLIENT as readonly string[]).includes(role) ? "north" : null;
    signedIn.set(role, await api.signIn(await api.person(`${role}@example.com`, [{ tenant, role }])));
  }
}, 120_000);

test("the table has each route that asks for something, and no other", async () => {
  const { paths } = (await api.ask({ url: "/openapi.json" })).body as { readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly "x-permission"?: string }>>>> };
  const described = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).flatMap(([method, { "x-permission": needed }]) => (needed === undefined || needed === "own" ? [] : [`${method.toUpperCase()} ${path}`])));
  expect(TABLE.map(({ route }) => route).toSorted()).toEqual(described.toSorted());
});

// Nothing is there under any id: who is let in is told so, or that something is missing in what they sent.
test.each(TABLE.map((line) => [line.route, line] as const))("%s", async (route, { method, path, may }) => {
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === "tenant" ? "north" : "none"));
  const answers: Awaited<ReturnType<TestApi["ask"]>>[] = [];
  const asked = { method, url: path.endsWith("/changes") ? `${url}?after=nowhere` : url };
  for (const role of ROLES) answers.push(await api.ask({ ...asked, cookies: signedIn.get(role)! }));
  // Some routes every role may call: that they ask for something, a key shows that has hardly any permission.
  answers.push(await api.ask({ ...asked, key: keyOfLittle }));
  const isRefused = ({ status, text }: { readonly status: number; readonly text: string }): boolean => status === 403 && text.includes("This needs the permission ");
  expect(answers.map((answer) => (isRefused(answer) ? "." : "x")).join("")).toBe(`${may}${route === "GET /v1/tenants/{tenant}" ? "x" : "."}`);
  expect(answers.filter(({ status }) => status === 401 || status >= 500).map(({ text }) => text)).toEqual([]);
});

describe("whatever the table says", () => {
  // Marks of one's own, and questions that are too long for a GET.
  const OWN_MARKS = /\/(?:watch|unwatch|seen|notices\/read|channel-tests\/\{test\}\/answer|own-rules\/(?:check|test)|lines\/read)$|\/events\/\w+$/;

  test.each<readonly [string, (line: Line) => boolean]>([
    ["no role of a client may anything on the platform itself", (line) => line.path.startsWith("/v1/tenants/{tenant}") || !CLIENT.some((role) => mayOf(line, role))],
    ["an auditor changes nothing but what they have seen, and asks", (line) => !mayOf(line, "auditor") || line.method === "GET" || OWN_MARKS.test(line.path)],
    ["operations people see and answer requests, and see the inventory; nothing else", (line) => !mayOf(line, "operations") || /\/(?:requests|waiting|automation)(?:\/|$)/.test(line.path) || line.method === "GET"],
    ["an administrator may all", (line) => mayOf(line, "administrator")],
    ["a shift lead may what an analyst may", (line) => !mayOf(line, "analyst") || mayOf(line, "shift_lead")],
    ["only the administrator manages keys of programs", (line) => !line.path.startsWith("/v1/keys") || line.method === "GET" || line.may === "....x...."],
    ["people of the provider are managed by administrator and service manager alone", (line) => !/^\/v1\/(?:people|invitations)/.test(line.path) || line.method === "GET" || line.may === "...xx...."],
    ["no client enters an identity provider", (line) => !line.path.includes("oidc-connections") || line.method === "GET" || !CLIENT.some((role) => mayOf(line, role))],
    ["what needs an approval of the client, operations people and auditors do not approve", (line) => !/\/(?:approve|refuse-approval|agree)$/.test(line.path) || (!mayOf(line, "operations") && !mayOf(line, "auditor"))],
  ])("%s", (_, holds) => {
    expect(TABLE.filter((line) => !holds(line)).map(({ route, may }) => `${may} ${route}`)).toEqual([]);
  });
});
