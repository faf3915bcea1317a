// Text on a terminal. What stands in a log was written by an attacker: nothing in it may move the cursor, colour or hide text.
import { stripVTControlCharacters } from "node:util";

// Control characters, marks of direction (which let a text read otherwise than it is), invisible ones, halves of pairs.
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}\ud800-\udfff]+/gu;

/** The text without anything that a terminal would obey; line ends become spaces. */
export const plain = (text: string): string => stripVTControlCharacters(text).replace(UNSAFE, " ");

/** JSON whose texts keep all that they hold, written so that a terminal obeys none of it. */
export const escaped = (json: string): string => json.replace(UNSAFE, (run) => run.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`));

/** Several lines, each made plain. */
export const plainLines = (text: string): string => text.split("\n").map(plain).join("\n");

// Unicode's East Asian Width W and F, as far as terminals draw them over two columns.
const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NARROW = /^[\u0020-\u02ff]*$/;

/** How many columns a plain text takes. */
export const widthOf = (text: string): number => (NARROW.test(text) ? text.length : [...text].reduce((sum, char) => sum + charWidth(char), 0));

const charWidth = (char: string): number => (/\p{M}/u.test(char) ? 0 : WIDE.test(char) ? 2 : 1);

/** The text made plain and cut to a number of columns; what is missing shows as `…`. */
export function cut(text: string, width: number): string {
  // A value may have a megabyte. Eight characters a column leave room for what is removed.
  const cleaned = plain(text.slice(0, width * 8));
  if (widthOf(cleaned) <= width && text.length <= width * 8) return cleaned;
  let kept = "";
  let used = 0;
  for (const char of cleaned) {
    used += charWidth(char);
    if (used > width - 1) break;
    kept += char;
  }
  return `${kept}…`;
}

/** As `cut`, filled up to exactly that many columns. */
export function column(text: string, width: number): string {
  const shown = cut(text, width);
  return shown + " ".repeat(Math.max(0, width - widthOf(shown)));
}

/** A number with its thousands set apart. */
export const number = (value: number): string => value.toLocaleString("en", { maximumFractionDigits: 2 });

/** So many things: `1 rule`, `2 rules`. */
export const amount = (value: number, thing: string, things = `${thing}s`): string => `${number(value)} ${value === 1 ? thing : things}`;

/** A span of time in its two largest units. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 1) return "less than a second";
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `${Math.round(minutes / 60 / 24)} days`;
}

/** Whether somebody will see colours, and has not asked for none (https://no-color.org: set and not empty). */
export const hasColours = ({ isTTY = false }: { readonly isTTY?: boolean }, { NO_COLOR: noColor = "", TERM: term }: NodeJS.ProcessEnv): boolean =>
  isTTY && noColor === "" && term !== "dumb";
