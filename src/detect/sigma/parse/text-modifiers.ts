// Modifiers whose result is text to compare with: anchors, spellings, encodings, placeholders, other fields.
import { DASH, join, mapLiterals, type Pattern } from "../values/pattern.ts";
import { literal, ModifierError, textsOf, type Context, type Draft, type Step } from "./draft.ts";
import { bytesOf, spellDashes, toUtf16 } from "./encode.ts";
import { expandPlaceholders } from "./placeholders.ts";

export function anchor(open: (pattern: Pattern) => Pattern): Step {
  return (draft) => {
    if (draft.form === "field") return { form: "field", pattern: open(draft.pattern) };
    const before = textsOf(draft, "contains, startswith or endswith");
    return { form: "text", texts: before.texts.map(open), isBytes: before.isBytes };
  };
}

export function windash(draft: Draft): Draft {
  const before = textsOf(draft, "windash");
  if (before.isBytes) throw new ModifierError("windash cannot follow an encoding", "Put windash first.");
  return { form: "text", texts: before.texts.map(openDashes), isBytes: false };
}

export function utf16(order: "le" | "be", bom: boolean): Step {
  return (draft) => {
    const before = textsOf(draft, "a UTF-16 modifier");
    if (before.isBytes) throw new ModifierError("two UTF-16 modifiers follow each other", "Keep one of them.");
    return { form: "text", texts: before.texts.flatMap(spelt).map((pattern) => toUtf16(pattern, order, bom)), isBytes: true };
  };
}

function spelt(pattern: Pattern): readonly Pattern[] {
  const all = spellDashes(pattern);
  if (all !== undefined) return all;
  throw new ModifierError("too many dashes to encode", "Keep at most four dashes in a text that is encoded.");
}

export function onBytes(encode: (bytes: string) => readonly string[]): Step {
  return (draft) => {
    const before = textsOf(draft, "base64");
    const made = before.texts.flatMap(spelt).flatMap((pattern) => {
      const bytes = bytesOf(pattern, before.isBytes);
      if (bytes === undefined) throw new ModifierError("base64 cannot encode wildcards", 'Remove * and ?, or escape them with a backslash; put "contains" after base64.');
      return encode(bytes).map(literal);
    });
    return { form: "text", texts: made, isBytes: false };
  };
}

// pySigma's reading: a dash or slash where a word begins may be any of the five; within a word it stays.
const OPTION_DASH = /(?<![\p{L}\p{N}_])[-/](?=[\p{L}\p{N}_])/gu;

function openDashes(pattern: Pattern): Pattern {
  return mapLiterals(pattern, (text) => {
    const between = text.split(OPTION_DASH);
    return join(between.map((part, i) => (i === 0 ? [part] : [DASH, part])));
  });
}

export function expand(draft: Draft, { placeholders, missing }: Context): Draft {
  const before = textsOf(draft, "expand");
  if (before.isBytes) throw new ModifierError("expand cannot follow an encoding", "Put expand first.");
  return { form: "text", texts: before.texts.flatMap((pattern) => expandPlaceholders(pattern, placeholders, missing)), isBytes: before.isBytes };
}

export function fieldref(draft: Draft, { before }: Context): Draft {
  const isName = before.every((name) => ["contains", "startswith", "endswith"].includes(name)) && (draft.form === "text" || (draft.form === "plain" && typeof draft.value === "string"));
  if (!isName) throw new ModifierError("fieldref needs the name of a field", 'Write "field|fieldref: other", with contains, startswith or endswith if you like.');
  return { form: "field", pattern: textsOf(draft, "fieldref").texts[0]! };
}
