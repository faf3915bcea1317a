// Textile out, as Redmine reads it: no word of ours becomes markup, a macro, a mention or a link to another place.
import type { Doc } from "./doc.ts";
import { aroundLinks } from "./links.ts";

// Signs with which markup, links to things, macros and mentions begin or end. As entities they are shown, and nothing else.
const SIGNS = /[&<>*_+^~%@!"[\]{}|=#`\\]/g;
// A block begins with a word and a dot: "h1. ", "bq(note). ".
const BLOCK = /^(\s{0,20}[\p{L}\p{N}]{1,20}[^\s.]{0,100})\.(?=\s|\.)/u;
// A hyphen between letters is one; elsewhere it strikes out, makes a list or a line.
const HYPHEN = /(?<![\p{L}\p{N}])-|-(?![\p{L}\p{N}])/gu;
// A word with a colon and something behind it names a thing of Redmine: "commit:…", "user:…".
const COLON = /:(?!\s|$)/g;
// "??" cites, and an acronym explains itself in brackets.
const OTHERS = /\?\?|(?<=\S)\(/g;

const entity = (sign: string): string => [...sign].map((one) => `&#${one.codePointAt(0)};`).join("");
const words = (text: string): string => text.replace(SIGNS, entity).replace(HYPHEN, entity).replace(COLON, entity).replace(OTHERS, entity);
const broken = (address: string): string => words(address).replaceAll("/", entity).replace(/^www\./i, "www&#46;");
const line = (text: string): string => aroundLinks(text, words, broken).replace(BLOCK, "$1&#46;");

/** Plain text as textile that shows it as it is. */
export const textileOfText = (text: string): string => text.split("\n").map(line).join("\n");

/** A text of blocks as textile. */
export const textileOf = (doc: Doc): string =>
  doc.map((block) => {
    if (block.kind === "heading") return `h3. ${line(block.text.replaceAll("\n", " "))}`;
    if (block.kind === "text") return textileOfText(block.text);
    return block.items.map((item) => `${block.isOrdered ? "#" : "*"} ${textileOfText(item)}`).join("\n");
  }).join("\n\n");
