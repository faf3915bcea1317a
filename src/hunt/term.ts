// One term of a query: what its value means depends on what its field holds.
import { ALL, COLUMNS, fieldOf, fold, parseNetwork, wordsOf, type Compare, type Field, type FieldTest, type Filter, type Words } from "../events/filter/index.ts";
import { parsePeriod, type Period } from "./period.ts";
import { QueryError } from "./query-error.ts";
import type { Word } from "./scan.ts";

/** Free text: words that follow each other anywhere in the line. */
export const lineFilter = (word: Word): Filter => (isStar(word) ? ALL : { kind: "line", words: wordsIn(word, "free text") });

const isStar = ({ pieces }: Word): boolean => pieces.length > 1 && pieces.every((piece) => piece === "");

/** `name: value`. */
export function valueFilter(name: Word, value: Word, nowMs: number): Filter {
  if (/^[<>]/.test(value.written)) throw new QueryError(name.column + name.written.length, `leave out the colon: ${name.written} ${value.written}`);
  return forFields(name, (field) => meaning(field, value, nowMs));
}

/** `name >= value`. */
export function compareFilter(name: Word, compare: Compare, value: Word, nowMs: number): Filter {
  return forFields(name, (field) => comparison(field, compare, value, nowMs));
}

/** What a field's value may be, or why it cannot be that. */
type Meaning = { readonly filter: Filter } | { readonly refusal: QueryError };

/** A name with `*` stands for the columns that it fits and that can hold such a value. */
function forFields(name: Word, meaningOf: (field: Field) => Meaning): Filter {
  const fields = fieldsOf(name);
  const filters: Filter[] = [];
  let refusal: QueryError | undefined;
  for (const field of fields) {
    const told = meaningOf(field);
    if ("filter" in told) filters.push(told.filter);
    else refusal ??= told.refusal;
  }
  if (filters.length === 0 && refusal !== undefined) throw refusal;
  return filters.length === 1 ? filters[0]! : { kind: "or", of: filters };
}

function fieldsOf(name: Word): readonly Field[] {
  if (name.pieces.length > 1) return columnsLike(name);
  const text = name.pieces[0]!;
  if (text === "") throw new QueryError(name.column, "write the name of a field before the colon");
  const field = fieldOf(text);
  const lower = text.toLowerCase();
  const near = field.type === "unknown" ? COLUMNS.find((one) => one.name === lower) : undefined;
  if (near !== undefined) throw new QueryError(name.column, `names of fields are told apart by case: write ${near.name}`);
  return [field];
}

function columnsLike(name: Word): readonly Field[] {
  const [head = "", ...rest] = name.pieces;
  const fits = ({ name: one }: Field): boolean => {
    if (!one.startsWith(head)) return false;
    let at = head.length;
    for (const piece of rest.slice(0, -1)) {
      const found = one.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return one.length - rest.at(-1)!.length >= at && one.endsWith(rest.at(-1)!);
  };
  // The line is no field of its own here: `*: cmd` asks for values.
  const fields = COLUMNS.filter((field) => field.type !== "line" && fits(field));
  if (fields.length === 0) throw new QueryError(name.column, `no column has a name like ${name.written}: a name with * stands for columns only`);
  return fields;
}

const field = (name: string, test: FieldTest): Filter => ({ kind: "field", field: name, test });

function meaning(of: Field, value: Word, nowMs: number): Meaning {
  const { name, type } = of;
  const refuse = (say: string): Meaning => ({ refusal: new QueryError(value.column, say) });
  if (isStar(value)) return { filter: type === "line" ? ALL : field(name, { op: "exists" }) };
  const isPattern = value.pieces.length > 1;
  const text = value.pieces[0]!;
  if (!isPattern && text === "") return refuse(`an empty value is the same as none: write not ${name}: *`);
  switch (type) {
    case "line":
      return { filter: { kind: "line", words: wordsIn(value, name) } };
    case "text":
      return { filter: field(name, { op: "words", words: wordsIn(value, name) }) };
    case "long":
      return isNumber(text) && !isPattern ? { filter: field(name, { op: "numbers", values: [Number(text)] }) } : refuse(`${name} holds numbers: write ${name}: 443 or ${name} >= 443`);
    case "ip": {
      const network = octets(value) ?? (isPattern ? "" : text);
      return parseNetwork(network) === undefined ? refuse(`${name} holds addresses: write ${name}: 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32`) : { filter: field(name, { op: "networks", values: [network] }) };
    }
    case "time": {
      const period = isPattern ? undefined : parsePeriod(text, nowMs);
      return period === undefined ? refuse(SAY_TIME) : { filter: { kind: "and", of: [after(name, period.fromMs), before(name, period.toMs)] } };
    }
    case "keyword":
    case "unknown":
      return { filter: textFilter(of, value) };
  }
}

const SAY_TIME = "write a time as 2026-03-01, 2026-03-01T10:15:00Z or now-24h";

const after = (name: string, ms: number): Filter => field(name, { op: "time", compare: ">=", ms });
const before = (name: string, ms: number): Filter => field(name, { op: "time", compare: "<", ms });

function textFilter({ name, type }: Field, value: Word): Filter {
  if (value.pieces.length > 1) return field(name, { op: "like", pieces: value.pieces });
  const text = value.pieces[0]!;
  const asText = field(name, { op: "texts", values: [text] });
  // An address has many spellings and a network has none: where addresses may stand, they are compared as such.
  const mayBeAddress = type === "unknown" || /(?:^|[._])ip$/.test(name);
  if (!mayBeAddress || parseNetwork(text) === undefined) return asText;
  return { kind: "or", of: [asText, field(name, { op: "networks", values: [text] })] };
}

/** `10.1.*` as a network: the form that people write. */
function octets({ pieces, quoted }: Word): string | undefined {
  const found = quoted || pieces.length !== 2 || pieces[1] !== "" ? null : /^(?:\d{1,3}\.){1,3}$/.exec(pieces[0]!);
  if (found === null) return undefined;
  const told = found[0].split(".").slice(0, -1);
  return `${[...told, "0", "0", "0"].slice(0, 4).join(".")}/${told.length * 8}`;
}

function comparison({ name, type }: Field, compare: Compare, value: Word, nowMs: number): Meaning {
  const refuse = (say: string): Meaning => ({ refusal: new QueryError(value.column, say) });
  if (type === "ip") return refuse(`addresses are asked for by network: write ${name}: 192.0.2.0/24`);
  if (type === "text" || type === "line") return refuse(`${name} holds sentences: write ${name}: word`);
  const text = value.pieces.length > 1 ? "*" : value.pieces[0]!;
  if (type !== "time" && isNumber(text)) return { filter: field(name, { op: "number", compare, value: Number(text) }) };
  const period = type === "time" || type === "unknown" ? parsePeriod(text, nowMs) : undefined;
  if (period !== undefined) return { filter: field(name, { op: "time", ...bound(compare, period) }) };
  return refuse(type === "time" ? SAY_TIME : `${compare} compares numbers${type === "unknown" ? " and times" : ""}: write ${name} ${compare} 5`);
}

/** Later than a day is later than all of it. */
function bound(compare: Compare, { fromMs, toMs }: Period): { readonly compare: Compare; readonly ms: number } {
  if (compare === ">") return { compare: ">=", ms: toMs };
  if (compare === "<=") return { compare: "<", ms: toMs };
  return { compare, ms: fromMs };
}

const isNumber = (text: string): boolean => /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text);

// As many as an index look-up takes at once.
const MAX_WORDS = 32;

function wordsIn(word: Word, where: string): Words {
  const words = wordsOf(word.pieces.map(fold));
  if (words.length === 0) throw new QueryError(word.column, `${where} is searched for words: write one with letters or digits`);
  if (words.length > MAX_WORDS) throw new QueryError(word.column, `a phrase has at most ${MAX_WORDS} words: look for a part of it`);
  return words;
}
