// Regular expressions of the `re` modifier: the PCRE subset that the specification names, over code points, in terms of
// ECMAScript's. Where the two differ (newlines, ASCII classes, needless backslashes) this says PCRE's meaning.
import { IllegalRule } from "./illegal.ts";

/**
 * Whether a pattern meets a value anywhere. Tried at each code point by hand: left to search by itself, a runtime also
 * tries between the two halves of a pair.
 */
export function search(pattern: RegExp, value: string): boolean {
  const chars = [...value];
  return [...chars, ""].some((_, i) => {
    pattern.lastIndex = chars.slice(0, i).join("").length;
    return pattern.test(value);
  });
}

/** A pattern for `search`. Flags are `i`, `m` and `s`, also as `(?i)` in front. */
export function parsePattern(source: string, flags: string): RegExp {
  const [, lifted = "", body = ""] = /^(?:\(\?([ims]+)\))?([^]*)$/.exec(source) ?? [];
  const all = lifted + flags;
  try {
    return new RegExp(translate(body, all), all.includes("i") ? "iuy" : "uy");
  } catch (cause) {
    throw new IllegalRule(`${source} is no regular expression`, { cause });
  }
}

function translate(body: string, flags: string): string {
  const parts = body.match(/\\[^]|\{\d+(?:,\d*)?\}|[^]/gu) ?? [];
  let classFrom = -1;
  return parts.map((part, i) => {
    if (classFrom < 0) {
      if (part === "[") classFrom = i;
      return part === "[" ? part : (assertion(part, flags) ?? OUTSIDE[part] ?? unescape(part));
    }
    const isFirst = i === classFrom + 1 || (i === classFrom + 2 && parts[i - 1] === "^");
    if (part === "]" && !isFirst) {
      classFrom = -1;
      return part;
    }
    return part === "[" || part === "]" ? `\\${part}` : (CLASS[part] ?? unescape(part));
  }).join("");
}

// `$` means the very end (with m: the end of a line). The newline is \n alone.
function assertion(part: string, flags: string): string | undefined {
  const isLines = flags.includes("m");
  if (part === "^") return isLines ? "(?:^|(?<=\\n))" : "^";
  if (part === "$") return isLines ? "(?:$|(?=\\n))" : "$";
  if (part === ".") return flags.includes("s") ? "[^]" : "[^\\n]";
  return undefined;
}

// A word is of ASCII whatever the case at \b: with `iu`, ECMAScript would count the long s and the Kelvin sign.
const WORD = "(?-i:[0-9A-Za-z_])";
const OUTSIDE: Readonly<Record<string, string>> = {
  "\\w": "[0-9A-Za-z_]",
  "\\W": "[^0-9A-Za-z_]",
  "\\s": "[\\t\\n\\f\\r ]",
  "\\S": "[^\\t\\n\\f\\r ]",
  "\\b": `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`,
  "\\B": `(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`,
  "{": "\\{", "}": "\\}", "]": "\\]",
};
const CLASS: Readonly<Record<string, string>> = { "\\w": "0-9A-Za-z_", "\\s": "\\t\\n\\f\\r " };

// With the flag `u` only syntax characters may carry a backslash; PCRE lets every sign carry one.
const unescape = (part: string): string =>
  /^\\[^A-Za-z0-9]$/u.test(part) && !/[\^$\\.*+?()[\]{}|/-]/.test(part[1]!) ? part.slice(1) : part === "\\-" ? "\\x2d" : part;
