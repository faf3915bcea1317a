import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adfOf, adfOfText, type AdfNode, wordsOfAdf } from "./adf.ts";
import { showsFilesAlone, wikiOf, wikiOfText, wordsOfWiki } from "./wiki.ts";

const words = (text: string): string => text.replace(/[\s\p{Cc}\p{Cf}]+/gu, "");
const HOSTILE = ["*b* _i_ -d- +u+ ^s^ ~t~ ??c?? {{m}} {code}x{code} {color:red}x{color}", "[~alice] [x|http://evil.example] [^f.txt] !x.png! ||h|| |c|", "h1. Title", "bq. said", "  h3. Title", "* one\n# two\n- three\n----", "a\\*b \\\\server\\share \\", ":) ;) (!) (y) :-(", "{quote}", "\\{code}"];

describe("wiki markup of Jira", () => {
  it.each(HOSTILE)("shows %j as it is", (text) => {
    const wiki = wikiOfText(text);
    // What is left when escaped signs are gone has no sign, no block and no face.
    const bare = wiki.replace(/\\[-#*_+?^~|%{}[\]()!@]/g, "");
    expect(bare).not.toMatch(/[-#*_+?^~|%{}[\]()!@]|^\s*(?:h[1-6]|bq)\.|[:;](?:[-()DP])|\\\\/m);
    expect(words(wordsOfWiki(wiki))).toBe(words(text));
  });

  it("comes back as the words that it was made of", () => {
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), fc.string(), (one, other) => {
      const text = `${one}\n${other}`;
      expect(words(wordsOfWiki(wikiOfText(text)))).toBe(words(text));
    }));
  });

  it("writes blocks", () => {
    expect(wikiOf([{ kind: "heading", text: "What\nto do" }, { kind: "text", text: "a\nb" }, { kind: "list", items: ["one\ntwo", "three"], isOrdered: true }, { kind: "list", items: ["x"], isOrdered: false }])).toBe("h3. What to do\n\na\nb\n\n# one two\n# three\n\n* x");
  });

  it.each([["[^a.txt] _(7 kB)_", true], ["!a.png|thumbnail!", true], ["[^a.txt]\n!b.png!", true], ["see [^a.txt]", false], ["", false], ["wow! so good!", false]])("tells of %j whether it shows files alone", (wiki, is) => {
    expect(showsFilesAlone(wiki)).toBe(is);
  });
});

describe("Atlassian Document Format", () => {
  const texts = (nodes: readonly AdfNode[]): readonly string[] => nodes.flatMap((node) => [...(node.text === undefined ? [] : [node.text]), ...texts(node.content ?? [])]);

  it.each(HOSTILE)("has %j as text, which has no markup", (text) => {
    expect(words(texts(adfOfText(text).content).join(""))).toBe(words(text));
    expect(words(wordsOfAdf(adfOfText(text)))).toBe(words(text));
  });

  it("never has an empty text or list, which Jira refuses", () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: fc.constantFrom("a", "\n", " ", "\u0000", "é") })), (items) => {
      const doc = adfOf([...items.map((text) => ({ kind: "text" as const, text })), { kind: "list", items, isOrdered: false }]);
      const check = (node: AdfNode): void => {
        expect(node.text).not.toBe("");
        if (node.type === "bulletList") expect(node.content?.length).toBeGreaterThan(0);
        node.content?.forEach(check);
      };
      doc.content.forEach(check);
    }));
  });

  it("gives the words of what people write", () => {
    const text = (said: string): object => ({ type: "text", text: said });
    expect(wordsOfAdf({
      type: "doc", version: 1,
      content: [
        { type: "paragraph", content: [text("Hi "), { type: "mention", attrs: { id: "1", text: "@Alice" } }, text(" "), { type: "emoji", attrs: { shortName: ":tada:", text: "🎉" } }, { type: "hardBreak" }, { type: "inlineCard", attrs: { url: "https://example.org/" } }] },
        { type: "codeBlock", content: [text("rm -rf <x>")] },
        { type: "orderedList", content: [{ type: "listItem", content: [{ type: "paragraph", content: [text("one")] }] }, { type: "listItem", content: [{ type: "paragraph", content: [text("two")] }] }] },
        { type: "mediaGroup", content: [{ type: "media", attrs: { id: "x", alt: "not said" } }] },
      ],
    })).toBe("Hi @Alice 🎉\nhttps://example.org/\n\nrm -rf <x>\n- one\n- two");
  });

  it.each([null, undefined, 7, "words", [], {}, { type: "doc", content: "x" }, { type: 1, content: [null, 3, { text: {} }] }])("says nothing of %j", (adf) => {
    expect(wordsOfAdf(adf)).toBe("");
  });

  it("ends, however deep or long a document is", () => {
    let deep: object = { type: "text", text: "x" };
    for (let i = 0; i < 5_000; i++) deep = { type: "paragraph", content: [deep] };
    expect(wordsOfAdf(deep)).toBe("");
    expect(wordsOfAdf({ type: "doc", content: Array.from({ length: 2_000 }, () => ({ type: "text", text: "y".repeat(1_000) })) }).length).toBeLessThanOrEqual(500_000);
  });
});
