import { expect, test } from "vitest";
import { freshState } from "../../../test/postgres.ts";
import { ruleText, uuid } from "../../../test/rule-text.ts";
import { systemCaller } from "../../core/index.ts";
import { changeRule, saveOwnRule, setPlaceholder, withdrawOwnRule } from "../../rulesets/index.ts";
import { withSystem } from "../../store/index.ts";
import { retroRuns } from "../index.ts";
import { followRules } from "./follow-rules.ts";

test("each creation and change is followed by a run over the past; what is withdrawn keeps its row", async () => {
  const state = await freshState("north");
  let clock = Date.UTC(2026, 10, 24, 8);
  let ids = 0;
  const caller = () => systemCaller("engineer", new Date((clock += 60_000)));
  const look = async () => {
    clock += 60_000;
    await followRules({ state, now: () => new Date(clock), newId: () => `run-${++ids}` });
    return withSystem(state, (db) => db.sql.selectFrom("rule_in_force").select(["rule_key", "until", "retro_run", "retro_refused"]).orderBy("since").orderBy("rule_key").execute());
  };
  const save = (n: number, title = "A rule") => saveOwnRule(state, caller(), "north", { path: `r${n}.yml`, text: ruleText({ id: uuid(n), title }), reason: "for a test" });

  await save(1);
  expect(await look()).toMatchObject([{ rule_key: uuid(1), until: null, retro_run: null, retro_refused: "It was at work when the registry began." }]);
  await save(2);
  await save(3);
  expect((await look()).slice(1)).toMatchObject([{ rule_key: uuid(2), retro_run: "run-1" }, { rule_key: uuid(3), retro_run: "run-1" }]);
  expect(await look()).toHaveLength(3);
  await save(2, "Another text");
  await changeRule(state, caller(), "north", { name: uuid(1), to: { level: "low" }, reason: "noisy" });
  await withdrawOwnRule(state, caller(), "north", "r3.yml", "not needed");
  const rows = await look();
  expect(rows.filter(({ until }) => until !== null).map(({ rule_key: key }) => key)).toEqual([uuid(1), uuid(2), uuid(3)]);
  expect(rows.filter(({ until }) => until === null)).toMatchObject([{ rule_key: uuid(1), retro_run: "run-2" }, { rule_key: uuid(2), retro_run: "run-2" }]);
  expect((await retroRuns(state, "north", { limit: 10 })).map(({ wanted }) => [...wanted].toSorted())).toEqual([[uuid(1), uuid(2)], [uuid(2), uuid(3)]]);
  // Other values of a placeholder find other things; those of no rule find none.
  const expanding = ruleText({ id: uuid(4) }).replace("Image|endswith: '\\x.exe'", "User|expand: '%backup_accounts%'");
  const give = (name: string, values: readonly string[]) => setPlaceholder(state, caller(), "north", { name, to: values, reason: "theirs" });
  await give("backup_accounts", ["svc-a"]);
  await saveOwnRule(state, caller(), "north", { path: "r4.yml", text: expanding, reason: "for a test" });
  expect((await look()).at(-1)).toMatchObject({ rule_key: uuid(4), until: null, retro_run: "run-3" });
  await give("backup_accounts", ["svc-a", "svc-b"]);
  await give("of_no_rule", ["x"]);
  const changed = (await look()).filter(({ rule_key: key }) => key === uuid(4));
  expect(changed).toMatchObject([{ until: expect.any(Date) as Date, retro_run: "run-3" }, { until: null, retro_run: "run-4" }]);
  expect((await retroRuns(state, "north", { limit: 1 })).map(({ wanted }) => wanted)).toEqual([[uuid(4)]]);
});
