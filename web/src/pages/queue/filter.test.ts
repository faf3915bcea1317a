import { expect, test } from "vitest";
import type { AlertRow } from "../../data/alerts.ts";
import type { Me } from "../../data/me.ts";
import { filterOf, fits } from "./filter.ts";

test.each([
  [{}, { stage: "open", sort: "worst", hours: 24 }],
  [{ seen: "all", stage: "mine", sort: "due" }, { stage: "mine", sort: "due" }],
  [{ status: "new,closed,nonsense", level: "critical" }, { stage: "open", sort: "worst", hours: 24, status: ["new", "closed"], level: ["critical"] }],
  [{ stage: "nonsense", sort: "nonsense", seen: "nonsense", level: "nonsense", technique: "T1;drop", text: "  " }, { stage: "open", sort: "worst", hours: 24 }],
  // Of a rule, an asset or an incident all is wanted, however old.
  [{ rule: "abc" }, { stage: "open", sort: "worst", rule: "abc" }],
  [{ technique: "T1059.001", seen: "7d" }, { stage: "open", sort: "worst", hours: 168, technique: "T1059.001" }],
])("%j asks for %j", (view, filter) => expect(filterOf(view)).toEqual(filter));

const me = { person: { id: "p1" } } as Me;
const row = (changes: Partial<AlertRow>): AlertRow => ({ status: "new", verdict: null, level: "high", owner: null, mergedInto: null, ...changes }) as AlertRow;
const owned = (id: string): AlertRow["owner"] => ({ id, who: "somebody", since: null });

test.each([
  [{ stage: "open" }, {}, true],
  [{ stage: "open" }, { status: "closed" }, false],
  [{ stage: "open" }, { mergedInto: "other" }, false],
  [{ stage: "mine" }, { owner: owned("person:p1") }, true],
  [{ stage: "mine" }, { owner: owned("person:p2") }, false],
  [{ stage: "unowned" }, { owner: owned("person:p1") }, false],
  [{ stage: "closed" }, { status: "closed" }, true],
  [{ stage: "all", verdict: ["none"] }, { verdict: "false_positive" }, false],
  [{ stage: "all", status: ["new"] }, { status: "in_progress" }, false],
] as const)("under %j a row with %j stays: %s", (filter, changes, stays) => expect(fits(row(changes), filter, me)).toBe(stays));
