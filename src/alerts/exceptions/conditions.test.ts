import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fields } from "../../core/index.ts";
import { compileConditions, digestOf } from "./conditions.ts";
import { after, EXCEPTION_VERBS, type ExceptionState } from "./exception.ts";
import { narrowerOf } from "./backtest/narrower.ts";
import { sigmaValue } from "./sigma-value.ts";
import { partOf, wholeOf } from "./view.ts";

const NO_ASSETS = { tags: [], services: [], environments: [] };

describe("conditions that cannot be used are refused with what to write instead", () => {
  test.each([
    ["none", {}, "switch the rule off instead"],
    ["an unknown modifier", { "user.name|endwith": "x" }, '"endwith" is not a modifier'],
    ["an expression that is none", { "user.name|re": "(" }, "user.name|re"],
    ["a lookaround", { "user.name|re": "(?=a)a" }, "user.name|re"],
    ["a repetition of repetitions", { "user.name|re": "((a{1000}){1000}){1000}" }, "user.name|re"],
    ["a list without end", { "user.name": Array.from({ length: 501 }, (_, i) => `u${i}`) }, "501 values are more than 500"],
    ["fields without end", Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`f${i}`, "x"])), "51 fields are more than 50"],
    ["a value without end", { "user.name": "x".repeat(2_001) }, "|startswith"],
    ["a text without end", { "user.name": Array.from({ length: 20 }, () => "x".repeat(1_900)) }, "give the rule a placeholder"],
    ["a placeholder", { "user.name|expand": "%people%" }, "write the values out"],
    ["a condition that names nothing", { s: { a: "x" }, condition: "t" }, "not defined"],
    ["no mapping", { s: 5, condition: "s and" }, "condition"],
    ["a selection that is empty", { s: [], condition: "s" }, "empty list"],
    ["a timeframe", { s: { a: "x" }, timeframe: "5m", condition: "s" }, "timeframe"],
  ])("%s", (_, conditions, says) => {
    expect(() => compileConditions(conditions)).toThrow(says);
  });
});

describe("how much conditions ask", () => {
  test.each([
    [1, { "user.name": "svc" }],
    [1, { "user.name": ["svc", "svc2"] }],
    [2, { "user.name": "svc", Image: "a.exe" }],
    [1, { "user.name": "svc", "Image|exists": true }],
    [1, { "user.name": "svc", Image: "*" }],
    [0, { Image: "*a*" }],
    [1, { "user.name|re": "svc-.*", Image: null }],
    [0, { "user.name|re": ".*" }],
    [1, { s: { a: "x", b: "y" }, t: { a: "x" }, condition: "s or t" }],
    [0, { s: { a: "x" }, condition: "not s" }],
    [2, { s: { a: "x" }, t: { b: "y" }, u: { c: "z" }, condition: "s and t and not u" }],
  ])("%i: %j", (asked, conditions) => {
    expect(compileConditions(conditions).strictness).toBe(asked);
  });
});

test("a value means itself, whatever is in it", () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom("a", "b", "\\", "*", "?", "%", "'") , minLength: 1, maxLength: 8 }), fc.string({ unit: fc.constantFrom("a", "b", "\\", "*", "?") , maxLength: 8 }), (value, other) => {
    const { decide } = compileConditions({ f: sigmaValue(value) });
    expect(decide({ f: value }, true)).toBe(true);
    expect(decide({ f: other }, true)).toBe(other === value);
  }));
});

test("the same text has the same digest, another has another", () => {
  const scope = { rule: "r", assets: { ...NO_ASSETS, tags: ["b", "a"] } };
  expect(digestOf(scope, { a: "x" })).toBe(digestOf({ rule: "r", assets: { ...NO_ASSETS, tags: ["a", "b"] } }, { a: "x" }));
  expect(digestOf(scope, { a: "x" })).not.toBe(digestOf(scope, { a: "y" }));
  expect(digestOf(scope, { a: "x" })).not.toBe(digestOf({ ...scope, rule: null }, { a: "x" }));
});

describe("a detection as conditions see it", () => {
  const seen = { fields: { User: "svc", Image: "c:\\a.exe" }, context: { host: { asset: { tags: ["pci"], services: ["pay"], environment: ["production"], ambiguous: false } } }, host: "SRV-1", source: "dc1", technology: "windows", collector: "c" };
  test.each([
    ["what the rule looked at", { User: "SVC" }, true],
    ["the machine", { "host.name": "srv-1" }, true],
    ["its group", { "host.asset.group": "production" }, true],
    ["its tags", { "host.asset.tags": "PCI" }, true],
    ["what it does not know", { "process.parent.name": "agent.exe" }, undefined],
  ] as const)("%s", (_, conditions, expected) => {
    expect(compileConditions(conditions).decide(partOf(seen), false)).toBe(expected);
  });

  test("with its event it knows the product's names and ECS's, and one hides none of the other", () => {
    const whole = wholeOf(seen, { id: "1", document: { user: { name: "svc" }, process: { parent: { name: "agent.exe" } } }, native: { user: "raw", EventID: 1 } });
    for (const conditions of [{ "user.name": "svc" }, { user: "raw" }, { "process.parent.name": "agent.exe" }, { EventID: 1 }, { "host.asset.tags": "pci" }]) expect(compileConditions(conditions).decide(whole, true)).toBe(true);
    expect(compileConditions({ "process.parent.name": "cmd.exe" }).decide(whole, true)).toBe(false);
  });

  const names = fc.constantFrom("a", "a.b", "b", "user", "user.name");
  const leaf = fc.constantFrom("x", "y");
  const fields = fc.dictionary(names, fc.oneof(leaf, fc.record({ b: leaf }), fc.record({ name: leaf })), { maxKeys: 3 }) as fc.Arbitrary<Fields>;
  test("what it says without the event, it says with it", () => {
    fc.assert(fc.property(fc.tuple(fields, fields, fields), names, leaf, fc.boolean(), ([own, document, native], field, value, isNot) => {
      const detection = { ...seen, fields: own, context: null };
      const { decide } = compileConditions({ s: { [field]: value }, condition: isNot ? "not s" : "s" });
      const answer = decide(partOf(detection), false);
      if (answer !== undefined) expect(decide(wholeOf(detection, { id: "1", document, native }), true)).toBe(answer);
    }));
  });
});

describe("the narrower condition", () => {
  const of = (parent: string, isTruePositive = false, more: Fields = {}) => ({ fields: { "process.parent.name": parent, "user.name": "svc-backup", "process.pid": 5, ...more }, isTruePositive });
  test("keeps the true positives", () => {
    const hidden = [...Array.from({ length: 38 }, () => of("VeeamAgent.exe")), ...Array.from({ length: 12 }, () => of("cmd.exe")), of("cmd.exe", true), of("cmd.exe", true)];
    expect(narrowerOf(hidden, ["user.name"])).toMatchObject({ field: "process.parent.name", value: "VeeamAgent.exe", condition: { "process.parent.name": "VeeamAgent.exe" }, hides: 38, of: 52, truePositives: 0, sentence: "Add process.parent.name is VeeamAgent.exe: hides 38 of 52, no true positive." });
  });
  test("is none where nothing tells them apart", () => {
    expect(narrowerOf([of("cmd.exe"), of("cmd.exe", true)], [])).toBeNull();
    expect(narrowerOf([of("cmd.exe", true)], [])).toBeNull();
    expect(narrowerOf([], [])).toBeNull();
  });
  test("is never a value that changes each time, or one that only differs in case", () => {
    expect(narrowerOf([of("CMD.exe", false, { ProcessGuid: "1", "event.id": "x" }), of("cmd.EXE", true)], [])).toBeNull();
  });
});

test("whatever steps are tried, what is over stays over, and nothing holds that was not proposed", () => {
  fc.assert(fc.property(fc.array(fc.constantFrom(...EXCEPTION_VERBS.filter((verb) => verb !== "draft")), { maxLength: 12 }), (verbs) => {
    let state: ExceptionState = "draft";
    let wasProposed = false;
    for (const verb of verbs) {
      const before = state;
      try {
        state = after(state, verb);
      } catch {
        continue;
      }
      expect(["ended", "withdrawn"]).not.toContain(before);
      if (state === "proposed") wasProposed = true;
      if (state === "draft") wasProposed = false;
      if (state === "approved") expect(wasProposed && before === "proposed").toBe(true);
    }
  }));
});
