// Atlassian Document Format out, whose text nodes are shown as they are; ADF in, of which only the words are kept.
// developer.atlassian.com/cloud/jira/platform/apis/document/structure
import type { Doc } from "./doc.ts";

export type AdfNode = { readonly type: string; readonly text?: string; readonly attrs?: Readonly<Record<string, unknown>>; readonly content?: readonly AdfNode[] };
export type Adf = { readonly type: "doc"; readonly version: 1; readonly content: readonly AdfNode[] };

// A text node must not be empty, and no person types control characters.
const clean = (text: string): string => text.replace(/[^\P{Cc}\n\t]/gu, "");
const lines = (text: string): readonly AdfNode[] => clean(text).split("\n").flatMap((line, i): readonly AdfNode[] => [...(i === 0 ? [] : [{ type: "hardBreak" }]), ...(line === "" ? [] : [{ type: "text", text: line }])]);
const paragraph = (text: string): AdfNode => ({ type: "paragraph", content: lines(text) });

/** Plain text as ADF. */
export const adfOfText = (text: string): Adf => ({ type: "doc", version: 1, content: text.split(/\n{2,}/).filter((part) => part.trim() !== "").map(paragraph) });

/** A text of blocks as ADF. */
export const adfOf = (doc: Doc): Adf => ({
  type: "doc", version: 1,
  content: doc.flatMap((block): readonly AdfNode[] => {
    if (block.kind === "heading") return [{ type: "heading", attrs: { level: 3 }, content: lines(block.text.replaceAll("\n", " ")) }];
    if (block.kind === "text") return adfOfText(block.text).content;
    if (block.items.length === 0) return [];
    return [{ type: block.isOrdered ? "orderedList" : "bulletList", content: block.items.map((item) => ({ type: "listItem", content: [paragraph(item)] })) }];
  }),
});

const DEEPEST = 50;
const LONGEST = 500_000;
const BLOCKS: ReadonlySet<string> = new Set(["paragraph", "heading", "codeBlock", "blockquote", "panel", "rule", "bulletList", "orderedList", "taskList", "decisionList", "table", "tableRow", "expand", "nestedExpand", "mediaSingle", "mediaGroup", "blockCard", "embedCard"]);

/** What a document says, without markup. Files and images in it say nothing. Anything else than a document says nothing too. */
export function wordsOfAdf(adf: unknown): string {
  let left = LONGEST;
  const of = (node: unknown, depth: number): string => {
    if (depth > DEEPEST || left <= 0 || typeof node !== "object" || node === null) return "";
    const { type, text, attrs, content } = node as Partial<Record<"type" | "text" | "attrs" | "content", unknown>>;
    const own = wordsOfNode(typeof type === "string" ? type : "", text, attrs);
    left -= own.length;
    const inner = Array.isArray(content) ? content.map((one) => of(one, depth + 1)) : [];
    if (type === "listItem" || type === "taskItem" || type === "decisionItem") return `- ${inner.join("").trim()}\n`;
    if (type === "tableCell" || type === "tableHeader") return `${inner.join("").trim()} | `;
    return own + inner.join("") + (typeof type === "string" && BLOCKS.has(type) ? "\n" : "") + (type === "paragraph" || type === "heading" ? "\n" : "");
  };
  return of(adf, 0).slice(0, LONGEST).replace(/\n{3,}/g, "\n\n").trim();
}

function wordsOfNode(type: string, text: unknown, attrs: unknown): string {
  if (type === "text") return typeof text === "string" ? text : "";
  if (type === "hardBreak") return "\n";
  const named = typeof attrs === "object" && attrs !== null ? (attrs as Readonly<Record<string, unknown>>) : {};
  const say = (name: string): string => (typeof named[name] === "string" ? named[name] : "");
  if (type === "mention" || type === "status" || type === "date") return say("text") || say("timestamp");
  if (type === "emoji") return say("text") || say("shortName");
  return type === "inlineCard" || type === "blockCard" || type === "embedCard" ? say("url") : "";
}
