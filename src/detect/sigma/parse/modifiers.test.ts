import fc from "fast-check";
import { expect, test } from "vitest";
import { ANY, DASH, ONE, showPattern } from "../values/pattern.ts";
import type { ValueTest } from "../values/value-test.ts";
import { ModifierError, type Scalar } from "./draft.ts";
import { applyModifiers, MODIFIER_NAMES, type Applied } from "./modifiers.ts";

const raw = String.raw;
const VALUES = new Map([["Admins", ["root", "adm*"]], ["Flags", ["-a"]]]);
const apply = (chain: string, ...values: Scalar[]): Applied => applyModifiers(chain === "" ? [] : chain.split("|"), values, VALUES);
const tests = (chain: string, ...values: Scalar[]): readonly ValueTest[] => apply(chain, ...values).groups.flat();
const text = (...pattern: Extract<ValueTest, { kind: "pattern" }>["pattern"]): ValueTest => ({ kind: "pattern", pattern, cased: false });
const texts = (...literals: string[]): ValueTest[] => literals.map((literal) => text(literal));

// ── what each gives ──────────────────────────────────────────────────────────────────────────────────────────────

test.each<[string, string, Scalar, readonly ValueTest[]]>([
  ["no modifier: the whole value",              "",                      "a*b",        [text("a", ANY, "b")]],
  ["no modifier: a number is its text",         "",                      4688,         [text("4688")]],
  ["no modifier: a truth value is its text",    "",                      true,         [text("true")]],
  ["no modifier: null is absence",              "",                      null,         [{ kind: "null" }]],
  ["no modifier: the empty text",               "",                      "",           [text()]],
  ["no modifier: a percent sign stays",         "",                      "%Admins%",   [text("%Admins%")]],
  ["contains",                                  "contains",              "a",          [text(ANY, "a", ANY)]],
  ["contains of what has wildcards",            "contains",              "*a?",        [text(ANY, "a", ONE, ANY)]],
  ["contains of what ends with a backslash",    "contains",              "a\\",        [text(ANY, "a\\", ANY)]],
  ["contains of nothing",                       "contains",              "",           [text(ANY)]],
  ["contains of a number",                      "contains",              68,           [text(ANY, "68", ANY)]],
  ["startswith",                                "startswith",            "a",          [text("a", ANY)]],
  ["endswith",                                  "endswith",              "a",          [text(ANY, "a")]],
  ["startswith and endswith are contains",      "startswith|endswith",   "a",          [text(ANY, "a", ANY)]],
  ["windash",                                   "windash",               "-a /b",      [text(DASH, "a ", DASH, "b")]],
  ["windash within words",                      "windash",               "a-b - c",    [text("a-b - c")]],
  ["windash after a dash",                      "windash",               "--a",        [text("-", DASH, "a")]],
  ["windash before a word of any script",       "windash",               "-é",         [text(DASH, "é")]],
  ["windash behind a wildcard",                 "windash",               "x*-a",       [text("x", ANY, DASH, "a")]],
  ["windash of an en dash",                     "windash",               "\u2013a",    [text("\u2013a")]],
  ["windash, contains",                         "windash|contains",      "-a",         [text(ANY, DASH, "a", ANY)]],
  ["wide",                                      "wide",                  "ab",         [text("a\0b\0")]],
  ["utf16le",                                   "utf16le",               "é",          [text("\xe9\0")]],
  ["utf16be",                                   "utf16be",               "a",          [text("\0a")]],
  ["utf16",                                     "utf16",                 "a",          [text("\xff\xfea\0")]],
  ["wide around a wildcard",                    "wide",                  "a*b",        [text("a\0", ANY, "b\0")]],
  ["base64",                                    "base64",                "foo",        texts("Zm9v")],
  ["base64 of UTF-8",                           "base64",                "é",          texts("w6k=")],
  ["base64 of an escaped star",                 "base64",                raw`a\*`,     texts("YSo=")],
  ["base64offset",                              "base64offset",          "foo",        texts("Zm9v", "Zvb", "mb2")],
  ["base64offset counts bytes",                 "base64offset",          "é",          texts("w6", "Op", "Dq")],
  ["base64offset, contains",                    "base64offset|contains", "foo",        [text(ANY, "Zm9v", ANY), text(ANY, "Zvb", ANY), text(ANY, "mb2", ANY)]],
  ["wide, base64",                              "wide|base64",           "a",          texts("YQA=")],
  ["utf16, base64",                             "utf16|base64",          "a",          texts("//5hAA==")],
  ["base64, base64",                            "base64|base64offset",   "a",          texts("WVE9P", "lRPT", "ZUT09")],
  ["windash, base64: each dash",                "windash|base64",        "-a",         texts("LWE=", "L2E=", "4oCTYQ==", "4oCUYQ==", "4oCVYQ==")],
  ["expand",                                    "expand",                "x%Admins%",  [text("xroot"), text("xadm", ANY)]],
  ["expand: an escaped percent sign",           "expand",                raw`\%Admins\%`, texts("%Admins%")],
  ["expand, contains",                          "expand|contains",       "%Admins%",   [text(ANY, "root", ANY), text(ANY, "adm", ANY)]],
  ["contains, expand",                          "contains|expand",       "%Admins%",   [text(ANY, "root", ANY), text(ANY, "adm", ANY)]],
  ["expand, windash",                           "expand|windash",        "%Flags%",    [text(DASH, "a")]],
  ["re",                                        "re",                    raw`a\.b*`,   [{ kind: "regex", source: raw`a\.b*`, flags: "" }]],
  ["re of a number",                            "re",                    12,           [{ kind: "regex", source: "12", flags: "" }]],
  ["re, i, m, s",                               "re|i|m|s",              "a",          [{ kind: "regex", source: "a", flags: "ims" }]],
  ["re by pySigma's names of flags",            "re|ignorecase|multiline|dotall", "a", [{ kind: "regex", source: "a", flags: "ims" }]],
  ["cidr",                                      "cidr",                  "10.0.0.0/8", [{ kind: "cidr", network: { bits: 32, value: 0x0a000000n, prefix: 8 } }]],
  ["cidr of one address",                       "cidr",                  "::1",        [{ kind: "cidr", network: { bits: 128, value: 1n, prefix: 128 } }]],
  ["exists",                                    "exists",                true,         [{ kind: "exists", want: true }]],
  ["not exists",                                "exists",                false,        [{ kind: "exists", want: false }]],
  ["fieldref",                                  "fieldref",              "G",          [{ kind: "field", field: "G", opensStart: false, opensEnd: false, cased: false }]],
  ["fieldref, contains",                        "fieldref|contains",     "a.b",        [{ kind: "field", field: "a.b", opensStart: true, opensEnd: true, cased: false }]],
  ["startswith, fieldref",                      "startswith|fieldref",   "G",          [{ kind: "field", field: "G", opensStart: false, opensEnd: true, cased: false }]],
  ["fieldref, endswith, cased",                 "fieldref|endswith|cased", "G",        [{ kind: "field", field: "G", opensStart: true, opensEnd: false, cased: true }]],
  ["lt",                                        "lt",                    5,            [{ kind: "compare", op: "lt", than: 5 }]],
  ["lte of a text that is a number",            "lte",                   "1.5",        [{ kind: "compare", op: "lte", than: 1.5 }]],
  ["gt",                                        "gt",                    -1,           [{ kind: "compare", op: "gt", than: -1 }]],
  ["gte",                                       "gte",                   0,            [{ kind: "compare", op: "gte", than: 0 }]],
  ["hour",                                      "hour",                  6,            [{ kind: "compare", op: "eq", than: 6, part: "hour" }]],
  ["week, gte",                                 "week|gte",              52,           [{ kind: "compare", op: "gte", than: 52, part: "week" }]],
  ["cased",                                     "cased",                 "aB",         [{ kind: "pattern", pattern: ["aB"], cased: true }]],
  ["contains, cased",                           "contains|cased",        "aB",         [{ kind: "pattern", pattern: [ANY, "aB", ANY], cased: true }]],
])("%s", (_, chain, value, want) => {
  expect(tests(chain, value)).toEqual(want);
});

test.each<[string, string, readonly Scalar[], object]>([
  ["a list is alternatives",                       "contains",               ["a", "b"],     { all: false, negated: false, groups: { length: 2 } }],
  ["all wants each value",                         "contains|all",           ["a", "b"],     { all: true, negated: false, groups: { length: 2 } }],
  ["all may stand anywhere",                       "all|contains",           ["a", "b"],     { all: true, negated: false, groups: { length: 2 } }],
  ["neq denies the item",                          "neq",                    ["a", "b"],     { all: false, negated: true, groups: { length: 2 } }],
  ["all and neq: not all",                         "contains|all|neq",       ["a", "b"],     { all: true, negated: true, groups: { length: 2 } }],
  ["what a modifier makes of one value stays one group", "base64offset|all", ["foo"],        { all: true, negated: false, groups: { length: 1 } }],
])("%s", (_, chain, values, want) => {
  expect(apply(chain, ...values)).toMatchObject(want);
});

// ── which values, and which may follow which ─────────────────────────────────────────────────────────────────────

const SAMPLES: Readonly<Record<string, Scalar>> = { text: "a", network: "10.0.0.0/8", number: 5, boolean: true, null: null };
const TEXT = ["text", "network", "number", "boolean"];
const TAKES: Readonly<Record<string, readonly string[]>> = {
  cidr: ["network"], exists: ["boolean"], fieldref: ["text", "network"], all: [...TEXT, "null"], neq: [...TEXT, "null"],
  i: [], m: [], s: [], ignorecase: [], multiline: [], dotall: [],
  ...Object.fromEntries(["lt", "lte", "gt", "gte", "minute", "hour", "day", "week", "month", "year"].map((name) => [name, ["number"]])),
};

test.each(MODIFIER_NAMES)("%s takes its kinds of values and refuses the others", (name) => {
  const taken = Object.keys(SAMPLES).filter((kind) => refusal([name], SAMPLES[kind]!) === undefined);
  expect(taken).toEqual(TAKES[name] ?? TEXT);
});

const ANCHORS = ["contains", "startswith", "endswith"];
const WHOLE = ["all", "neq"];
const UTF16 = ["wide", "utf16le", "utf16be", "utf16"];
const FLAGS = ["i", "m", "s", "ignorecase", "multiline", "dotall"];
const COMPARISONS = ["lt", "lte", "gt", "gte"];
const TIMES = ["minute", "hour", "day", "week", "month", "year"];
const TEXTUAL = [...ANCHORS, "windash", ...UTF16, "expand", "base64", "base64offset", "cased"];
const FIRSTS = ["re", "cidr", "exists", "fieldref", ...COMPARISONS, ...TIMES];
/** Modifier → those that may follow it. */
const FOLLOW: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(ANCHORS.map((name) => [name, [...without(TEXTUAL, ["base64", "base64offset"]), "fieldref", ...WHOLE]])),
  ...Object.fromEntries(UTF16.map((name) => [name, [...ANCHORS, "base64", "base64offset", "cased", ...WHOLE]])),
  ...Object.fromEntries(["windash", "expand", "base64", "base64offset"].map((name) => [name, [...TEXTUAL, ...WHOLE]])),
  ...Object.fromEntries(TIMES.map((name) => [name, [...COMPARISONS, ...WHOLE]])),
  ...Object.fromEntries([...COMPARISONS, "cidr", "exists"].map((name) => [name, WHOLE])),
  ...Object.fromEntries(FLAGS.map((name) => [name, []])),
  ...Object.fromEntries(WHOLE.map((name) => [name, [...TEXTUAL, ...FIRSTS, ...WHOLE]])),
  cased: [...TEXTUAL, "fieldref", ...WHOLE],
  fieldref: [...ANCHORS, "cased", ...WHOLE],
  re: [...FLAGS, ...WHOLE],
};

function without(names: readonly string[], those: readonly string[]): readonly string[] {
  return names.filter((name) => !those.includes(name));
}

/** Why a chain is refused; undefined if it is not. */
function refusal(chain: readonly string[], value: Scalar): ModifierError | undefined {
  try {
    applyModifiers(chain, [value], VALUES);
    return undefined;
  } catch (error) {
    if (error instanceof ModifierError) return error;
    throw error;
  }
}

test.each(MODIFIER_NAMES)("behind %s stands what may, and all else is refused with what to write", (first) => {
  const others = MODIFIER_NAMES.filter((name) => name !== first);
  const allowed = others.filter((second) => Object.values(SAMPLES).some((value) => refusal([first, second], value) === undefined));
  expect(allowed.toSorted()).toEqual(without(FOLLOW[first]!, [first]).toSorted());
  for (const second of others) {
    for (const value of Object.values(SAMPLES)) {
      const error = refusal([first, second], value);
      if (error !== undefined) expect(error.hint).toMatch(/^[A-Z].*\.$/);
    }
  }
});

test.each<[string, string, Scalar, string, string]>([
  ["an unknown modifier",                 "regex",              "a",           '"regex" is not a modifier',          "Use one of: contains"],
  ["a modifier in capitals",              "Contains",           "a",           '"Contains" is not a modifier',       'Did you mean "contains"? Use one of: contains'],
  ["a modifier with a slip",              "contians",           "a",           '"contians" is not a modifier',       'Did you mean "contains"?'],
  ["an empty modifier",                   "contains|",          "a",           '"" is not a modifier',               "Use one of: contains"],
  ["a name of objects",                   "constructor",        "a",           '"constructor" is not a modifier',    "Use one of: contains"],
  ["one twice",                           "contains|contains",  "a",           "stands twice",                       "each modifier once"],
  ["contains of null",                    "contains",           null,          "cannot follow null",                 "Give"],
  ["contains behind an expression",       "re|contains",        "a",           "cannot follow a regex",              "before the other modifiers"],
  ["contains behind a network",           "cidr|contains",      "10.0.0.0/8",  "cannot follow a finished test",      "before the other modifiers"],
  ["contains behind a time",              "hour|contains",      5,             "cannot follow a time",               "before the other modifiers"],
  ["an expression behind contains",       "contains|re",        "a",           "re must be the first",               'Write "field|re"'],
  ["an expression of null",               "re",                 null,          "re must be the first",               'Write "field|re"'],
  ["an expression that is none",          "re",                 "a(",          "not a regular expression",           "RE2 syntax"],
  ["look-ahead",                          "re",                 "a(?=b)",      "linear time",                        "no look-around"],
  ["a back-reference",                    "re",                 raw`(a)\1`,    "linear time",                        "no back-references"],
  ["a flag without expression",           "i",                  "a",           '"i" belongs behind re',              'Write "field|re|i"'],
  ["cased beside an expression",          "re|cased",           "a",           "cased needs text",                   '"re" minds case'],
  ["cased of a network",                  "cidr|cased",         "10.0.0.0/8",  "cased needs text",                   "Only text has case"],
  ["a network with bits behind",          "cidr",               "10.0.0.1/8",  '"10.0.0.1/8" has bits behind its prefix', 'Write "10.0.0.0/8" if you mean the network'],
  ["a network of IPv6 with bits behind",  "cidr",               "fe80::1/10",  "has bits behind its prefix",         '"fe80:0:0:0:0:0:0:0/10"'],
  ["a network with a wildcard",           "cidr",               "10.*",        '"10.*" is no network',               "Write an address"],
  ["a prefix longer than the address",    "cidr",               "10.0.0.0/33", '"10.0.0.0/33" is no network',        "Write an address"],
  ["a network behind contains",           "contains|cidr",      "10.0.0.0/8",  "must be the first",                  'Write "field|cidr'],
  ["exists of a text",                    "exists",             "true",        "needs true or false",                'Write "field|exists: true"'],
  ["exists beside another",               "contains|exists",    true,          "stands alone",                       'Write "field|exists: true"'],
  ["a comparison with a text",            "gt",                 "abc",         "gt needs a number",                  'Write "field|gt: 10"'],
  ["a comparison with hexadecimal text",  "gt",                 "0x10",        "gt needs a number",                  'Write "field|gt: 10"'],
  ["two comparisons",                     "gt|lt",              5,             "lt needs a number",                  'Write "field|lt: 10"'],
  ["a time of a text",                    "hour",               "noon",        "hour must be the first",             'Write "field|hour: 10"'],
  ["a time behind another",               "hour|minute",        5,             "minute must be the first",           'Write "field|minute: 10"'],
  ["a minute that no hour has",           "minute",             60,            "no minute is 60",                    "from 0 to 59"],
  ["an hour that no day has",             "hour",               25,            "no hour is 25",                      "from 0 to 23"],
  ["an hour as text that no day has",     "hour",               "24",          "no hour is 24",                      "from 0 to 23"],
  ["half an hour",                        "hour",               1.5,           "no hour is 1.5",                     "from 0 to 23"],
  ["a day that no month has",             "day",                32,            "no day is 32",                       "from 1 to 31"],
  ["a week that no year has",             "week",               54,            "no week is 54",                      "from 1 to 53"],
  ["a month that no year has",            "month",              13,            "no month is 13",                     "from 1 to 12"],
  ["a year before the first",             "year",               0,             "no year is 0",                       "from 1 to 9999"],
  ["a comparison with an hour that is none", "hour|lt",         24,            "no hour is 24",                      "from 0 to 23"],
  ["base64 of a wildcard",                "base64",             "a*",          "base64 cannot encode wildcards",     'put "contains" after base64'],
  ["base64offset behind contains",        "contains|base64offset", "a",        "base64 cannot encode wildcards",     'put "contains" after base64'],
  ["two encodings",                       "wide|utf16be",       "a",           "two UTF-16 modifiers",               "Keep one"],
  ["windash behind an encoding",          "wide|windash",       "-a",          "windash cannot follow",              "Put windash first"],
  ["expand behind an encoding",           "wide|expand",        "%Admins%",    "expand cannot follow",               "Put expand first"],
  ["five dashes to encode",               "windash|base64",     "-a -b -c -d -e", "too many dashes",                 "at most four"],
  ["a field's name with a wildcard",      "fieldref",           "a*b",         "needs the name of a field",          "without wildcards"],
  ["an empty field's name",               "fieldref",           "",            "needs the name of a field",          "without wildcards"],
  ["a number as field's name",            "fieldref",           5,             "needs the name of a field",          'Write "field|fieldref: other"'],
  ["a field behind an encoding",          "base64|fieldref",    "G",           "needs the name of a field",          'Write "field|fieldref: other"'],
])("refuses %s", (_, chain, value, reason, hint) => {
  const error = refusal(chain.split("|"), value);
  expect(error?.message).toContain(reason);
  expect(error?.hint).toContain(hint);
});

test("one value of a list that does not fit refuses all of it", () => {
  expect(() => apply("cidr", "10.0.0.0/8", "10.0.0.1/8")).toThrow(ModifierError);
});

test("no chain and no value makes it throw anything but a refusal", () => {
  const chain = fc.array(fc.constantFrom(...MODIFIER_NAMES), { maxLength: 5 });
  const value = fc.oneof(fc.constantFrom<Scalar>(null, true, "10.0.0.0/8", "-a", "*", "%x"), fc.string({ maxLength: 6 }), fc.double(), fc.integer());
  fc.assert(fc.property(chain, value, (names, one) => {
    refusal(names, one);
  }), { numRuns: 20_000 });
});

test("windash changes nothing but dashes and slashes where a word begins", () => {
  const command = fc.string({ unit: fc.constantFrom("a", "é", "1", "_", "-", "/", " ", ".", '"', "–"), maxLength: 10 });
  fc.assert(fc.property(command, (one) => {
    const [made] = tests("windash", one);
    const want = one.replace(/(?<![\p{L}\p{N}_])[-/](?=[\p{L}\p{N}_])/gu, "\uffff");
    expect(made).toMatchObject({ kind: "pattern" });
    const pattern = made?.kind === "pattern" ? made.pattern : [];
    expect(pattern.map((token) => (token === DASH ? "\uffff" : showPattern([token]))).join("")).toBe(want);
  }), { numRuns: 3000 });
});
