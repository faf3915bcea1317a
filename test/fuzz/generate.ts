// Random rules for fast-check: the `detection:` of a rule, in every legal shape.
import * as fc from "fast-check";
import { FIELDS, NAMES, NETWORKS, NUMBERS, ODD, PARTS, PATTERNS, PIECES, PLACEHOLDERS, PLAIN } from "./alphabet.ts";

export type Detection = Readonly<Record<string, unknown>>;

const some = <T>(weighted: readonly (readonly [number, fc.Arbitrary<T>])[]): fc.Arbitrary<T> =>
  fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })));
const oneOf = <T>(items: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...items);

const character = some([[6, oneOf<string>(PLAIN)], [1, oneOf<string>(ODD)]]);
const escape = oneOf([String.raw`\*`, String.raw`\?`, String.raw`\\`]);
const wildcard = oneOf(["*", "*", "?"]);

const textOf = (pieces: fc.Arbitrary<string>, most = 5): fc.Arbitrary<string> =>
  fc.array(pieces, { maxLength: most }).map((parts) => parts.join(""));

const wordOf = (least: number): fc.Arbitrary<string> => fc.array(character, { minLength: least, maxLength: 5 }).map((parts) => parts.join(""));
const pattern = textOf(some([[8, character], [1, escape], [1, wildcard]]));
const dashed = textOf(some([[4, character], [3, oneOf([" -a", "-b", "/c", "--a", "a-b"])], [1, wildcard]]), 3);
const placeheld = textOf(some([[2, character], [2, oneOf(Object.keys(PLACEHOLDERS)).map((name) => `%${name}%`)], [1, oneOf(["%", "*"])]]), 3);

/** What the rules of one batch have in common, so that the engine's tables hold several of them under one key. */
export type World = {
  readonly strings: readonly string[];
  /** Which kind of item most rules have, all on one field; -1 = none in particular. */
  readonly focus: number;
};

const KINDS = 14;
export const world: fc.Arbitrary<World> = fc.record({
  strings: fc.array(pattern, { minLength: 6, maxLength: 12 }),
  focus: some([[1, fc.constant(-1)], [1, fc.integer({ min: 0, max: KINDS - 1 })]]),
});

type Item = readonly [key: string, value: unknown];

/** One value or a list of them; a list may be asked to be met whole, and an item to be denied. */
function valued(field: string, modifiers: fc.Arbitrary<readonly string[]>, value: fc.Arbitrary<unknown>, anywhere: boolean): fc.Arbitrary<Item> {
  const values = some<unknown>([[2, value], [2, fc.array(value, { minLength: 1, maxLength: 4 })]]);
  const lists = fc.record({ all: some([[2, fc.constant(false)], [1, fc.constant(true)]]), neq: some([[5, fc.constant(false)], [1, fc.constant(true)]]), at: fc.nat(3) });
  return fc.tuple(modifiers, values, lists).map(([names, held, { all: whole, neq, at }]) => {
    const added = [...(whole && Array.isArray(held) && held.length > 1 ? ["all"] : []), ...(neq ? ["neq"] : [])];
    const place = anywhere ? Math.min(at, names.length) : names.length;
    const all = [...names.slice(0, place), ...added, ...names.slice(place)];
    return [[field, ...new Set(all)].join("|"), held];
  });
}

const fixed = (...names: readonly string[]): fc.Arbitrary<readonly string[]> => fc.constant(names);
const mixed = (...parts: readonly fc.Arbitrary<readonly string[]>[]): fc.Arbitrary<readonly string[]> =>
  fc.tuple(...parts).chain((lists) => fc.shuffledSubarray(lists.flat(), { minLength: lists.flat().length }));
const perhaps = (weight: number, ...names: readonly string[]): fc.Arbitrary<readonly string[]> =>
  some([[1, oneOf(names).map((name) => [name])], [weight, fixed()]]);
const join = (...parts: readonly fc.Arbitrary<readonly string[]>[]): fc.Arbitrary<readonly string[]> => fc.tuple(...parts).map((lists) => lists.flat());

const anchor = perhaps(0, "contains", "contains", "startswith", "endswith");
const anchors = perhaps(1, "contains", "contains", "startswith", "endswith");
const flags = oneOf<readonly string[]>([[], [], ["i"], ["m"], ["s"], ["i", "s"], ["m", "i"], ["s", "m", "i"]]);
const regex = fc.tuple(oneOf(["", "", "", "^", "(?i)"]), fc.array(oneOf(PIECES), { minLength: 1, maxLength: 4 }), oneOf(["", "", "$", "|b", "|^$"]))
  .map(([head, pieces, tail]) => head + pieces.map(([source]) => source).join("") + tail);

const encodings = join(perhaps(2, "wide", "utf16le", "utf16be", "utf16"), perhaps(0, "base64", "base64offset", "base64offset"));

function fieldItem(field: string, { strings, focus }: World): fc.Arbitrary<Item> {
  const text = some([[3, oneOf(strings)], [2, pattern]]);
  const scalar = some<unknown>([[10, text], [2, oneOf(NUMBERS)], [1, fc.boolean()], [1, fc.constant(null)]]);
  const string = (modifiers: fc.Arbitrary<readonly string[]>, value: fc.Arbitrary<unknown>): fc.Arbitrary<Item> => valued(field, modifiers, value, true);
  const first = (modifiers: fc.Arbitrary<readonly string[]>, value: fc.Arbitrary<unknown>): fc.Arbitrary<Item> => valued(field, modifiers, value, false);
  const comparison = oneOf(["lt", "lte", "gt", "gte"]).map((name) => [name]);
  const timePart = oneOf(Object.keys(PARTS) as (keyof typeof PARTS)[]).chain((part) =>
    first(join(fixed(part), some([[2, fixed()], [1, comparison]])), oneOf<number>(PARTS[part])));
  const kinds: readonly (readonly [number, fc.Arbitrary<Item>])[] = [
    [6, string(fixed(), scalar)],
    [1, fc.constant([field, []] as const)],
    [8, string(mixed(anchor, perhaps(6, "cased")), some<unknown>([[9, text], [1, oneOf(NUMBERS)]]))],
    [1, string(oneOf([["startswith", "endswith"], ["cased"]]), text)],
    [3, string(mixed(fixed("windash"), anchors, perhaps(6, "cased")), dashed)],
    [2, string(mixed(fixed("expand"), anchors, perhaps(6, "cased")), placeheld)],
    [3, string(join(perhaps(5, "cased"), perhaps(4, "windash"), encodings, anchors, perhaps(5, "cased")), wordOf(1))],
    [1, string(join(oneOf([["wide"], ["utf16le"], ["utf16be"], ["utf16"]]), anchors), wordOf(1))],
    [4, first(join(fixed("re"), flags), regex)],
    [3, first(comparison, oneOf(NUMBERS))],
    [3, timePart],
    [3, first(fixed("cidr"), oneOf(NETWORKS))],
    [3, first(join(fixed("fieldref"), anchors), oneOf(["G", "H", "a.b", "F", "nowhere"]))],
    [2, fc.tuple(oneOf(["exists", "exists|neq"]), fc.boolean()).map(([name, value]): Item => [`${field}|${name}`, value])],
  ];
  return some(kinds.map(([weight, kind], i) => [i === focus ? 150 : weight, kind]));
}

function keywordItem({ strings }: World): fc.Arbitrary<Item> {
  const text = some([[3, oneOf(strings)], [2, pattern]]);
  return some<Item>([
    [6, fc.array(some<unknown>([[9, text], [1, oneOf(NUMBERS)]]), { minLength: 2, maxLength: 4 }).map((values): Item => ["|all", values])],
    [2, valued("", oneOf([["contains"], ["cased"], ["contains", "cased"]]), text, true)],
    [1, valued("", join(fixed("re"), flags), regex, false)],
    [1, valued("", fixed("windash"), dashed, true)],
    [1, valued("", fixed("expand"), placeheld, true)],
    [1, valued("", join(encodings, fixed("contains")), wordOf(1), true)],
  ]);
}

const map = (items: readonly Item[]): unknown => Object.fromEntries(items);

function selection(common: World): fc.Arbitrary<unknown> {
  const field = common.focus < 0 ? oneOf(FIELDS) : some<string>([[6, fc.constant("F")], [1, oneOf(FIELDS)]]);
  const item = field.chain((name) => fieldItem(name, common));
  const items = fc.array(some([[12, item], [1, keywordItem(common)]]), { minLength: 1, maxLength: 3 }).map(map);
  const keyword = some<unknown>([[3, oneOf(common.strings)], [2, pattern], [1, oneOf(NUMBERS)], [1, fc.boolean()]]);
  return some<unknown>([
    [10, items],
    [3, fc.array(items, { minLength: 1, maxLength: 3 })],
    [3, fc.array(keyword, { minLength: 1, maxLength: 3 })],
    [1, keyword],
    [2, keywordItem(common).map((one) => map([one]))],
    [1, fc.tuple(keyword, items).map((both) => [...both])],
  ]);
}

const meets = (shape: string, name: string): boolean =>
  (shape.startsWith("_") || !name.startsWith("_")) && new RegExp(`^${shape.split("*").map((part) => part.replaceAll(/[|.]/g, String.raw`\$&`)).join(".*")}$`).test(name);

function condition(names: readonly string[]): fc.Arbitrary<string> {
  const shapes = PATTERNS.filter((shape) => names.some((name) => meets(shape, name)));
  const them = names.some((name) => !name.startsWith("_")) ? ["them"] : [];
  const of = fc.tuple(oneOf(["1", "any", "all"]), oneOf(["of", "of", "OF"]), oneOf([...shapes, ...them, names[0]!])).map((words) => words.join(" "));
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 3, arbitrary: some([[3, oneOf(names)], [2, names[0]!.startsWith("_") && shapes.length === 0 ? oneOf(names) : of]]) },
      { weight: 2, arbitrary: fc.tuple(tie("tree"), oneOf([" and ", " or ", " AND ", " Or ", "\n and  "]), tie("tree")).map((parts) => parts.join("")) },
      { weight: 1, arbitrary: fc.tuple(oneOf(["not ", "NOT ", "not not "]), tie("tree")).map((parts) => parts.join("")) },
      { weight: 1, arbitrary: tie("tree").map((inner) => `(${inner})`) },
      { weight: 1, arbitrary: tie("tree").map((inner) => `not ( ${inner} )`) },
    ),
  }));
  return tree;
}

/** A rule's `detection:` of a world. Rules that the specification forbids are rare but possible. */
export const detection = (common: World): fc.Arbitrary<Detection> =>
  some([[2, manifold(common)], [common.focus < 0 ? 1 : 4, fieldItem("F", common).map((one) => ({ sel: map([one]), condition: "sel" }))]]);

function manifold(common: World): fc.Arbitrary<Detection> {
  const names = some<readonly string[]>([[3, fc.constant(["sel"])], [3, fc.uniqueArray(oneOf(NAMES), { minLength: 1, maxLength: 4 })]]);
  return names.chain((given) => fc.tuple(
    fc.array(selection(common), { minLength: given.length, maxLength: given.length }),
    some<unknown>([[8, condition(given)], [1, fc.array(condition(given), { minLength: 1, maxLength: 2 })]]),
  ).map(([selections, text]) => ({ ...Object.fromEntries(given.map((name, i) => [name, selections[i]])), condition: text })));
}
