// Filter → SQL. Column names come from `field.ts` alone; every value is bound, none stands in the text.
import type { CompiledFilter, SqlParam } from "./compiled.ts";
import { fieldOf, quote, type Field } from "./field.ts";
import type { FieldTest, Filter, Words } from "./filter.ts";
import { fold } from "./fold.ts";
import { NEVER, lineHas, lineHasPieces, not, valueSql, ALWAYS, type Bind } from "./value-sql.ts";
import { wordsOf } from "./pieces.ts";

/**
 * Which side of the truth an approximation lies on. What holds for `above` holds for all events meant and maybe more;
 * `below`, for none but those meant. Under a `not` the two change places, so that the whole stays above.
 */
type Side = "above" | "below";

type Making = { readonly bind: Bind; readonly isCopied: IsCopied; exact: boolean };

/** Whether the values of a field without a column stand in the line letter by letter, but for the escapes of its format. */
export type IsCopied = (field: string) => boolean;

/** Compiles a filter; the condition is never NULL. What is not copied from lines cannot be looked for in them. */
export function compileFilter(filter: Filter, isCopied: IsCopied = () => false): CompiledFilter {
  const params: Record<string, SqlParam> = {};
  let count = 0;
  const bind: Bind = (type, value) => {
    const name = `f${count++}`;
    params[name] = { type, value };
    return `{${name}:${type}}`;
  };
  const making: Making = { bind, isCopied, exact: true };
  const sql = condition(filter, "above", making);
  return { sql, params, exact: making.exact };
}

function condition(filter: Filter, side: Side, making: Making): string {
  switch (filter.kind) {
    case "all":
      return ALWAYS;
    case "and":
      return and(filter.of.map((one) => condition(one, side, making)));
    case "or":
      return or(filter.of.map((one) => condition(one, side, making)));
    case "not":
      return not(condition(filter.of, side === "above" ? "below" : "above", making));
    case "line":
      return lineHas(filter.words, making.bind);
    case "field":
      return fieldCondition(fieldOf(filter.field), filter.test, side, making);
  }
}

function fieldCondition(field: Field, test: FieldTest, side: Side, making: Making): string {
  const exact = field.column === undefined ? undefined : columnCondition(field, field.column, test, making.bind);
  if (exact !== undefined) return exact;
  making.exact = false;
  return side === "above" && making.isCopied(field.name) ? narrow(test, making.bind) : side === "above" ? ALWAYS : NEVER;
}

/** The condition on a column, or undefined where a column of its type cannot answer exactly. */
function columnCondition({ type, isList }: Field, column: string, test: FieldTest, bind: Bind): string | undefined {
  const name = quote(column);
  if (isList) {
    if (test.op === "exists") return `notEmpty(${name})`;
    const inner = valueSql("keyword", "x", test, bind);
    return inner === undefined || inner === NEVER ? inner : `arrayExists(x -> ${inner}, ${name})`;
  }
  return valueSql(type, name, test, bind);
}

// A number that is no small integer may be written in another way than it is told.
const FRACTION = /^-?\d*(?:\.\d*|\d{16})(?:e[+-]?\d+)?$/i;

// More alternatives than this narrow nothing, and cost.
const MAX_NARROWING = 50;

/**
 * What must stand in the line if a field without a column passes. A value may hang on the letters of an escape (`\nfoo`,
 * `%20foo`), so its parts are looked for inside words too.
 */
function narrow(test: FieldTest, bind: Bind): string {
  switch (test.op) {
    case "texts":
      if (test.values.length > MAX_NARROWING) return ALWAYS;
      return or(test.values.map((value) => (FRACTION.test(value) ? ALWAYS : narrowByWords(wordsOf([fold(value)]), bind))));
    case "like":
      return narrowByWords(wordsOf(test.pieces.map(fold)), bind);
    case "words":
      return narrowByWords(test.words, bind);
    case "exists":
    case "numbers":
    case "number":
    case "time":
    case "networks":
      return ALWAYS;
  }
}

const narrowByWords = (words: Words, bind: Bind): string => and(words.map((pieces) => lineHasPieces(pieces, bind)));

const and = (parts: readonly string[]): string => join(parts, "AND", ALWAYS, NEVER);
const or = (parts: readonly string[]): string => join(parts, "OR", NEVER, ALWAYS);

function join(parts: readonly string[], operator: "AND" | "OR", neutral: string, ruling: string): string {
  if (parts.includes(ruling)) return ruling;
  const told = [...new Set(parts)].filter((part) => part !== neutral);
  if (told.length < 2) return told[0] ?? neutral;
  return `(${told.join(` ${operator} `)})`;
}
