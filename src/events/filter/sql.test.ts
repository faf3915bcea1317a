// The store's answer against the definition, on the real ClickHouse: an exact filter gives the events that `evaluate.ts`
// means, any other at least those.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Session } from "chdb";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Fields } from "../../core/index.ts";
import type { CompiledFilter } from "./compiled.ts";
import { decider } from "./evaluate.ts";
import { COLUMNS } from "./field.ts";
import type { Compare, FieldTest, Filter } from "./filter.ts";
import { wordsOf } from "./pieces.ts";
import { compileFilter } from "./sql.ts";
import { valuesOf, type Searched } from "./values.ts";

const TEXTS = [
  "", "a", "A", "ab", "AB c", "cmd.exe", "CMD.EXE", "C:\\Windows\\System32\\cmd.exe", "powershell -enc AAAA", "été", "ÉTÉ", "Élan vital", "straße",
  "STRASSE", "K", "k", "ſ", "s", "σς", "ΣΣ", "%", "_", "a%b", "a_b", "a\\b", "*", "a*b", "'; DROP TABLE event; --", "line\nbreak", "tab\there", "4624", "-5",
  "0005", "5.0", "1e3", "10.0.0.1", "010.0.0.1", "10.0.0.255", "::1", "0:0:0:0:0:0:0:1", "::ffff:10.0.0.1", "fe80::1%eth0", "東京", "😀 smile", "don't", "null", "{f0:String}", "\u0000nul",
];
const ADDRESSES = ["10.0.0.1", "10.0.0.255", "10.1.2.3", "192.168.1.1", "::", "::1", "0:0:0:0:0:0:0:1", "::ffff:10.0.0.1", "fe80::abcd", "0.0.0.0", "255.255.255.255"];
const NETWORKS = [...ADDRESSES, "10.0.0.0/8", "10.0.0.1/24", "0.0.0.0/0", "::/0", "fe80::/10", "::ffff:10.0.0.0/104", "192.168.1.1/32"];
const NUMBERS = [0, 1, -5, 443, 4624, 65535, 2 ** 40, 5.5];

const text = fc.constantFrom(...TEXTS);
const KEYWORDS = ["process.name", "process.command_line", "event.code", "vigie.source"];
const LISTS = ["event.category", "dns.resolved_ip"];
const LONGS = ["source.port", "file.size"];
const IPS = ["source.ip", "host.ip"];
const OWN = ["winlog.event_data.Image", "acme.deep.name", "process.args"];
const DAY = Date.UTC(2026, 2, 1);

const eventOf = fc.record({
  keywords: fc.dictionary(fc.constantFrom(...KEYWORDS, ...OWN, "message"), text),
  lists: fc.dictionary(fc.constantFrom(...LISTS), fc.array(text.filter((one) => one !== ""), { minLength: 1, maxLength: 3 })),
  longs: fc.dictionary(fc.constantFrom(...LONGS), fc.constantFrom(...NUMBERS.filter(Number.isInteger))),
  ips: fc.dictionary(fc.constantFrom(...IPS), fc.constantFrom(...ADDRESSES)),
  ms: fc.integer({ min: 0, max: 5 }).map((n) => DAY + n * 1000),
});

/** The document nested, as mappings make it, and a line that holds its values as JSON writes them. */
function searched({ keywords, lists, longs, ips, ms }: (typeof eventOf)["generate"] extends (...args: never) => { value: infer Value } ? Value : never): Searched {
  const flat = { ...keywords, ...lists, ...longs, ...ips };
  return { document: nest({ ...flat, "@timestamp": new Date(ms).toISOString(), "event.ingested": new Date(ms).toISOString() }), line: JSON.stringify(flat) };
}

function nest(flat: Fields): Fields {
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(flat)) {
    const path = name.split(".");
    let at = out;
    for (const part of path.slice(0, -1)) at = (at[part] ??= {}) as Record<string, unknown>;
    at[path.at(-1)!] = value;
  }
  return out as Fields;
}

const pieces = fc.array(fc.constantFrom("", "a", "C", "cmd", ".EXE", "\\", "%", "_", "é", "É", "ss", "1", "Windows", "東", "\n"), { minLength: 1, maxLength: 4 });
const compare = fc.constantFrom<Compare>("<", "<=", ">", ">=");
const words = fc.oneof(text.map((one) => wordsOf([one])), pieces.map(wordsOf)).filter((one) => one.length > 0);

const fieldTest: fc.Arbitrary<FieldTest> = fc.oneof(
  fc.constant<FieldTest>({ op: "exists" }),
  fc.array(text, { minLength: 1, maxLength: 3 }).map((values): FieldTest => ({ op: "texts", values })),
  pieces.map((one): FieldTest => ({ op: "like", pieces: one })),
  words.map((one): FieldTest => ({ op: "words", words: one })),
  fc.array(fc.constantFrom(...NUMBERS), { minLength: 1, maxLength: 3 }).map((values): FieldTest => ({ op: "numbers", values })),
  fc.tuple(compare, fc.constantFrom(...NUMBERS)).map(([one, value]): FieldTest => ({ op: "number", compare: one, value })),
  fc.tuple(compare, fc.integer({ min: -1, max: 6 })).map(([one, n]): FieldTest => ({ op: "time", compare: one, ms: DAY + n * 1000 })),
  fc.array(fc.constantFrom(...NETWORKS), { minLength: 1, maxLength: 3 }).map((values): FieldTest => ({ op: "networks", values })),
);

const fieldName = fc.constantFrom(...KEYWORDS, ...LISTS, ...LONGS, ...IPS, ...OWN, "message", "@timestamp", "constructor", "__proto__.x", "process");
const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.tuple(fieldName, fieldTest).map(([field, one]): Filter => ({ kind: "field", field, test: one })),
    words.map((one): Filter => ({ kind: "line", words: one })),
    fc.constant<Filter>({ kind: "all" }),
    tie("filter").map((of): Filter => ({ kind: "not", of })),
    fc.tuple(fc.constantFrom<"and" | "or">("and", "or"), fc.array(tie("filter"), { minLength: 1, maxLength: 3 })).map(([kind, of]): Filter => ({ kind, of })),
  ),
}));

const EVENTS = fc.sample(eventOf, { numRuns: 400, seed: 7 }).map(searched);

describe("SQL against the definition", () => {
  const folder = mkdtempSync(join(tmpdir(), "vigie-filter-"));
  let session: Session;

  beforeAll(() => {
    session = new Session(join(folder, "db"));
    fill(session, folder);
  });
  afterAll(() => {
    session.close();
    rmSync(folder, { recursive: true });
  });

  const ask = ({ sql, params }: CompiledFilter): number[] => {
    const bound = Object.fromEntries(Object.entries(params).map(([name, { value }]) => [name, value]));
    return session.queryBind(`SELECT n FROM event WHERE ${sql} ORDER BY n`, bound, "TabSeparated").split("\n").filter(Boolean).map(Number);
  };

  test("an exact filter gives just the events that are meant, another none too few", () => {
    fc.assert(
      fc.property(filter, (one) => {
        const compiled = compileFilter(one, (name) => OWN.includes(name));
        const meant = EVENTS.flatMap((event, n) => (decider(one)(event) ? [n] : []));
        const given = ask(compiled);
        if (compiled.exact) expect(given).toEqual(meant);
        else expect(new Set(given).isSupersetOf(new Set(meant))).toBe(true);
      }),
      { numRuns: Number(process.env["VIGIE_FUZZ_RUNS"] ?? 500) },
    );
  });

  test("the words of a line are found by the index", () => {
    const plan = ({ sql, params }: CompiledFilter): string =>
      session.queryBind(`EXPLAIN indexes = 1 SELECT n FROM event WHERE ${sql}`, Object.fromEntries(Object.entries(params).map(([name, { value }]) => [name, value])), "TabSeparatedRaw");
    for (const one of [["powershell"], ["Élan vital"], ["powershell -enc"], ["", "indows", ""]]) {
      expect(plan(compileFilter({ kind: "line", words: wordsOf(one) })), String(one)).toContain("Name: line_words");
    }
  });
});

const TYPES = { keyword: "String", text: "String", line: "String", long: "Nullable(Int64)", ip: "Nullable(IPv6)", time: "DateTime64(3, 'UTC')", unknown: "String" } as const;

function fill(session: Session, folder: string): void {
  const columns = COLUMNS.map(({ column, type, isList }) => `\`${column}\` ${isList ? "Array(String)" : TYPES[type]}`);
  session.query(`CREATE TABLE event (n UInt32, ${columns.join(", ")}, INDEX line_words lower(raw) TYPE text(tokenizer = 'splitByNonAlpha')) ENGINE = MergeTree ORDER BY n SETTINGS index_granularity = 16`);
  const rows = EVENTS.map((event, n) => {
    const cells = COLUMNS.map((field) => {
      if (field.type === "line") return ["raw", event.line];
      const values = valuesOf(event.document, field);
      return [field.column, field.isList ? values : field.type === "time" ? String(values[0]).replace("Z", "") : (values[0] ?? (TYPES[field.type] === "String" ? "" : null))];
    });
    return JSON.stringify({ n, ...Object.fromEntries(cells) });
  });
  writeFileSync(join(folder, "rows.json"), rows.join("\n"));
  session.query(`INSERT INTO event SELECT * FROM file('${join(folder, "rows.json")}', JSONEachRow, 'n UInt32, ${columns.join(", ").replaceAll("'", "\\'")}')`);
}
