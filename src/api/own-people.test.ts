// Who may agree for a client: not whom the provider sent.
import { beforeAll, describe, expect, test } from "vitest";
import { apiOf, type Cookies, type TestApi, type TestPerson } from "../../test/people.ts";
import { createKey, deciderOf, type Membership } from "../identity/index.ts";
import { systemCaller } from "../core/index.ts";

let api: TestApi;
const cookies: Record<string, Cookies> = {};
const MANAGER: Membership = { tenant: "north", role: "manager" };
const settings = "/v1/tenants/north/settings";

beforeAll(async () => {
  api = await apiOf("north");
  cookies["service"] = await api.signIn(await api.person("service@soc.example", [{ tenant: null, role: "service_manager" }]));
});

/** Somebody whom another one invited over the API. */
async function invited(by: Cookies, email: string, role = "manager"): Promise<Cookies> {
  const { body, text } = await api.ask({ url: "/v1/tenants/north/invitations", body: { email, name: "Some Body", roles: [role] }, cookies: by });
  expect(text).toContain("token");
  const password = "a sentence that nobody knows";
  expect((await api.ask({ url: "/v1/invitations/accept", body: { token: body["token"], password } })).status).toBe(200);
  return api.signIn({ id: "", email, password } satisfies TestPerson);
}

let proposals = 0;
/** Another version that waits for the client. */
async function proposal(by: Cookies = cookies["service"]!): Promise<string> {
  const { body: held } = await api.ask({ url: `${settings}/mode-matrix`, cookies: by });
  proposals += 1;
  const { status, body, text } = await api.ask({ method: "PUT", url: `${settings}/mode-matrix`, body: { document: { default: proposals % 2 === 0 ? "handle" : "escalate", cells: [] }, reason: "as agreed" }, cookies: by, headers: { "if-match": String(held["latest"]) } });
  if (status !== 200) throw new Error(text);
  return `${settings}/mode-matrix/versions/${String(body["version"])}`;
}
const withdraw = (url: string) => api.ask({ url: `${url}/withdraw`, body: { reason: "for the next test" }, cookies: cookies["service"]! });
const agree = (url: string, as: Cookies) => api.ask({ url: `${url}/agree`, body: {}, cookies: as });

describe("a manager of the client", () => {
  test("whom the provider let in agrees; who that was stands beside it, and in the journal", async () => {
    const ciso = await invited(cookies["service"]!, "ciso@north.example");
    const { status, body } = await agree(await proposal(), ciso);
    expect(status).toBe(200);
    expect(body["decision"]).toMatchObject({ side: "client", invitedBy: { by: "Some Body", side: "provider" } });
    const { entries } = (await api.ask({ url: "/v1/tenants/north/journal?action=setting.agreed", cookies: cookies["service"]! })).body as { entries: { details: object }[] };
    expect(entries[0]?.details).toMatchObject({ invitedBy: "Some Body", invitedBySide: "provider" });
    cookies["ciso"] = ciso;
  });

  test.each(["puppet@soc.example", "puppet@eu.soc.example", "another.puppet@SOC.example"])("%s whom the provider let in neither agrees, refuses nor proposes", async (email) => {
    const puppet = await invited(cookies["service"]!, email);
    const url = await proposal();
    for (const verb of ["agree", "refuse"]) expect(await api.ask({ url: `${url}/${verb}`, body: { reason: "of course" }, cookies: puppet })).toMatchObject({ status: 403, text: expect.stringContaining("Your address is one of the provider's") as string });
    await withdraw(url);
    await expect(proposal(puppet)).rejects.toThrow("Your address is one of the provider's");
  });

  test("with an address of the provider's whom a manager of the client let in agrees: the client vouches for them", async () => {
    const guest = await invited(cookies["ciso"]!, "guest@soc.example");
    expect((await agree(await proposal(), guest)).body["decision"]).toMatchObject({ invitedBy: { side: "client" } });
  });

  test("whom nobody let in but the platform itself, on the client's word, agrees whatever their address", async () => {
    const own = await api.signIn(await api.person("own@soc.example", [MANAGER]));
    expect((await agree(await proposal(), own)).body["decision"]).toMatchObject({ invitedBy: { side: "system" } });
  });

  test("has to have the role: of whoever has not, it is said that nobody let them in", async () => {
    const { id } = await api.person("reader@north.example", [{ tenant: "north", role: "auditor" }]);
    expect(await deciderOf(api.state, { who: "Reader", id: `person:${id}`, side: "client", now: api.now() }, "north")).toHaveProperty("invitedBy", undefined);
  });

  test("who gets the role from the provider, and another one from the client, was let in by the provider", async () => {
    const auditor = await invited(cookies["ciso"]!, "auditor@soc.example", "auditor");
    const { body } = await api.ask({ url: "/v1/tenants/north/people", cookies: cookies["service"]! });
    const { id } = (body["people"] as { id: string; email: string }[]).find(({ email }) => email === "auditor@soc.example")!;
    expect((await api.ask({ url: `/v1/tenants/north/people/${id}/roles`, body: { role: "manager" }, cookies: cookies["service"]! })).status).toBe(200);
    const url = await proposal();
    expect((await agree(url, auditor)).status).toBe(403);
    await withdraw(url);
  });

  test("who was once of the provider never agrees, whoever let them in and wherever they are now", async () => {
    const person = await api.person("changed@elsewhere.example", [{ tenant: null, role: "analyst" }, MANAGER]);
    expect((await api.ask({ url: `/v1/people/${person.id}/roles/withdraw`, body: { role: "analyst", reason: "left the provider" }, key: api.key })).status).toBe(200);
    const url = await proposal();
    expect(await agree(url, await api.signIn(person))).toMatchObject({ status: 403, text: expect.stringContaining("You have or had a role of the provider") as string });
    await withdraw(url);
  });

  test("is a person: a key of the organisation, which the provider makes, changes nothing for the client", async () => {
    const { text: key } = await createKey(api.state, systemCaller("test", api.now()), { name: "north's", scopes: ["setting:read", "setting:change", "setting:agree"], tenant: "north", expiresAt: null });
    const url = await proposal();
    expect((await api.ask({ url: `${url}/agree`, body: {}, key })).status).toBe(403);
    await withdraw(url);
    const { body: held } = await api.ask({ url: `${settings}/exceptions`, key });
    expect((await api.ask({ method: "PUT", url: `${settings}/exceptions`, body: { document: (held["inForce"] as { document: object }).document, reason: "alone" }, key, headers: { "if-match": String(held["latest"]) } })).status).toBe(403);
  });
});
