import { beforeEach, expect, test } from "vitest";
import { playbookWorld, type PlaybookWorld } from "../../test/playbooks.ts";
import { analyst } from "../../test/requests.ts";
import { readJournal } from "../store/index.ts";
import { showRun } from "./index.ts";

let world: PlaybookWorld;
beforeEach(async () => {
  world = await playbookWorld();
});

test("a run begins at what a person does, and asks teams once that was said", async () => {
  await world.agree();
  const { id } = await world.start("malware-on-host");
  expect(await world.statuses(id)).toMatchObject({ "first-host": "now", "process-story": "not-reached", isolate: "not-reached" });
  await world.do(id, "first-host");
  await world.do(id, "process-story");
  await world.do(id, "is-malware", { verb: "answer", choice: "confirmed" });
  await world.do(id, "spread");
  expect(await world.requests()).toEqual([]);
  await world.do(id, "vital", { verb: "answer", choice: "no", note: "Mrs Martin on the telephone" });
  const [isolate, more] = await world.requests();
  // The client agreed to it beforehand, and an analyst has said that the conditions are met.
  expect(isolate).toMatchObject({ action: "isolate-host", target: { name: "PC-1" }, state: "queued", releasedBy: "pre-authorisation", origin: { kind: "playbook", id: `${id}/isolate` } });
  expect(more).toBeUndefined();
  expect(await world.statuses(id)).toMatchObject({ isolate: "waiting", "block-domain": "done", accounts: "now", "false-alarm": "off-branch", contained: "not-reached" });
  const page = await world.inNorth((db) => showRun(db, analyst(), id));
  expect(page.next?.step.id).toBe("accounts");
  const actions = (await world.inNorth((db) => readJournal(db, { limit: 50 }))).map(({ action }) => action);
  expect(actions.filter((action) => action.startsWith("playbook."))).toEqual(["playbook.make", "playbook.answer", "playbook.pass", "playbook.pass", "playbook.ask", "playbook.do", "playbook.answer", "playbook.do", "playbook.do", "playbook.started"]);
});
