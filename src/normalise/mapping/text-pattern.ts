// Patterns for texts that a program wrote: literal text with places, `Failed password for {user...} from {ip} port {port}`.
//
// A place takes what stands before the next literal: `{name}` up to its first occurrence, `{name...}` up to its last,
// because a value that others choose may hold the literal itself. `{}` takes without keeping. There is no way back, so a
// pattern takes time linear in the text, whatever the text. `{name:address}` fits only what is an address, so that of two
// patterns which differ in that alone the right one does.
import type { Value } from "../../core/index.ts";
import { normalAddress } from "./address.ts";
import { MappingProblem, type At } from "./problem.ts";

type Kind = (text: string) => boolean;
type Place = { readonly name: string; readonly longest: boolean; readonly literal: string; readonly kind: Kind | undefined };

const KINDS: Readonly<Record<string, Kind>> = {
  address: (text) => normalAddress(text) !== undefined,
  number: (text) => text.length <= 20 && /^\d+$/.test(text),
  word: (text) => text !== "" && !text.includes(" "),
};

/** Fits the text or not; only if it fits, all that it found is given. */
export type Match = (text: string, add: (name: string, value: Value) => void) => boolean;

/** Compiles a pattern. */
export function compilePattern(pattern: string, at: At): Match {
  const parts = pattern.split(/\{([\w.-]*?)(?::(\w+))?(\.\.\.)?\}/);
  const head = parts[0]!;
  const places: Place[] = [];
  for (let i = 1; i < parts.length; i += 4) places.push({ name: parts[i]!, kind: kindOf(parts[i + 1], at), longest: parts[i + 2] === "...", literal: parts[i + 3]! });
  const touching = places.findIndex(({ literal }, i) => literal === "" && i < places.length - 1);
  if (touching >= 0) throw new MappingProblem(at, `nothing stands between {${places[touching]!.name}} and the next place`, "Write text between two places, or one place for both.");
  if (places.length === 0) return (text) => text === head;
  return (text, add) => {
    if (!text.startsWith(head)) return false;
    const ends = endsOf(text, head.length, places);
    if (ends === undefined) return false;
    let from = head.length;
    for (const [i, { kind, literal }] of places.entries()) {
      if (kind !== undefined && !kind(text.slice(from, ends[i]))) return false;
      from = ends[i]! + literal.length;
    }
    from = head.length;
    for (const [i, { name, literal }] of places.entries()) {
      if (name !== "") add(name, text.slice(from, ends[i]));
      from = ends[i]! + literal.length;
    }
    return true;
  };
}

function kindOf(name: string | undefined, at: At): Kind | undefined {
  if (name === undefined) return undefined;
  if (!Object.hasOwn(KINDS, name)) throw new MappingProblem(at, `there is no kind of text "${name}"`, `Write one of ${Object.keys(KINDS).join(", ")}.`);
  return KINDS[name];
}

// Where each place ends, or undefined if the text is another.
function endsOf(text: string, start: number, places: readonly Place[]): readonly number[] | undefined {
  const ends: number[] = [];
  let from = start;
  for (const [i, { longest, literal }] of places.entries()) {
    const isLast = i === places.length - 1;
    // The last literal ends the text; the value before it may hold it, too.
    if (isLast) {
      const end = text.length - literal.length;
      if (end < from || !text.endsWith(literal)) return undefined;
      ends.push(end);
      return ends;
    }
    const end = longest ? text.lastIndexOf(literal) : text.indexOf(literal, from);
    if (end < from) return undefined;
    ends.push(end);
    from = end + literal.length;
  }
  return ends;
}
