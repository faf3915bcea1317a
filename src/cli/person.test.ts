// People and keys from the command line, over a real API.
import { Writable } from "node:stream";
import { beforeAll, expect, test } from "vitest";
import { apiOf, type TestApi } from "../../test/people.ts";
import { withSystem } from "../store/index.ts";
import { runCli } from "./index.ts";

let api: TestApi;
let url: string;
beforeAll(async () => {
  api = await apiOf("north");
  url = await api.app.listen({ port: 0, host: "127.0.0.1" });
});

async function vigie(...args: readonly string[]) {
  let out = "";
  let err = "";
  const into = (add: (text: string) => void) => new Writable({ write: (chunk: Buffer, _, done) => (add(chunk.toString()), done()) });
  const status = await runCli([...args, "--url", url, "--key", api.key], { out: into((text) => (out += text)), err: into((text) => (err += text)) });
  return { status, out, err };
}

test("somebody is invited, listed, given a role, disabled and reset", async () => {
  expect(await vigie("person", "list")).toEqual({ status: 0, err: "", out: "nobody: vigie person invite lets somebody in\n" });
  const invited = await vigie("person", "invite", "Zoe@example.com", "--name", "Zoé", "--role", "security", "--role", "auditor", "--tenant", "north", "--language", "fr");
  expect(invited).toMatchObject({ status: 0, out: expect.stringMatching(/^zoe@example\.com may come in as security, auditor until 2026-12-01T.*, with this token:\nvigie_invite_\S+\n$/) as unknown });
  await api.ask({ url: "/v1/invitations/accept", body: { token: invited.out.trim().split("\n")[1], password: "une phrase assez longue" } });
  expect((await vigie("person", "list", "north")).out).toBe("ADDRESS                           NAME                      ROLES\nzoe@example.com                   Zoé                       north: security, auditor\n  ! has no second factor yet\n");
  expect((await vigie("person", "role", "zoe@example.com", "--take", "auditor", "--tenant", "north")).out).toBe("zoe@example.com has now: north: security\n");
  expect((await vigie("person", "role", "ZOE@example.com", "--give", "analyst")).out).toBe("zoe@example.com has now: north: security; analyst\n");
  expect((await vigie("person", "disable", "zoe@example.com", "--reason", "on leave")).out).toBe("zoe@example.com is disabled, and their sessions ended\n");
  expect(await vigie("person", "disable", "zoe@example.com", "--reason", "again")).toMatchObject({ status: 2, err: "vigie: Zoé is disabled already.\n" });
  expect((await vigie("person", "disable", "zoe@example.com", "--undo", "--reason", "is back")).out).toBe("zoe@example.com may sign in again\n");
  expect((await vigie("person", "reset", "zoe@example.com", "--reason", "lost the phone")).out).toBe("zoe@example.com sets up a second factor at the next sign-in\n");
  expect(JSON.parse((await vigie("person", "list", "--json")).out)).toMatchObject({ email: "zoe@example.com", disabledAt: null });
});

test("pages are read to the last", async () => {
  const row = { name: "Many", language: "en", created_at: api.now(), disabled_at: null, password_hash: null, password_at: null, totp_secret: null, totp_confirmed_at: null, totp_step: null, blocked_until: null } as const;
  const rows = Array.from({ length: 1001 }, (_, i) => ({ ...row, id: `many-${i}`, email: `many${i}@example.com` }));
  await withSystem(api.state, (db) => db.sql.insertInto("person").values(rows).execute());
  expect((await vigie("person", "list")).out.match(/^many/gm)).toHaveLength(1001);
  expect((await vigie("person", "role", "many999@example.com", "--give", "analyst")).out).toBe("many999@example.com has now: analyst\n");
});

test("a key is made, listed and taken back", async () => {
  const made = JSON.parse((await vigie("key", "create", "export", "--scope", "journal:read", "--tenant", "north", "--for", "52w", "--json")).out) as { key: { id: string }; text: string };
  expect((await api.ask({ url: "/v1/tenants/north/journal", key: made.text })).status).toBe(200);
  expect((await vigie("key", "list")).out).toMatch(new RegExp(`^${made.key.id}  export {20}north {13}\\S+  \\S+  journal:read$`, "m"));
  expect(await vigie("key", "revoke", made.key.id)).toMatchObject({ status: 0, out: `the key ${made.key.id} opens nothing any more\n` });
  expect((await api.ask({ url: "/v1/tenants/north/journal", key: made.text })).status).toBe(401);
  expect(await vigie("key", "revoke", made.key.id)).toMatchObject({ status: 2, err: expect.stringContaining("There is no key") as unknown });
});

test.each<[string, readonly string[], RegExp]>([
  ["a word behind it that is missing", ["person"], /"person" needs a word behind it: list, invite, role, disable, reset/],
  ["nobody of that address", ["person", "reset", "nobody@example.com", "--reason", "x y z"], /nobody with the address or id nobody@example\.com/],
  ["a role that there is not", ["person", "invite", "a@example.com", "--name", "A", "--role", "boss"], /--role boss: use one of analyst/],
  ["a role of the other side", ["person", "invite", "a@example.com", "--name", "A", "--role", "security"], /security is a role in one organisation/],
  ["no reason", ["person", "disable", "a@example.com"], /--reason/],
  ["both at once", ["person", "role", "a@example.com", "--give", "analyst", "--take", "analyst"], /--give ROLE or --take ROLE/],
  ["an organisation that there is not", ["person", "list", "nowhere"], /no tenant nowhere/],
  ["no scope", ["key", "create", "x"], /--scope/],
  ["a time that is none", ["key", "create", "x", "--scope", "event:search", "--for", "soon"], /--for soon: write/],
])("refuses %s in a sentence", async (_, args, message) => {
  expect(await vigie(...args)).toMatchObject({ status: 2, err: expect.stringMatching(message) as unknown });
});
