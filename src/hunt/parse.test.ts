import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FieldTest, Filter } from "../events/filter/index.ts";
import { LIMITS, parseQuery } from "./parse.ts";
import { QueryError } from "./query-error.ts";

const NOW = Date.parse("2026-03-10T12:30:00Z");

/** A filter in one line, so that a row of the table says it. */
function show(filter: Filter): string {
  switch (filter.kind) {
    case "all":
      return "ALL";
    case "and":
    case "or":
      return `(${filter.of.map(show).join(` ${filter.kind} `)})`;
    case "not":
      return `!${show(filter.of)}`;
    case "line":
      return `line[${words(filter.words)}]`;
    case "field":
      return `${filter.field} ${showTest(filter.test)}`;
  }
}

const words = (list: readonly (readonly string[])[]): string => list.map((pieces) => pieces.join("*")).join(" ");

function showTest(asked: FieldTest): string {
  switch (asked.op) {
    case "exists":
      return "exists";
    case "texts":
      return `= ${asked.values.join("|")}`;
    case "like":
      return `~ ${asked.pieces.join("*")}`;
    case "words":
      return `has[${words(asked.words)}]`;
    case "numbers":
      return `=# ${asked.values.join("|")}`;
    case "number":
      return `${asked.compare} ${asked.value}`;
    case "time":
      return `${asked.compare} ${new Date(asked.ms).toISOString()}`;
    case "networks":
      return `in ${asked.values.join("|")}`;
  }
}

describe("parseQuery", () => {
  const MEANINGS: readonly (readonly [why: string, query: string, meaning: string])[] = [
    ["nothing is all", "  ", "ALL"],
    ["a lone star is all", "*", "ALL"],
    ["a keyword as a whole", "process.name: cmd.exe", "process.name = cmd.exe"],
    ["spaces around the colon do not count", "process.name :cmd.exe", "process.name = cmd.exe"],
    ["quotes keep spaces, colons and stars", 'process.command_line: "a: b*"', "process.command_line = a: b*"],
    ["a star is a pattern outside quotes", "process.name: power*.exe", "process.name ~ power*.exe"],
    ["an escaped star is a star", "process.name: a\\*b", "process.name = a*b"],
    ["a lone star asks whether there is a value", "user.name: *", "user.name exists"],
    ["a Windows path may be written as it is", "file.path: C:\\Windows\\System32\\cmd.exe", "file.path = C:\\Windows\\System32\\cmd.exe"],
    ["a doubled backslash is one", "file.path: \\\\\\\\server\\\\share", "file.path = \\\\server\\share"],
    ["a quoted path too", 'file.path: "C:\\Program Files\\a.exe"', "file.path = C:\\Program Files\\a.exe"],
    ["a number", "source.port: 443", "source.port =# 443"],
    ["a range", "source.port >= 1024 and source.port<2000", "(source.port >= 1024 and source.port < 2000)"],
    ["a keyword by number", "event.code > 4624", "event.code > 4624"],
    ["an address", "source.ip: 10.0.0.1", "source.ip in 10.0.0.1"],
    ["a network", "source.ip: 10.0.0.0/8", "source.ip in 10.0.0.0/8"],
    ["an IPv6 network", "source.ip: 2001:db8::/32", "source.ip in 2001:db8::/32"],
    ["octets with a star are a network", "source.ip: 10.1.*", "source.ip in 10.1.0.0/16"],
    ["addresses in a list of texts", "dns.resolved_ip: 10.0.0.1", "(dns.resolved_ip = 10.0.0.1 or dns.resolved_ip in 10.0.0.1)"],
    ["a day is a period", "@timestamp: 2026-03-01", "(@timestamp >= 2026-03-01T00:00:00.000Z and @timestamp < 2026-03-02T00:00:00.000Z)"],
    ["a month is a period", "@timestamp: 2026-02", "(@timestamp >= 2026-02-01T00:00:00.000Z and @timestamp < 2026-03-01T00:00:00.000Z)"],
    ["after a day is after all of it", "@timestamp > 2026-03-01", "@timestamp >= 2026-03-02T00:00:00.000Z"],
    ["up to a minute is all of it", "@timestamp <= 2026-03-01T10:15+01:00", "@timestamp < 2026-03-01T09:16:00.000Z"],
    ["relative time", "@timestamp >= now-24h", "@timestamp >= 2026-03-09T12:30:00.000Z"],
    ["relative time, rounded", "@timestamp >= now-1d/d", "@timestamp >= 2026-03-09T00:00:00.000Z"],
    ["a list of values", "event.code: (4624 or 4625 or 47*)", "(event.code = 4624 or event.code = 4625 or event.code ~ 47*)"],
    ["and and not among values", "user.name: (a* and not admin)", "(user.name ~ a* and !user.name = admin)"],
    ["not before and before or", "a.b: 1 or not a.b: 2 and a.b: 3", "(a.b = 1 or (!a.b = 2 and a.b = 3))"],
    ["parentheses", "(a.b: 1 or a.b: 2) and a.b: 3", "((a.b = 1 or a.b = 2) and a.b = 3)"],
    ["operators in any case", "a.b: 1 AND NoT a.b: 2", "(a.b = 1 and !a.b = 2)"],
    ["an operator is a whole word", "a.b: android or a.b: nothing", "(a.b = android or a.b = nothing)"],
    ["a word of free text", "Mimikatz", "line[mimikatz]"],
    ["words beside each other are all asked for", "failed password", "(line[failed] and line[password])"],
    ["a phrase in its order", '"Failed password for"', "line[failed password for]"],
    ["free text and a field", "failed not user.name: root", "(line[failed] and !user.name = root)"],
    ["a path as free text is its words", '"C:\\Windows\\System32"', "line[c windows system32]"],
    ["a star stays in its word", "*katz* sek*", "(line[*katz*] and line[sek*])"],
    ["stars beside separators say nothing", "*.example.com", "line[example com]"],
    ["words in the message", 'message: "Accepted publickey"', "message has[accepted publickey]"],
    ["the line by its name", "event.original: curl", "line[curl]"],
    ["a name with a star is all columns that can hold the value", "*.hash.sha1: ab", "(process.hash.sha1 = ab or file.hash.sha1 = ab or tls.server.hash.sha1 = ab)"],
    ["columns that cannot are left out", "sour*: 192.0.2.0/24", "(source.ip in 192.0.2.0/24 or source.nat.ip in 192.0.2.0/24 or source.domain = 192.0.2.0/24 or source.mac = 192.0.2.0/24 or source.asset.id = 192.0.2.0/24 or source.geo.country_iso_code = 192.0.2.0/24)"],
    ["a field without a column", "winlog.event_data.Foo: bar", "winlog.event_data.Foo = bar"],
    ["a field named in quotes", '"my field": x', "my field = x"],
    ["names of objects' own are names", "__proto__: x or constructor: *", "(__proto__ = x or constructor exists)"],
  ];
  test.each(MEANINGS)("%s", (_, query, meaning) => {
    expect(show(parseQuery(query, NOW))).toBe(meaning);
  });

  const REFUSALS: readonly (readonly [query: string, column: number, say: RegExp])[] = [
    ["process.name:", 14, /^column 14: the query ends too early: write a value after process.name:/],
    ["a: b c", 6, /write and or or before this; a value with spaces needs quotes, a: "two words"/],
    ["a: b and", 9, /ends too early: write a word/],
    ["or a: b", 1, /nothing stands before this or/],
    ["a: (b or )", 10, /nothing was opened/],
    ["(a: b", 1, /not closed: write \)/],
    ["a: b)", 5, /nothing was opened that this \) closes/],
    ['a: "b', 4, /this quote has no end/],
    ['file.path: "C:\\Temp\\"', 12, /write \\\\ for a backslash/],
    ["a: {b: c}", 4, /nested queries are not known/],
    ["source.port: http", 14, /source.port holds numbers: write source.port: 443/],
    ["source.ip: example.com", 12, /source.ip holds addresses/],
    ["source.ip: 10.0.0.0/33", 12, /source.ip holds addresses/],
    ["source.ip > 10.0.0.1", 13, /write source.ip: 192.0.2.0\/24/],
    ["@timestamp: yesterday", 13, /write a time as 2026-03-01/],
    ["@timestamp >= 2026-02-30", 15, /write a time as/],
    ["process.name > cmd", 16, /> compares numbers: write process.name > 5/],
    ["a.b: >=5", 4, /leave out the colon: a.b >=5/],
    ["Process.Name: x", 1, /told apart by case: write process.name/],
    ["nosuch*: x", 1, /no column has a name like nosuch\*/],
    ["a: <", 2, /leave out the colon/],
    [": x", 1, /write a word/],
    ["a: and", 4, /the word itself needs quotes, "and"/],
    ["-- ==", 1, /write one with letters or digits/],
    ['a: ""', 4, /write not a: \*/],
    ["a > ", 5, /write a number or a time after >/],
    [`${"(".repeat(60)}a`, 52, /50 deep at most/],
    [`${"not ".repeat(60)}a`, 204, /50 deep at most/],
    ["a ".repeat(600), 1001, /at most 500 terms/],
    ["a".repeat(LIMITS.chars + 1), LIMITS.chars + 1, /at most 16384 characters/],
  ];
  test.each(REFUSALS)("%s is refused at its column", (query, column, say) => {
    const refusal = refusalOf(query);
    expect(refusal.message).toMatch(say);
    expect(refusal.column).toBe(column);
  });

  test("whatever is typed is understood or refused at a column of it", () => {
    const token = fc.constantFrom("a", "and", "or", "NOT", "(", ")", ":", "<", ">=", '"', "\\", "*", " ", "{", "source.ip", "source.port", "@timestamp", "10.0.0.0/8", "443", "é", "😀", "\n", "__proto__", "now-1h");
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.array(token, { maxLength: 30 }).map((parts) => parts.join(""))), (query) => {
        try {
          parseQuery(query, NOW);
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
          const { column, message } = error as QueryError;
          expect(column).toBeGreaterThan(0);
          expect(column).toBeLessThanOrEqual(query.length + 1);
          expect(message.length).toBeLessThan(1000 + 2 * query.length);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

function refusalOf(query: string): QueryError {
  try {
    parseQuery(query, NOW);
  } catch (error) {
    if (error instanceof QueryError) return error;
    throw error;
  }
  throw new Error(`${query} was understood`);
}
