import { ANY, DASH, DASHES, ONE, type Pattern, type Token } from "./pattern.ts";

/** Whether a whole text matches. Both sides are folded beforehand if case is to be ignored. */
export type Matches = (text: string) => boolean;

/** A piece of a pattern between two `*`: literals, `?` and dashes. */
type Segment = readonly Exclude<Token, typeof ANY>[];

/**
 * Compiles a pattern to a matcher whose time grows with the text's length only.
 *
 * No regular expression: the text is the attacker's, and `.*a.*a.*b` on two thousand `a`s takes V8 a second. Here each
 * segment takes the first place where it fits, which is never worse than a later one, so there is no going back.
 */
export function compilePattern(pattern: Pattern): Matches {
  const [first, second, third] = pattern;
  if (pattern.length === 0) return (text) => text === "";
  if (pattern.length === 1 && typeof first === "string") return (text) => text === first;
  if (pattern.length === 1 && first === ANY) return () => true;
  if (pattern.length === 2 && typeof first === "string" && second === ANY) return (text) => text.startsWith(first);
  if (pattern.length === 2 && first === ANY && typeof second === "string") return (text) => text.endsWith(second);
  if (pattern.length === 3 && first === ANY && typeof second === "string" && third === ANY) {
    return (text) => text.includes(second);
  }
  return compileSegments(segments(pattern));
}

function segments(pattern: Pattern): Segment[] {
  let current: Exclude<Token, typeof ANY>[] = [];
  const out = [current];
  for (const token of pattern) {
    if (token === ANY) out.push((current = []));
    else current.push(token);
  }
  return out;
}

function compileSegments(parts: readonly Segment[]): Matches {
  const head = parts[0]!;
  const middle = parts.slice(1, -1);
  const tail = parts.at(-1)!;
  return (text) => {
    let at = fit(head, text, 0);
    if (at < 0) return false;
    if (parts.length === 1) return at === text.length;
    for (const segment of middle) {
      at = find(segment, text, at);
      if (at < 0) return false;
    }
    return fitBefore(tail, text, text.length) >= at;
  };
}

/** End of the first place at or after `from` where the segment fits, else -1. */
function find(segment: Segment, text: string, from: number): number {
  const first = segment[0];
  for (let at = from; at <= text.length; at++) {
    if (typeof first === "string") {
      at = text.indexOf(first, at);
      if (at < 0) return -1;
    }
    const end = insidePair(text, at) ? -1 : fit(segment, text, at);
    if (end >= 0) return end;
  }
  return -1;
}

/** End of the segment if it fits at `at`, else -1. */
function fit(segment: Segment, text: string, at: number): number {
  for (const token of segment) {
    if (typeof token === "string") {
      if (!text.startsWith(token, at)) return -1;
      at += token.length;
    } else {
      if (at >= text.length || (token === DASH && !DASHES.includes(text[at]!))) return -1;
      at += token === ONE && insidePair(text, at + 1) ? 2 : 1;
    }
  }
  return at;
}

/** Start of the segment if it fits so that it ends at `end`, else -1. */
function fitBefore(segment: Segment, text: string, end: number): number {
  for (let i = segment.length - 1; i >= 0; i--) {
    const token = segment[i]!;
    if (typeof token === "string") {
      if (end < token.length || !text.startsWith(token, end - token.length)) return -1;
      end -= token.length;
    } else {
      if (end <= 0 || (token === DASH && !DASHES.includes(text[end - 1]!))) return -1;
      end -= token === ONE && insidePair(text, end - 1) ? 2 : 1;
    }
  }
  return insidePair(text, end) ? -1 : end;
}

/** Whether `at` stands between the two halves of a surrogate pair, where no character begins. */
function insidePair(text: string, at: number): boolean {
  const low = text.charCodeAt(at);
  if (!(low >= 0xdc00 && low <= 0xdfff)) return false;
  const high = text.charCodeAt(at - 1);
  return high >= 0xd800 && high <= 0xdbff;
}
