// HTML out, where nothing of ours can become markup; HTML in, of which only the words are kept.
import { convert } from "html-to-text";
import type { Doc } from "./doc.ts";

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** A text as HTML that shows it as it is. */
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? sign);

const lines = (text: string): string => escapeHtml(text).replaceAll("\n", "<br>");

/** A text of blocks as HTML. */
export const htmlOf = (doc: Doc): string =>
  doc.map((block) => {
    if (block.kind === "heading") return `<h3>${escapeHtml(block.text)}</h3>`;
    if (block.kind === "text") return `<p>${lines(block.text)}</p>`;
    const tag = block.isOrdered ? "ol" : "ul";
    return `<${tag}>${block.items.map((item) => `<li>${lines(item)}</li>`).join("")}</${tag}>`;
  }).join("\n");

/** Plain text as HTML, its lines kept. */
export const htmlOfText = (text: string): string => `<p>${lines(text)}</p>`;

// Longer than any comment that people write.
const LONGEST = 500_000;

/** What an HTML text says, without markup, images and the addresses of links whose text is another. */
export function wordsOfHtml(html: string): string {
  return convert(html.slice(0, LONGEST), {
    wordwrap: false,
    limits: { maxDepth: 50, maxChildNodes: 5_000, ellipsis: "…" },
    selectors: [{ selector: "img", format: "skip" }, { selector: "a", options: { hideLinkHrefIfSameAsText: true } }, { selector: "table", format: "dataTable" }],
  }).trim();
}
