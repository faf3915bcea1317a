// Markdown out: no word of ours becomes markup, a macro, a mention or a link to another place.
import type { Doc } from "./doc.ts";
import { aroundLinks } from "./links.ts";

// What every parser lets be escaped with a backslash, but for what is only markup at the start of a line.
const SIGNS = /[\\`*_{}[\]<>&|~!^=]/g;
const FIRST = /^(\s{0,20})(?:([#+-])|(\p{N}{1,9})(?=[.)]))/u;
// What systems make of plain words once the markdown is read: numbers of tickets, mentions, names of things, macros, pages.
const LINKS = /[#@](?=[\p{L}\p{N}])|:(?=\S)|\\[[{](?=\\[[{])/gu;
// Shown as nothing, and no letter: it stands between a sign and what would make it a link (U+2060, word joiner).
const JOINER = "\u2060";

const words = (text: string): string => text.replace(SIGNS, "\\$&").replace(LINKS, `$&${JOINER}`);
const broken = (address: string): string => words(address).replace(/^(\w{1,10})(?=[.:])/, `$1${JOINER}`);
const line = (text: string): string =>
  aroundLinks(text, words, broken).replace(FIRST, (_, space: string, sign?: string, count?: string) => `${space}${sign === undefined ? `${count}\\` : `\\${sign}`}`).replace(/^(?: {4,}|\t+)/, " ");

/** Plain text as markdown that shows it as it is; lines stay lines. */
export const markdownOfText = (text: string): string => text.split("\n").map(line).join("  \n");

/** A text of blocks as markdown. */
export const markdownOf = (doc: Doc): string =>
  doc.map((block) => {
    if (block.kind === "heading") return `### ${line(block.text.replaceAll("\n", " "))}`;
    if (block.kind === "text") return markdownOfText(block.text);
    return block.items.map((item, i) => `${block.isOrdered ? `${i + 1}.` : "-"} ${markdownOfText(item).replaceAll("\n", "\n   ")}`).join("\n");
  }).join("\n\n");

/** Markdown of ours as it was before, and that of people as they wrote it. */
export const wordsOfMarkdown = (text: string): string => text.replaceAll(JOINER, "").replace(/ {2}$/gm, "").replace(/\\([\\`*_{}[\]<>&|~!^=#+.)-])/g, "$1");
