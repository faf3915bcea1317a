import { describe, expect, it } from "vitest";
import { apiOf, type Cookies } from "../../test/people.ts";

const at = await apiOf("north", "south");
const signIn = async (email: string, memberships: Parameters<typeof at.person>[1]): Promise<Cookies> => at.signIn(await at.person(email, memberships));

const provider = await signIn("service@provider.example", [{ tenant: null, role: "service_manager" }]);
const analyst = await signIn("analyst@provider.example", [{ tenant: null, role: "analyst" }]);
const client = await signIn("ciso@north.example", [{ tenant: "north", role: "manager" }]);
const auditor = await signIn("auditor@north.example", [{ tenant: "north", role: "auditor" }]);
const stranger = await signIn("ciso@south.example", [{ tenant: "south", role: "manager" }]);

const SETTINGS = "/v1/tenants/north/settings";
const MATRIX = { default: "handle", cells: [{ category: "data-exfiltration", severity: "critical", mode: "escalate" }] };
const put = (cookies: Cookies, kind: string, seen: number | string, document: object, more: object = {}) =>
  at.ask({ method: "PUT", url: `${SETTINGS}/${kind}`, cookies, body: { document, reason: "as agreed in the committee", ...more }, headers: { "if-match": `"${seen}"` } });
const get = async (path: string, cookies = provider) => (await at.ask({ url: `${SETTINGS}${path}`, cookies })).body;
const journal = async () => (await at.ask({ url: "/v1/tenants/north/journal?action=setting.*", cookies: provider })).body["entries"] as readonly { readonly action: string; readonly subject: string; readonly who: string }[];

describe("what both sides must agree on", () => {
  it("holds once the client has agreed, and keeps who agreed and when", async () => {
    expect(await get("/mode-matrix")).toMatchObject({ latest: 0, proposal: null, inForce: { version: 0, document: { default: "escalate" } } });
    expect(await put(provider, "mode-matrix", 0, MATRIX)).toMatchObject({ status: 200, headers: { etag: '"1"' }, body: { state: "proposed", version: 1, side: "provider" } });
    expect(await get("/mode-matrix")).toMatchObject({ latest: 1, proposal: { version: 1 }, inForce: { version: 0 } });
    expect(await at.ask({ url: `${SETTINGS}/mode-matrix/versions/1/agree`, cookies: client, body: {} })).toMatchObject({ status: 200, body: { state: "in_force", decision: { side: "client", by: "Some Body" } } });
    expect(await get("/mode-matrix", auditor)).toMatchObject({ proposal: null, inForce: { version: 1, document: MATRIX } });
    expect((await journal()).slice(0, 2)).toMatchObject([{ action: "setting.agreed", subject: "mode-matrix" }, { action: "setting.proposed", subject: "mode-matrix" }]);
  });

  it("finds what held before for ever", async () => {
    const before = new Date(at.now().getTime() - 3_600_000).toISOString();
    expect(await get(`/mode-matrix?at=${before}`)).toMatchObject({ inForce: { version: 0 } });
  });
});
