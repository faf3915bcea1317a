// Texts that others wrote, in Markdown. Whatever a log holds was written by an attacker: no markup, link, picture or
// HTML of theirs comes to life, in any renderer, and nothing in it hides.

// C0 and C1 controls, marks and overrides of direction, invisible ones, tags, halves of pairs.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}\ud800-\udfff]/gu;
const visible = (text: string): string => text.replaceAll("\r\n", "\n").replace(HIDDEN, (one) => `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`);

/** A value, to the letter: a code span, in which nothing has a meaning. */
export function value(text: string): string {
  const line = visible(text).replaceAll("\n", "\\n").replaceAll("\t", "\\t");
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  // A span loses one space at each end if it has both, and may not begin or end with its own sign.
  return line === "" ? "–" : longest === 0 && !line.startsWith(" ") ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

/** Words of a person, in one line of ours. */
export const words = (text: string): string => escapedLine(visible(text).replace(/\s+/g, " ").trim());

/** Words of a person in their own lines, quoted. */
export const quote = (text: string, indent = ""): string => visible(text).trim().split("\n").map((line) => `${indent}> ${escapedLine(line.trim())}`).join("\\\n").replaceAll("> \\\n", ">\n");

// What begins a block begins none behind a backslash; addresses are written so that nothing makes a link of them.
const escapedLine = (line: string): string =>
  line.replace(/[\\`*_[\]<>&|~#$]/g, "\\$&").replace(/^([-+=])/, "\\$1").replace(/^(\d+)([.)])/, "$1\\$2").replaceAll("://", "[:]//").replace(/\bwww\./gi, (found) => `${found.slice(0, 3)}[.]`).replaceAll("@", "[@]");
