// Jira's wiki markup out: no word of ours becomes markup, a mention, an image or a macro.
// The signs that a backslash takes the meaning from are those of Jira's BackslashEscapeRendererComponent, as @atlaskit/editor-wikimarkup-transformer lists them.
import type { Doc } from "./doc.ts";

const SIGNS = /[-#*_+?^~|%{}[\]()!@]/g;
// Shown as nothing, and parts what would mean something together.
const JOINER = "\u2060";
// Two backslashes break the line, one before a sign takes its meaning: behind each stands a joiner.
const BACKSLASH = /\\/g;
// "h1. " and "bq. " begin a block, ":)" and ";)" are faces, three and two hyphens are dashes.
const BLOCK = /^(\s*)(h[1-6]|bq)\./i;
const FACE = /[:;](?=[-()DP])/g;

const line = (text: string): string => text.replace(BACKSLASH, `\\${JOINER}`).replace(FACE, (sign) => `${sign}${JOINER}`).replace(SIGNS, "\\$&").replace(BLOCK, `$1$2${JOINER}.`);
const clean = (text: string): string => text.replace(/[^\P{Cc}\n\t]/gu, "");

/** Plain text as wiki markup that shows it as it is. */
export const wikiOfText = (text: string): string => clean(text).split("\n").map(line).join("\n");

/** A text of blocks as wiki markup. */
export const wikiOf = (doc: Doc): string =>
  doc.map((block) => {
    if (block.kind === "heading") return `h3. ${wikiOfText(block.text.replaceAll("\n", " "))}`;
    if (block.kind === "text") return wikiOfText(block.text);
    return block.items.map((item) => `${block.isOrdered ? "#" : "*"} ${wikiOfText(item.replaceAll("\n", " "))}`).join("\n");
  }).join("\n\n");

const FILES = /(?<!\\)\[\^[^\]\n]{1,300}\](?:\s{0,5}_?\([\d.,]{1,12} ?[kKMG]?B\)_?)?|(?<!\\)![^!\n|\\]{1,300}(?:\|[^!\n\\]{0,100})?!/g;

/** Whether a text in wiki markup shows files and says nothing. */
export const showsFilesAlone = (wiki: string): boolean => wiki.replace(FILES, "").trim() === "" && wiki.trim() !== "";

/** What a text in wiki markup says where nobody rendered it: escaped signs as they are. */
export const wordsOfWiki = (wiki: string): string => wiki.replace(FILES, "").replace(/\\([-#*_+?^~|%{}[\]()!@])/g, "$1").replaceAll(JOINER, "").trim();
