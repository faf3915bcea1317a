// What people choose for themselves.
import { expect, test } from "vitest";
import { apiOf } from "../../test/people.ts";
import { readJournal, withSystem } from "../store/index.ts";

const api = await apiOf("north");
const sol = await api.person("sol@north.example", [{ tenant: "north", role: "security" }]);
const cookies = await api.signIn(sol);
const change = (body: object) => api.ask({ method: "PATCH", url: "/v1/me", body, cookies });

test("a language and the looks of pages are kept, and what is not named stays", async () => {
  expect((await api.ask({ url: "/v1/me", cookies })).body).toMatchObject({ person: { language: "en" }, preferences: {} });
  expect(await change({ language: "fr", preferences: { colours: "dark" } })).toMatchObject({ status: 200, body: { person: { language: "fr" }, preferences: { colours: "dark" } } });
  expect((await change({ preferences: { keys: false } })).body).toMatchObject({ person: { language: "fr" }, preferences: { colours: "dark", keys: false } });
  expect((await api.ask({ url: "/v1/me", cookies })).body).toMatchObject({ person: { language: "fr" }, preferences: { colours: "dark", keys: false } });
  const [last] = await withSystem(api.state, (db) => readJournal(db, { limit: 1, action: "person.preferences-changed" }));
  expect(last).toMatchObject({ subject: "sol@north.example", details: { language: "fr", colours: "dark", keys: false } });
});

test.each([{ language: "de" }, { preferences: { colours: "pink" } }, { preferences: { colour: "dark" } }, { email: "other@north.example" }])("%j is refused", async (body) => expect((await change(body)).status).toBe(400));

test("a program has nothing to choose", async () => {
  expect((await api.ask({ method: "PATCH", url: "/v1/me", body: { language: "fr" }, key: api.key })).status).toBe(403);
  expect((await api.ask({ url: "/v1/me", key: api.key })).body).toMatchObject({ person: null, preferences: {} });
});

test("without the session's token nothing changes", async () => {
  expect((await api.ask({ method: "PATCH", url: "/v1/me", body: { language: "en" }, cookies: { session: cookies.session, csrf: undefined } })).status).toBe(403);
});
