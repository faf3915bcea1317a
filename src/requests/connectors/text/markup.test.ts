import fc from "fast-check";
import { expect, test } from "vitest";
import { wordsOfEntities } from "../../../outbound/index.ts";
import { markdownOf, markdownOfText, wordsOfMarkdown } from "./markdown.ts";
import { textileOf, textileOfText } from "./textile.ts";

test.each([
  ["bold", "*a* _b_", "&#42;a&#42; &#95;b&#95;"],
  ["struck out", "-a- -b", "&#45;a&#45; &#45;b"],
  ["our key stays one word", "— AM-R-0118/2", "— AM-R-0118/2"],
  ["a block", "h1. a", "h1&#46; a"],
  ["a macro and a link to a page", "{{toc}} [[a]]", "&#123;&#123;toc&#125;&#125; &#91;&#91;a&#93;&#93;"],
  ["a mention and a ticket", "@alice #1", "&#64;alice &#35;1"],
  ["the name of a thing", "user:alice", "user&#58;alice"],
  ["an acronym", "ABC(a)", "ABC&#40;a)"],
  ["an entity", "&lt;", "&#38;lt;"],
  ["the address of the portal", "see https://soc.test/r/AM-R-1", "see https://soc.test/r/AM-R-1"],
  ["an address that would break", "http://a.b/?c=d", "http&#58;&#47;&#47;a.b&#47;?c&#61;d"],
])("textile shows %s as it is", (_, text, want) => {
  expect(textileOfText(text)).toBe(want);
});

test.each([
  ["bold", "*a*", "\\*a\\*"],
  ["a heading, a list", "# a\n- b\n1. c", "\\# a  \n\\- b  \n1\\. c"],
  ["code by indenting", "        a", " a"],
  ["a macro", "{{toc}}", "\\{\u2060\\{toc\\}\\}"],
  ["a mention and a ticket", "@alice #1", "@\u2060alice #\u20601"],
  ["an address that would break", "http://a.b/?c=d", "http\u2060:\u2060//a.b/?c\\=d"],
])("markdown shows %s as it is", (_, text, want) => {
  expect(markdownOfText(text)).toBe(want);
});

test("blocks become the markup of the system, and their words do not", () => {
  const doc = [{ kind: "heading", text: "h1. *a*" }, { kind: "list", items: ["# b", "c"], isOrdered: true }, { kind: "list", items: ["d"], isOrdered: false }] as const;
  expect(textileOf(doc)).toBe("h3. h1&#46; &#42;a&#42;\n\n# &#35; b\n# c\n\n* d");
  expect(markdownOf(doc)).toBe("### h1. \\*a\\*\n\n1. \\# b\n2. c\n\n- d");
});

test("what was written comes back as it was", () => {
  // Spaces at the ends of lines are lost in markdown.
  const text = fc.string({ unit: "grapheme", maxLength: 200 }).filter((one) => !/\u2060|[ \t]$|^[ \t]/m.test(one));
  fc.assert(fc.property(text, (one) => {
    expect(wordsOfEntities(textileOfText(one))).toBe(one);
    expect(wordsOfMarkdown(markdownOfText(one))).toBe(one);
  }));
});

test("an attacker's text does not make it slow", () => {
  for (const part of ["*", "-", "a.", "[[", "{{", "www.", "http://", "&#1", " ", "\\"]) for (const out of [textileOfText, markdownOfText, wordsOfMarkdown, wordsOfEntities]) out(part.repeat(100_000));
});
