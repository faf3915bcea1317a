// Live updates for the people of operational teams: the requests of their teams, and nothing else of the organisation.
import { expect, test } from "vitest";
import { begun, listeningTo, until } from "../../test/live-updates.ts";
import { apiWith } from "../../test/people.ts";
import { analyst, requestWorld } from "../../test/requests.ts";
import { systemCaller } from "../core/index.ts";
import { addMember, removeMember, sayMessage, sendRequest } from "../requests/index.ts";
import { linkJournal, record } from "../store/index.ts";

test("a team hears of its requests once they are sent, for as long as one is of the team", async () => {
  const { state, inNorth, make, deliver } = await requestWorld();
  const api = await apiWith({ state }, "north");
  const listenTo = await listeningTo(api);
  const of = async (email: string) => ({ person: await api.person(email, [{ tenant: "north", role: "operations" }]), cookies: undefined as never });
  const [mine, others] = [await of("ops@example.com"), await of("other-ops@example.com")];
  const manager = { who: "Client C.", id: "person:c", side: "client" as const, now: api.now() };
  await inNorth((db) => addMember(db, manager, { team: "ws", person: mine.person.id }));
  const path = "/v1/tenants/north/requests/changes";
  const team = await listenTo(path, { cookies: await api.signIn(mine.person) });
  const other = await listenTo(path, { cookies: await api.signIn(others.person) });
  const key = await listenTo(path, { key: api.key });
  const overall = await listenTo("/v1/changes", { cookies: await api.signIn(mine.person) });
  await Promise.all([team, other, key, overall].map(begun));
  const linked = async (): Promise<void> => {
    while ((await linkJournal(state, api.now())) > 0);
  };

  const sent = await make();
  const draft = await make({ target: { kind: "asset", name: "PC-2" } });
  await linked();
  await inNorth((db) => sendRequest(db, analyst(), sent.id, {}));
  await deliver();
  await inNorth((db) => sayMessage(db, analyst(), sent.id, { text: "between analysts", internal: true }));
  await inNorth((db) => sayMessage(db, analyst(), sent.id, { text: "for the team" }));
  await inNorth((db) => record(db, systemCaller("test", api.now()), { action: "setting.proposed", subject: "mode-matrix" }));
  await linked();
  await until(() => team.heard().includes("request.message"));
  expect(new Set(team.subjects())).toEqual(new Set([sent.ref]));
  const actions = [...team.heard().matchAll(/"action":"([^"]+)"/g)].map(([, action]) => action);
  expect(actions).toEqual(["request.deliver", "request.message"]);
  expect(team.heard()).not.toContain(draft.ref);
  await until(() => overall.heard().includes("request.message"));
  expect(overall.heard().match(/data: .*/g)).toEqual(team.heard().match(/data: .*/g)!.map((data) => data.replace(/\}$/, ',"tenant":"north"}')));

  await inNorth((db) => removeMember(db, manager, { team: "ws", person: mine.person.id }));
  await inNorth((db) => sayMessage(db, analyst(), sent.id, { text: "after they left" }));
  await inNorth((db) => addMember(db, manager, { team: "ws", person: others.person.id }));
  await linked();
  await inNorth((db) => sayMessage(db, analyst(), sent.id, { text: "for who came" }));
  await linked();
  await until(() => other.heard().includes("request.message"));
  expect([...team.heard().matchAll(/request\.message/g)]).toHaveLength(1);
  expect(key.subjects()).toEqual([]);
});
