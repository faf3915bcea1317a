import { describe, expect, test } from "vitest";
import { decider } from "./evaluate.ts";
import type { FieldTest, Filter } from "./filter.ts";
import { fold } from "./fold.ts";
import { matchPieces, matchWords, wordsOf } from "./pieces.ts";
import type { Searched } from "./values.ts";

const EVENT: Searched = {
  document: {
    "@timestamp": "2026-03-01T10:15:00.000Z",
    event: { code: "4624", category: ["authentication", "session"], severity: 5 },
    host: { name: "PC-17", ip: ["10.0.0.7", "fe80::1%eth0"] },
    user: { name: "Éloïse" },
    source: { ip: "::ffff:203.0.113.7", port: 4711 },
    process: { command_line: "powershell.exe -enc AAAA" },
    message: "Failed password for root from 203.0.113.7 port 4711 ssh2",
    email: { attachments: [{ file: { name: "a.doc" } }, { file: { name: "b.exe" } }] },
    winlog: { event_data: { "dotted.name": "x", Flag: true, Empty: "", LogonType: 3 } },
    file: { created: "2026-02-28T23:00:00Z" },
  },
  line: '{"path":"C:\\\\Windows\\\\System32\\\\cmd.exe","user":"Éloïse"}',
};

const field = (name: string, one: FieldTest): Filter => ({ kind: "field", field: name, test: one });
const texts = (name: string, ...values: string[]): Filter => field(name, { op: "texts", values });
const like = (name: string, ...pieces: string[]): Filter => field(name, { op: "like", pieces });
const networks = (name: string, ...values: string[]): Filter => field(name, { op: "networks", values });
const line = (...pieces: string[]): Filter => ({ kind: "line", words: wordsOf(pieces.map(fold)) });

describe("a filter means", () => {
  const TABLE: readonly (readonly [why: string, filter: Filter, meant: boolean])[] = [
    ["the whole value", texts("host.name", "PC-17"), true],
    ["no part of it", texts("host.name", "PC"), false],
    ["any of the values", texts("event.code", "4625", "4624"), true],
    ["without regard to case", texts("host.name", "pc-17"), true],
    ["in other alphabets too", texts("user.name", "éLOÏSE"), true],
    ["but accents count", texts("user.name", "eloise"), false],
    ["any value of a list", texts("event.category", "session"), true],
    ["values inside lists of objects", texts("email.attachments.file.name", "B.EXE"), true],
    ["the first value where the column keeps one", networks("host.ip", "10.0.0.7"), true],
    ["and not its second", networks("host.ip", "fe80::/10"), false],
    ["a pattern over the whole value", like("process.command_line", "power", "-ENC", ""), true],
    ["a pattern in its order", like("process.command_line", "", "-enc", "power", ""), false],
    ["an address in all its spellings", networks("source.ip", "203.0.113.7"), true],
    ["a network", networks("source.ip", "203.0.113.99/24"), true],
    ["another network not", networks("source.ip", "203.0.114.0/24"), false],
    ["a number", field("source.port", { op: "numbers", values: [22, 4711] }), true],
    ["a text that is a number", field("event.code", { op: "number", compare: ">=", value: 4624 }), true],
    ["a text that is none has no order", field("host.name", { op: "number", compare: ">=", value: 0 }), false],
    ["a time", field("@timestamp", { op: "time", compare: "<", ms: Date.parse("2026-03-01T10:15:00.001Z") }), true],
    ["a time in a field without column", field("file.created", { op: "time", compare: ">=", ms: Date.parse("2026-03-01") }), false],
    ["words that follow each other", field("message", { op: "words", words: wordsOf(["password for root"]) }), true],
    ["no words apart", field("message", { op: "words", words: wordsOf(["failed root"]) }), false],
    ["no parts of words", field("message", { op: "words", words: wordsOf(["pass"]) }), false],
    ["parts where a star stands", field("message", { op: "words", words: wordsOf(["pass", ""]) }), true],
    ["that there is a value", field("winlog.event_data.Flag", { op: "exists" }), true],
    ["that an object has something", field("winlog.event_data", { op: "exists" }), true],
    ["an empty value is none", field("winlog.event_data.Empty", { op: "exists" }), false],
    ["no field of the object's prototype", field("constructor.name", { op: "exists" }), false],
    ["a name with dots of its own", texts("winlog.event_data.dotted.name", "X"), true],
    ["true as its word", texts("winlog.event_data.Flag", "TRUE"), true],
    ["a number as its digits", texts("winlog.event_data.LogonType", "3"), true],
    ["a path of the line, however JSON writes it", line("C:\\Windows\\System32"), true],
    ["words of the line in any case", line("éloÏse"), true],
    ["not is for what is absent too", { kind: "not", of: texts("no.such.field", "x") }, true],
    ["and of nothing is all", { kind: "and", of: [] }, true],
    ["or of nothing is none", { kind: "or", of: [] }, false],
  ];
  test.each(TABLE)("%s", (_, filter, meant) => {
    expect(decider(filter)(EVENT)).toBe(meant);
  });
});

test("patterns and words take time by the length of the text only", () => {
  const text = "a".repeat(1_000_000);
  const pieces = ["", ...Array.from({ length: 200 }, () => "a"), "b"];
  expect(matchPieces(pieces, text)).toBe(false);
  expect(matchWords(wordsOf(["a ".repeat(30)]), "a ".repeat(500_000))).toBe(true);
  expect(matchWords(wordsOf([`${"a ".repeat(30)}b`]), "a ".repeat(500_000))).toBe(false);
});

test("folding keeps the number of characters, and makes no ASCII of others", () => {
  for (let code = 0; code < 0x20000; code++) {
    if (code === 0xd800) code = 0xe000;
    const char = String.fromCodePoint(code);
    const folded = fold(char);
    expect([...folded].length, `U+${code.toString(16)}`).toBe(1);
    if (code > 0x7f) expect(folded > "\u007f", `U+${code.toString(16)}`).toBe(true);
  }
});
