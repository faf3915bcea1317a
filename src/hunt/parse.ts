// The grammar of the query language, which docs/hunting.md describes: a subset of Kibana's KQL. `not` binds before
// `and`, `and` before `or`.
import { ALL, type Compare, type Filter } from "../events/filter/index.ts";
import { QueryError } from "./query-error.ts";
import { columnOf, peek, peekOperator, readWord, skipSpace, take, type Scan, type Word } from "./scan.ts";
import { compareFilter, lineFilter, valueFilter } from "./term.ts";

/** Bounds of one query: what an analyst writes stays far below them, and what follows from it stays small. */
export const LIMITS = { chars: 16_384, depth: 50, terms: 500 } as const;

/** The filter that a query means; an empty query means all. `nowMs` is what `now` stands for. Refuses with the column. */
export function parseQuery(text: string, nowMs: number): Filter {
  if (text.length > LIMITS.chars) throw new QueryError(LIMITS.chars + 1, `a query has at most ${LIMITS.chars} characters; look for long lists of values with an indicator search`);
  const reading: Reading = { scan: { text, at: 0 }, nowMs, depth: 0, terms: 0 };
  if (peek(reading.scan) === "") return ALL;
  const filter = readOr(reading, readTerm);
  if (peek(reading.scan) !== "") throw unexpected(reading.scan);
  return filter;
}

type Reading = { readonly scan: Scan; readonly nowMs: number; depth: number; terms: number };
type Read = (reading: Reading) => Filter;

function readOr(reading: Reading, term: Read): Filter {
  const of = [readAnd(reading, term)];
  while (takeOperator(reading.scan, "or")) of.push(readAnd(reading, term));
  return of.length === 1 ? of[0]! : { kind: "or", of };
}

function readAnd(reading: Reading, term: Read): Filter {
  const of = [readNot(reading, term)];
  // Words of free text beside each other must all be there; between others the operator is asked for.
  while (takeOperator(reading.scan, "and") || (of.at(-1)!.kind === "line" && startsWord(reading.scan))) of.push(readNot(reading, term));
  return of.length === 1 ? of[0]! : { kind: "and", of };
}

function readNot(reading: Reading, term: Read): Filter {
  const { scan } = reading;
  if (!takeOperator(scan, "not")) return readInner(reading, term);
  const of = deeper(reading, () => readNot(reading, term));
  return { kind: "not", of };
}

function readInner(reading: Reading, term: Read): Filter {
  const { scan } = reading;
  const opened = columnOf((skipSpace(scan), scan));
  if (!take(scan, "(")) return term(reading);
  const filter = deeper(reading, () => readOr(reading, term));
  if (!take(scan, ")")) {
    if (peek(scan) !== "") throw unexpected(scan);
    throw new QueryError(opened, "this parenthesis is not closed: write ) at its end");
  }
  return filter;
}

function deeper(reading: Reading, read: () => Filter): Filter {
  if (++reading.depth > LIMITS.depth) throw new QueryError(columnOf(reading.scan), `parentheses and not go ${LIMITS.depth} deep at most`);
  const filter = read();
  reading.depth--;
  return filter;
}

/** `field: value`, `field >= value`, or free text. */
function readTerm(reading: Reading): Filter {
  const { scan, nowMs } = reading;
  const word = readOperand(reading, "name", "write a word, a phrase in quotes or field: value");
  if (take(scan, ":")) {
    if (peek(scan) === "{") throw new QueryError(columnOf(scan), "nested queries are not known: write the whole name of the field, a.b: value");
    const filter = readInner(reading, (inner) => valueFilter(word, readOperand(inner, "value", `write a value after ${word.written}:`), nowMs));
    requireOperator(scan, word);
    return filter;
  }
  const compare = takeCompare(scan);
  if (compare === undefined) return lineFilter(word);
  const filter = compareFilter(word, compare, readOperand(reading, "value", `write a number or a time after ${compare}`), nowMs);
  requireOperator(scan, word);
  return filter;
}

/** A word where one has to stand. */
function readOperand(reading: Reading, where: "name" | "value", say: string): Word {
  const { scan } = reading;
  if (++reading.terms > LIMITS.terms) throw new QueryError(columnOf(scan), `a query has at most ${LIMITS.terms} terms; look for long lists of values with an indicator search`);
  const operator = peekOperator(scan);
  if (operator !== undefined) throw new QueryError(columnOf(scan), `nothing stands before this ${operator}: ${say}; the word itself needs quotes, "${operator}"`);
  const word = readWord(scan, where);
  if (word !== undefined) return word;
  if (peek(scan) === "") throw new QueryError(columnOf(scan), `the query ends too early: ${say}`);
  throw unexpected(scan, say);
}

/** `user.name: John Smith` would otherwise look for Smith anywhere: an analyst who meant one value has to hear of it. */
function requireOperator(scan: Scan, name: Word): void {
  if (!startsWord(scan)) return;
  throw new QueryError(columnOf(scan), `write and or or before this; a value with spaces needs quotes, ${name.written}: "two words"`);
}

const startsWord = (scan: Scan): boolean => !["", ")", "}", "{"].includes(peek(scan)) && ![":", "<", ">"].includes(peek(scan)) && (peekOperator(scan) ?? "not") === "not";

function takeOperator(scan: Scan, operator: "and" | "or" | "not"): boolean {
  if (peekOperator(scan) !== operator) return false;
  scan.at += operator.length;
  return true;
}

function takeCompare(scan: Scan): Compare | undefined {
  const char = peek(scan);
  if (char !== "<" && char !== ">") return undefined;
  scan.at++;
  if (scan.text[scan.at] !== "=") return char;
  scan.at++;
  return `${char}=`;
}

function unexpected(scan: Scan, say?: string): QueryError {
  const char = peek(scan);
  if (char === ")") return new QueryError(columnOf(scan), "nothing was opened that this ) closes: take it away, or write it in quotes");
  if (char === "{" || char === "}") return new QueryError(columnOf(scan), `write ${char} in quotes`);
  return new QueryError(columnOf(scan), say ?? `write and or or before ${char}`);
}
