// One test of one value in ClickHouse's SQL: the other half of `evaluate.ts`, which says what each means.
import { formatAddress, parseNetwork, type Network } from "./network.ts";
import type { SqlParam } from "./compiled.ts";
import type { FieldType } from "./field.ts";
import type { FieldTest, Pieces, Words } from "./filter.ts";
import { fold, isAscii } from "./fold.ts";
import { likePattern, piecesRegex, spellings, wordsRegex } from "./regex.ts";

/** Keeps a value beside the SQL and gives what stands for it in the text. */
export type Bind = (type: SqlParam["type"], value: SqlParam["value"]) => string;

export const ALWAYS = "1";
export const NEVER = "0";

export const not = (sql: string): string => (sql === ALWAYS ? NEVER : sql === NEVER ? ALWAYS : `NOT ${sql}`);

/** The condition on an expression of that type; undefined where it cannot be answered exactly. */
export function valueSql(type: FieldType, x: string, test: FieldTest, bind: Bind): string | undefined {
  if (type === "time") return timeSql(x, test, bind);
  if (type === "long") return longSql(x, test, bind);
  if (type === "ip") return ipSql(x, test, bind);
  return textSql(x, test, bind);
}

function timeSql(x: string, test: FieldTest, bind: Bind): string | undefined {
  if (test.op === "exists") return ALWAYS;
  if (test.op !== "time") return undefined;
  // Compared as times, so that days and granules that cannot hold any are not read.
  return `${x} ${test.compare} fromUnixTimestamp64Milli(${bind("Int64", Math.min(Math.max(test.ms, -1), LAST_MS))})`;
}

// No event is filed under a later time, and DateTime64 cannot tell all that are asked for.
const LAST_MS = Date.UTC(2250, 0);

function longSql(x: string, test: FieldTest, bind: Bind): string | undefined {
  switch (test.op) {
    case "exists":
      return `isNotNull(${x})`;
    case "numbers":
      return `ifNull(${x} IN ${bind("Array(Int64)", test.values.filter(Number.isSafeInteger))}, 0)`;
    case "number":
      return `ifNull(${x} ${test.compare} ${bindNumber(test.value, bind)}, 0)`;
    case "texts":
      return `ifNull(toString(${x}) IN ${bind("Array(String)", test.values)}, 0)`;
    case "like":
      return `ifNull(${valueSql("keyword", `toString(${x})`, test, bind) ?? NEVER}, 0)`;
    case "words":
    case "time":
    case "networks":
      return undefined;
  }
}

const bindNumber = (value: number, bind: Bind): string => bind(Number.isSafeInteger(value) ? "Int64" : "Float64", value);

function ipSql(x: string, test: FieldTest, bind: Bind): string | undefined {
  if (test.op === "exists") return `isNotNull(${x})`;
  return test.op === "networks" ? networksSql(x, test.values, bind) : undefined;
}

/** `x`: of type Nullable(IPv6). */
function networksSql(x: string, values: readonly string[], bind: Bind): string {
  const networks = values.map(parseNetwork).filter((one) => one !== undefined);
  const single = networks.filter(({ low, high }) => low === high);
  const told = networks.filter(({ low, high }) => low !== high).map(({ low, high }: Network) => `${x} BETWEEN toIPv6(${bind("String", formatAddress(low))}) AND toIPv6(${bind("String", formatAddress(high))})`);
  if (single.length > 0) told.push(`${x} IN arrayMap(a -> toIPv6(a), ${bind("Array(String)", single.map(({ low }) => formatAddress(low)))})`);
  return told.length === 0 ? NEVER : `ifNull(${any(told)}, 0)`;
}

function textSql(x: string, test: FieldTest, bind: Bind): string | undefined {
  switch (test.op) {
    case "exists":
      return `${x} != ''`;
    case "texts":
      return textsSql(x, test.values, bind);
    case "like": {
      const pieces = test.pieces.map(fold);
      if (pieces.every((piece) => piece === "")) return pieces.length === 1 ? NEVER : `${x} != ''`;
      return pieces.every(isAscii) ? `lower(${x}) LIKE ${bind("String", likePattern(pieces))}` : `match(lower(${x}), ${bind("String", piecesRegex(pieces))})`;
    }
    case "words":
      return `match(lower(${x}), ${bind("String", wordsRegex(test.words))})`;
    case "numbers":
      return `(${isInteger(x)} AND toInt64OrZero(${x}) IN ${bind("Array(Int64)", test.values.filter(Number.isSafeInteger))})`;
    case "number":
      return `(${isInteger(x)} AND toInt64OrZero(${x}) ${test.compare} ${bindNumber(test.value, bind)})`;
    case "networks":
      // The zone of an address (`%eth0`) means nothing elsewhere.
      return networksSql(`toIPv6OrNull(if(position(${x}, ':') > 0, substringIndex(${x}, '%', 1), ${x}))`, test.values, bind);
    case "time":
      return undefined;
  }
}

const isInteger = (x: string): string => `match(${x}, '^-?[0-9]{1,15}$')`;

function textsSql(x: string, values: readonly string[], bind: Bind): string {
  // The empty text is what an absent value is stored as, and nobody asks for it.
  const folded = values.map(fold).filter((value) => value !== "");
  const plain = folded.filter(isAscii);
  const told = folded.filter((value) => !isAscii(value)).map((value) => `match(lower(${x}), ${bind("String", piecesRegex([value]))})`);
  if (plain.length === 1) told.push(`lower(${x}) = ${bind("String", plain[0]!)}`);
  if (plain.length > 1) told.push(`lower(${x}) IN ${bind("Array(String)", plain)}`);
  return told.length === 0 ? NEVER : any(told);
}

const any = (parts: readonly string[]): string => (parts.length === 1 ? parts[0]! : `(${parts.join(" OR ")})`);

// The expression that the store's text index is made of; any other way to say it would read every line.
const LINE = "lower(`raw`)";

/** Whether the words follow each other in the line: the index finds lines with all of them, the expression their order. */
export function lineHas(words: Words, bind: Bind): string {
  const folded = words.map((pieces) => pieces.map(fold));
  const whole = folded.filter((pieces) => pieces.length === 1).map((pieces) => pieces[0]!);
  const plain = whole.filter(isAscii);
  const told: string[] = [];
  if (plain.length > 0) told.push(`hasAllTokens(${LINE}, ${bind("Array(String)", [...new Set(plain)])})`);
  if (folded.length === 1 && plain.length === 1) return told[0]!;
  for (const word of whole.filter((one) => !isAscii(one))) {
    const forms = spellings(word);
    if (forms !== undefined) told.push(`hasAnyTokens(${LINE}, ${bind("Array(String)", forms)})`);
  }
  for (const pieces of folded.filter((one) => one.length > 1)) {
    const inside = lineHasPieces(pieces, bind);
    if (inside !== ALWAYS) told.push(inside);
  }
  if (folded.length === 1 && isAnywhere(folded[0]!)) return told[0]!;
  return `(${[...told, `match(${LINE}, ${bind("String", wordsRegex(folded))})`].join(" AND ")})`;
}

/** `*part*`: whatever stands around it, the line has it. */
const isAnywhere = ([before, part, after, ...more]: Pieces): boolean => before === "" && after === "" && more.length === 0 && part !== undefined && part !== "" && isAscii(part);

/** Whether the longest part of these pieces that is of letters and digits of ASCII stands in the line, inside words too. */
export function lineHasPieces(pieces: Pieces, bind: Bind): string {
  const parts = pieces.flatMap((piece) => fold(piece).match(/[0-9a-z]+/g) ?? []);
  const part = parts.reduce((a, b) => (b.length > a.length ? b : a), "");
  return part === "" ? ALWAYS : `${LINE} LIKE ${bind("String", `%${part}%`)}`;
}
