// docs/settings.md shows what each document looks like: what it shows is taken.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { INCIDENT_CATEGORIES } from "../../contract/setting-parts.ts";
import { SETTING_KINDS, type SettingKind } from "../../contract/settings.ts";
import { parseSetting } from "./setting.ts";

const TEXT = readFileSync(join(import.meta.dirname, "../../../docs/settings.md"), "utf8");
const EXAMPLES = new Map([...TEXT.matchAll(/^### `([a-z-]+)`\n[^`]*```json\n([^]*?)```/gm)].map(([, kind = "", json = ""]) => [kind, JSON.parse(json) as object]));

test.each([...SETTING_KINDS])("the example of %s", (kind: SettingKind) => {
  const example = EXAMPLES.get(kind);
  expect(parseSetting(kind, kind === "feared-incidents" ? ofEveryCategory(example as Feared) : example)).toBeTypeOf("object");
});

test("whom to tell is refused with what to write instead", () => {
  const { actions: [action] } = EXAMPLES.get("pre-authorised-actions") as { readonly actions: readonly object[] };
  expect(() => parseSetting("pre-authorised-actions", { actions: [{ ...action, tell: ["ann"] }] })).toThrow('actions.0.tell.0: write {"contact": "ann"}, {"role": "security"} or {"onCall": true}');
});

type Feared = { readonly incidents: readonly object[] };

const ofEveryCategory = ({ incidents: [one] }: Feared): Feared => ({ incidents: INCIDENT_CATEGORIES.map((category) => ({ ...one, key: category, category })) });
