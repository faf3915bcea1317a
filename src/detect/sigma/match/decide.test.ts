import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fields } from "../../../core/index.ts";
import { loadRules } from "../parse/load.ts";
import { decisionOf, type Decision } from "./decide.ts";
import { compile } from "./matcher.ts";

const ruleOf = (detection: object) => {
  const { rules: [rule], refused } = loadRules([{ path: "a.yml", text: JSON.stringify({ title: "a", logsource: { product: "vigie" }, detection }) }]);
  if (rule === undefined) throw new Error(JSON.stringify(refused));
  return rule;
};
const decide = (detection: object): Decision => decisionOf(ruleOf(detection));
const S = (selection: unknown) => ({ s: selection, condition: "s" });

describe("of fields that are not all", () => {
  test.each([
    ["a field that is there decides", S({ a: "x" }), { a: "X" }, true],
    ["and against it", S({ a: "x" }), { a: "y" }, false],
    ["one that is missing leaves it open", S({ a: "x" }), {}, undefined],
    ["unless another has decided already", S({ a: "x", b: "y" }), { b: "z" }, false],
    ["of a list one value is enough", S([{ a: "x" }, { b: "y" }]), { b: "y" }, true],
    ["what is missing may be there", S({ "a|exists": false }), {}, undefined],
    ["and may be null", S({ a: null }), {}, undefined],
    ["not of an open question is open", { s: { a: "x" }, condition: "not s" }, {}, undefined],
    ["the other field of a comparison may be missing", S({ "a|fieldref": "b" }), { a: "x" }, undefined],
    ["a keyword that is there is found", S(["secret"]), { a: "a secret" }, true],
    ["one that is not may be in what is missing", S(["secret"]), { a: "nothing" }, undefined],
    ["paths lead through objects and lists", S({ "host.asset.tags": "pci" }), { host: { asset: { tags: ["web", "pci"] } } }, true],
    ["own keys alone are fields", S({ constructor: "x" }), {}, undefined],
  ] as const)("%s", (_, detection, fields, expected) => {
    expect(decide(detection)(fields as Fields, false)).toBe(expected);
  });
});

const names = fc.constantFrom("a", "b", "c.d");
const values = fc.constantFrom("x", "y", "xy", "5");
const item = fc.tuple(names, fc.constantFrom("", "|contains", "|endswith", "|exists", "|cased"), values).map(([name, modifier, value]) => ({ [`${name}${modifier}`]: modifier === "|exists" ? value === "x" : value }));
const detections = fc.record({ s: item, t: fc.array(item, { minLength: 1, maxLength: 2 }), condition: fc.constantFrom("s and t", "s or t", "not s", "s and not t", "not (s or t)", "1 of them", "all of them") });
const fieldsOf = fc.dictionary(fc.constantFrom("a", "b", "c.d", "z"), values, { maxKeys: 4 });

test("of a whole event it says what the matcher says", () => {
  fc.assert(fc.property(detections, fieldsOf, (detection, fields) => {
    const rule = ruleOf(detection);
    const event = { product: "vigie", channel: "", code: undefined, time: undefined, host: undefined, fields, text: undefined, json: undefined, source: { path: "", record: 0 } };
    expect(decisionOf(rule)(fields, true)).toBe(compile([rule]).match(event).length > 0);
  }));
});

test("what a part of an event decides, the whole decides the same", () => {
  fc.assert(fc.property(detections, fieldsOf, fc.array(names), (detection, fields, dropped) => {
    const part = Object.fromEntries(Object.entries(fields).filter(([name]) => !(dropped as string[]).includes(name)));
    const answer = decide(detection)(part, false);
    if (answer !== undefined) expect(decide(detection)(fields, true)).toBe(answer);
  }));
});
