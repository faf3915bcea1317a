import fc from "fast-check";
import { expect, test } from "vitest";
import { csvLine } from "./csv.ts";
import type { RegisterLine } from "../../contract/incident-export.ts";
import { quote, value, words } from "./markdown-text.ts";

const HOSTILE = ["<script>alert(1)</script>", "[x](http://evil.example)", "![x](//evil.example/a.png)", "a\n# heading\n- [ ] task", "`` ` ```", "\u202egnp.exe\u202c", "a\u0000b\ufeff", "<http://evil.example>", "www.evil.example a@b.example", "| a | b |", "1. one", "=== \n---", "&lt;b&gt;", "\\`x`", "~~~\ncode"];

/** What Markdown would make of a line outside of code spans and behind our escapes. */
const bare = (text: string): string => text.replaceAll(/\\[!-/:-@[-`{-~]/g, "");

test.each(HOSTILE)("%j comes to life nowhere", (text) => {
  for (const line of [words(text), ...quote(text).split("\n").map((one) => one.replace(/^> ?/, "").replace(/\\$/, ""))]) {
    expect(bare(line)).not.toMatch(/[<>`*_|~&#$]|(?<!\[)@|:\/\/|www\.|\]\(/);
    expect(line).not.toMatch(/^(?:[-+=]|\d+[.)] )/);
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
  expect(value(text)).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test("a value stands in a span that it cannot leave", () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom("`", " ", "a", "\n", "|", "<") }), (text) => {
    const span = value(text);
    if (text === "") return;
    const [fence = ""] = /^`+/.exec(span) ?? [];
    expect(span.endsWith(fence)).toBe(true);
    const inside = span.slice(fence.length, -fence.length);
    expect([...inside.matchAll(/`+/g)].some(([run]) => run.length === fence.length)).toBe(false);
    expect(inside.startsWith("`") || inside.endsWith("`")).toBe(false);
  }));
});

test("no cell of the register is a formula, and each is read back as it was", () => {
  const line = (title: string): RegisterLine => ({
    ref: "AM-2026-0001", title, description: "", category: "other", severity: "low", tlp: "amber", stage: "open", mode: "handle", origin: "provider", verdict: null, openedAt: "2026-11-24T08:00:00Z", openedBy: "A.", occurredAt: null, detectedAt: null, notifiedAt: null, qualifiedAt: null, awareAt: null,
    closedAt: null, closedReason: null, impact: "", risk: "", mergedInto: null, alerts: ["AM-A-1", "AM-A-2"], rules: [], sources: [], collectors: [], events: [], isPartial: false,
  });
  expect(csvLine(line('=cmd|"x"!A1'))).toContain(`,"'=cmd|""x""!A1",`);
  expect(csvLine(line("a;+b"))).toContain(",a;'+b,");
  expect(csvLine(line("x"))).toContain('"AM-A-1\nAM-A-2"');
  expect(csvLine(line("\u202ex\u0007"))).toContain(", x ,");
});
