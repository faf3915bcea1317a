// A small world, so that rules and events meet often, with the characters that have gone wrong in other engines.

/** Common characters first; what follows folds, splits or escapes in unusual ways. */
export const PLAIN = ["a", "b", "c", "A", "B", "1", "2", " ", "-", "/", "\\", ".", "_"] as const;
export const ODD = [
  "é", "É", "ß", "ẞ", "s", "S", "ſ", "k", "K", "\u212a", "σ", "ς", "Σ", "i", "I", "İ", "ı", "å", "\u212b", "µ", "μ", "ǆ", "ǅ",
  "😀", "😁", "𐐀", "𐐨", "–", "—", "―", "‒", "\n", "\r", "\t", "\u2028", "\0", '"', "'", "%", "$", "[", "(", "{", "+", "|", "^", "e\u0301",
] as const;

export const FIELDS = ["F", "F", "F", "G", "H", "a.b", "a.c.d"] as const;
export const PLACEHOLDERS: Readonly<Record<string, readonly string[]>> = { P: ["a", "B"], Q: ["1"], "R-1": ["é-b", "ab", "c"] };
export const NAMES = ["sel", "sel_a", "sel_b", "sel_a_b", "filter_1", "filter-2", "_x", "o.p", "q|r", "android"] as const;
export const PATTERNS = ["sel*", "sel_*", "*_a", "*a*", "filter*", "_*", "*", "sel_a", "s*_*b", "o.*", "q*"] as const;
export const NUMBERS = [0, 1, 2, -1, 10, 12, 1.5, 0.1, 1e21, 100] as const;
export const PARTS = { minute: [0, 7, 59], hour: [0, 6, 23], day: [1, 3, 30, 31], week: [1, 10, 52, 53], month: [1, 3, 12], year: [1970, 2021, 2024, 2027] } as const;

/** Pieces of regular expressions, each with a text that it matches. */
export const PIECES: readonly (readonly [string, string])[] = [
  ["a", "a"], ["b", "b"], ["B", "B"], ["1", "1"], ["é", "É"], ["k", "\u212a"], ["ß", "ẞ"], ["😀", "😀"], [" ", " "], ["-", "-"],
  ["a*", "aa"], ["b+", "b"], ["c?", ""], ["a{2}", "aa"], ["b{1,2}", "bb"], ["c{1,}", "ccc"], ["a*?", ""], [".", "\r"], [".*", "a\nb"], [".+", "\n\u2028"],
  ["[ab]", "b"], ["[^a]", "\n"], ["[a-c]+", "abc"], [String.raw`[\w.-]`, "-"], [String.raw`[\\/]`, "\\"], [String.raw`\d`, "1"], [String.raw`\D`, "a"],
  [String.raw`\w`, "_"], [String.raw`\W`, "é"], [String.raw`\s`, "\n"], [String.raw`\S+`, "ab"], [String.raw`\\`, "\\"], [String.raw`\.`, "."],
  [String.raw`\*`, "*"], [String.raw`\-`, "-"], [String.raw`\/`, "/"], [String.raw`\"`, '"'], ["(a|b)", "b"], ["(?:ab)+", "abab"], ["(?:a|bc|)", "bc"], [String.raw`\b`, "ſ"],
  [String.raw`\B`, "\u212a"],
];

export const NETWORKS = ["10.0.0.0/8", "10.0.0.1/32", "0.0.0.0/0", "192.168.4.0/22", "::1/128", "fe80::/10", "2001:db8::/33", "::/0", "::ffff:0:0/96"] as const;
export const ADDRESSES = [
  "10.0.0.1", "10.255.255.255", "192.168.7.255", "192.168.8.0", "0.0.0.0", "255.255.255.255", "::1", "0:0:0:0:0:0:0:1", "FE80::1", "fec0::", "2001:db8:7fff::", "2001:db8:8000::1",
  "::ffff:10.0.0.1", "::FFFF:a00:1", "::10.0.0.1", "1::2::3", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7::8", "010.0.0.1", "10.0.0.1:80", "10.0.1", "::", ":1", "a", "10.0.0.256", " 10.0.0.1", "1:2:3:4:5:6:1.2.3.4", "1.2.3.4::", "::1.2.3.4", "1:2::1.2.3.4:5",
] as const;
export const TIMES = [
  "2024-03-05T06:07:08Z", "2021-01-03 23:59:59", "2024-12-30T00:00:00+02:00", "2024-12-30T00:00:00.999999Z", "2020-12-31T00:59Z", "2026-01-01T23:00:00Z", "2027-01-01 00:00:00", "2026-12-31T23:59:59-01:00", 1709618828, "1709618828", 1709618828123,
  "1709618828.5", 0, 1, "2024-02-30T00:00:00Z", "yesterday", "2024-03-05", "133541236280000000",
] as const;
export const NUMERALS = ["5", "05", "5.", ".5", "-.5", "1.0", "1.50", "+2", "-1", " 1", "1 ", "1e1", "1E2", "1e-1", "1e+21", "1e", "+10", "+1.5", "0x1", "", "-0", "12a", "NaN", "1,5", "10"] as const;
