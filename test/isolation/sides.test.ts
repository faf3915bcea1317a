// What a permission alone does not decide: what belongs to the other side, to a person, or to somebody who may more. Each by
// the words of the refusal; nothing is there under the ids, so that whoever is let through hears another answer.
import { beforeAll, expect, test } from "vitest";
import type { Cookies, TestApi } from "../people.ts";
import { PERMISSIONS } from "../../src/contract/roles.ts";
import { systemCaller } from "../../src/core/index.ts";
import { createKey } from "../../src/identity/index.ts";
import { wholeApi } from "./whole-api.ts";

const REASON = { reason: "for a test" };
const HOUR_MS = 3_600_000;

/** Sign-ins and keys by name. Those with a key hold all permissions, where they do not say otherwise. */
const who: Record<string, { readonly cookies: Cookies } | { readonly key: string }> = {};
let api: TestApi;
let administrator = "";
let run = "";

beforeAll(async () => {
  ({ api } = await wholeApi("tenants:\n  - {id: north, name: North}", new Date("2026-11-24T08:00:00Z")));
  const person = await api.person("administrator@example.com", [{ tenant: null, role: "administrator" }]);
  administrator = person.id;
  who["an administrator"] = { cookies: await api.signIn(person) };
  who["a service manager"] = { cookies: await api.signIn(await api.person("manager@example.com", [{ tenant: null, role: "service_manager" }])) };
  who["security of north"] = { cookies: await api.signIn(await api.person("security@example.org", [{ tenant: "north", role: "security" }])) };
  const key = async (name: string, given: Partial<Parameters<typeof createKey>[2]>): Promise<void> => {
    who[name] = { key: (await createKey(api.state, systemCaller("test", api.now()), { name, scopes: PERMISSIONS, tenant: null, expiresAt: null, ...given })).text };
  };
  await key("a key", {});
  await key("a key of north", { tenant: "north" });
  await key("a key that makes keys", { scopes: ["key:manage", "alert:read"] });
  await key("a key that ends", { expiresAt: new Date(api.now().getTime() + HOUR_MS) });
  const made = async (url: string, body: object): Promise<string> => String((await api.ask({ url, body, key: api.key })).body["id"]);
  const incident = await made("/v1/tenants/north/incidents", { title: "Malware", summary: "found", severity: "high" });
  run = await made(`/v1/tenants/north/incidents/${incident}/playbooks`, { playbook: "malware-on-host" });
}, 120_000);

const OF_CLIENT = "This is for the client to say";
const OF_PROVIDER = "This is for the provider to do";

type Refused = readonly [by: string, route: string, body: object, words: string];

test.each<Refused>([
  ["a key of north", "/v1/tenants/north/incidents/none/qualify", { verdict: "true_positive", words: "it was" }, "a key cannot decide"],
  ["security of north", "/v1/tenants/north/incidents/none/assign", { side: "provider", person: null }, "Who has it for the provider, the provider says"],
  ["a key of north", "/v1/tenants/north/automation/start", REASON, "The provider starts it again"],
  ["a key of north", "/v1/tenants/north/requests/none/send", {}, "The provider sends requests"],
  ["a key of north", "/v1/tenants/north/requests/none/approve", {}, "a key cannot give it"],
  ["a key of north", "/v1/tenants/north/requests/none/refuse-approval", REASON, "a key cannot give it"],
  ["an administrator", "/v1/tenants/north/requests/none/approve", {}, "it cannot be done for them"],
  ["an administrator", "/v1/tenants/north/requests/none/refuse-approval", REASON, "it cannot be done for them"],
  ["a key of north", "/v1/tenants/north/requests/none/verify", { note: "it was" }, "The SOC verifies what the client's teams did"],
  ["a key of north", "/v1/tenants/north/escalations", { about: { kind: "alert", id: "none" }, text: { title: "title", question: "question", what: "what" } }, "The provider escalates to the client"],
  ["a key of north", "/v1/tenants/north/escalations/none/reached", REASON, "Acknowledge it yourself"],
  ["an administrator", "/v1/tenants/north/escalations/none/acknowledge", {}, OF_CLIENT],
  ["an administrator", "/v1/tenants/north/escalations/none/qualify", { answer: "not-us", words: "it was" }, OF_CLIENT],
  ["a key of north", "/v1/tenants/north/escalations/none/qualify", { answer: "not-us", words: "it was" }, "a key cannot decide"],
  ["a key of north", "/v1/tenants/north/escalations/none/close", { words: "it was" }, OF_PROVIDER],
  ["a key of north", "/v1/tenants/north/escalations/none/withdraw", REASON, OF_PROVIDER],
  ["a key of north", "/v1/tenants/north/playbook-runs/RUN/steps/vital/answer", { choice: "yes" }, "What the client decides, a person of the client says"],
  ["an administrator", "/v1/tenants/north/suspicions", { title: "title", seen: "seen", urgency: "now" }, "The client declares a suspicion"],
  ["a key of north", "/v1/tenants/north/suspicions/none/acknowledge", {}, "What a suspicion was, the provider says"],
  ["an administrator", "/v1/tenants/north/channel-tests/none/answer", { code: "123456" }, "Somebody of the client enters the code"],
  ["a key of north", "/v1/tenants/north/channel-tests/none/answer", { code: "123456" }, "Somebody of the client enters the code"],
  ["a key that makes keys", "/v1/tenants/north/saved-views", { page: "incidents", name: "mine", view: "a", shared: false }, "A view of the page"],
  ["a key that makes keys", "/v1/keys", { name: "more", scopes: ["event:search"], tenant: null }, "You may not give what you do not have"],
  ["a key that ends", "/v1/keys", { name: "longer", scopes: ["event:search"], tenant: null }, "A key makes no key that outlives it"],
  ["a service manager", "/v1/invitations", { email: "more@example.com", name: "More", roles: ["administrator"] }, "You may not give a role that may more than you may"],
  ["a service manager", "/v1/people/ADMINISTRATOR/disabled", { disabled: true, ...REASON }, "They may more than you may"],
  ["a service manager", "/v1/people/ADMINISTRATOR/second-factor/reset", REASON, "They may more than you may"],
  ["a service manager", "/v1/people/ADMINISTRATOR/roles/withdraw", { role: "administrator", ...REASON }, "They may more than you may"],
  ["a key", "/v1/me/sign-out", {}, "This is for people"],
  ["a key", "/v1/me/password", { current: "one", password: "a sentence that nobody knows" }, "This is for people"],
  ["an administrator", "/v1/me/password", { current: "another", password: "a sentence that nobody guesses" }, "The current password is another"],
  ["a key that makes keys", "/v1/set-up", { email: "first@example.com", name: "First", password: "a sentence that nobody knows" }, "Send the administrator's key"],
  ["a key of north", "/v1/set-up", { email: "first@example.com", name: "First", password: "a sentence that nobody knows" }, "Send the administrator's key"],
])("%s: POST %s, %o, is refused: %s", async (by, route, body, words) => {
  const answer = await api.ask({ method: "POST", url: route.replace("ADMINISTRATOR", administrator).replace("RUN", run), body, ...who[by]! });
  expect([answer.status, answer.text]).toEqual([route === "/v1/set-up" ? 401 : 403, expect.stringContaining(words)]);
});

test("a passkey, in a session that was left open, is refused: This needs a session that is young", async () => {
  api.pass(HOUR_MS / 3);
  expect((await api.ask({ method: "POST", url: "/v1/me/passkeys/options", body: {}, ...who["a service manager"]! })).text).toContain("This needs a session that is young");
});
