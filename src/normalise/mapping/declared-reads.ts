// The records that the readers leave whole, read in the ways that technologies declare.
import type { Event, Fields, Value } from "../../core/index.ts";
import type { ReadFurther } from "../shape.ts";
import { createMarkSearch } from "./mark-search.ts";
import { readDeclared, type DeclaredRead } from "./read.ts";
import type { Scope } from "./scope.ts";
import type { Technology } from "./technology.ts";

// Marks stand in the header of a line. Behind it, names are of others' choosing.
const HEADER_CHARS = 300;
const LONGEST_MARK = 100;
// Products whose events the readers made of a record's form alone: a technology may know better.
const FORMS = new Set(["", "linux"]);

/** A reader of the technologies' declared ways. `label` is the technology that the records are said to be of. It belongs to one thread. */
export function createReadFurther(technologies: readonly Technology[], label?: Technology): ReadFurther {
  const own = label?.reads ?? [];
  const product = label?.hint.product ?? label?.name;
  const sure = technologies.flatMap(({ reads }) => reads).filter(({ isSure }) => isSure);
  const programs = new Set(technologies.flatMap(({ claims }) => claims.flatMap(({ product: of, channels }) => (of === "linux" ? [...(channels ?? [])] : []))));
  const unlabelled = byMark(programs, [...sure.filter(({ isLast }) => !isLast), ...sure.filter(({ isLast }) => isLast)]);
  const scope: Scope = { event: NO_EVENT, fields: {}, asked: new Uint8Array(0) };
  return (event, latestMs) => {
    const isForm = FORMS.has(event.product);
    const isLabelled = own.length > 0 && (event.product === product || isForm);
    const known = unlabelled.products.get(event.product);
    if (!isLabelled && !isForm && known === undefined) return [event];
    // Cut once: it is searched for each technology's marks.
    const header = event.text?.slice(0, HEADER_CHARS + LONGEST_MARK);
    const attempt = (reads: readonly DeclaredRead[]): readonly Event[] | undefined => {
      for (const read of reads) {
        if (!bears(read, event, header)) continue;
        scope.event = event;
        scope.fields = event.fields;
        const events = readDeclared(read, scope, latestMs);
        if (events !== undefined) return events;
      }
      return undefined;
    };
    const read = (isLabelled ? attempt(own) : undefined) ?? attempt(known ?? (isForm ? candidates(unlabelled, event, header) : []));
    return read ?? [isLabelled && event.product === product && isBareText(event) ? { ...event, isUnread: true } : event];
  };
}

const NO_EVENT: Event = { product: "", channel: "", code: undefined, time: undefined, host: undefined, fields: {}, text: undefined, json: undefined, source: { path: "", record: 0 } };

// What the readers find in any line of text.
const ENVELOPE = new Set(["program", "message", "pid", "syslog_priority", "syslog_facility", "syslog_severity"]);

/** Whether the readers found nothing in the line but what stands around its text. */
const isBareText = ({ text, fields }: Event): boolean => text !== undefined && Object.keys(fields).every((name) => ENVELOPE.has(name));

type ByMark = { readonly products: ReadonlyMap<string, readonly DeclaredRead[]>; readonly programs: ReadonlyMap<string, readonly DeclaredRead[]>; readonly known: ReadonlySet<string>; readonly lines: (message: Value, header: string) => readonly DeclaredRead[]; readonly records: (fields: Fields) => readonly DeclaredRead[] };

function byMark(known: ReadonlySet<string>, reads: readonly DeclaredRead[]): ByMark {
  const products = new Map<string, DeclaredRead[]>();
  const programs = new Map<string, DeclaredRead[]>();
  for (const read of reads) {
    if (read.of !== undefined) products.set(read.of, [...(products.get(read.of) ?? []), read]);
    else for (const program of read.programs ?? []) programs.set(program, [...(programs.get(program) ?? []), read]);
  }
  const others = reads.filter(({ of, programs: named }) => of === undefined && named === undefined);
  return { products, programs, known, lines: linesWith(others.filter(({ names }) => names === undefined)), records: recordsWith(others.filter(({ names }) => names !== undefined)) };
}

function candidates({ programs, known, lines, records }: ByMark, { fields, text }: Event, header: string | undefined): readonly DeclaredRead[] {
  if (header === undefined || fields["message"] === undefined) return records(fields);
  const program = fields["program"];
  const named = typeof program === "string" ? programs.get(program.toLowerCase()) : undefined;
  // Who wrote the line is known: what stands in its text is of others' choosing, and only its header may say more.
  const isKnown = typeof program === "string" && known.has(program.toLowerCase());
  const marked = lines(isKnown ? undefined : fields["message"], isKnown ? header.slice(0, headerEnd(text, fields["message"])) : header);
  return named === undefined ? marked : [...named, ...marked];
}

// The message is the end of the line.
const headerEnd = (text: string | undefined, message: Value): number => Math.max(0, (text?.length ?? 0) - (typeof message === "string" ? message.length : 0));

/** The ways for records that have the first of their names, in their order. */
function recordsWith(reads: readonly DeclaredRead[]): ByMark["records"] {
  const byName = Map.groupBy(reads.keys(), (at) => reads[at]!.names?.[0] ?? "");
  return (fields) => {
    const found: number[] = [];
    for (const name of Object.keys(fields)) found.push(...(byName.get(name) ?? []));
    return (found.length < 2 ? found : found.toSorted((a, b) => a - b)).map((at) => reads[at]!);
  };
}

/** The ways whose marks stand in a line, the one whose mark stands first before others: a line bears few, so few ways are asked further. */
function linesWith(reads: readonly DeclaredRead[]): ByMark["lines"] {
  const holding = reads.flatMap(({ holds }, at) => (holds ?? []).map((mark) => ({ mark, at })));
  const search = createMarkSearch(holding.map(({ mark }) => mark));
  const others = reads.flatMap((read, at) => (read.holds === undefined ? [at] : []));
  return (message, header) => {
    // Way → where its first mark stands. A device's own mark stands before what others choose.
    const found = new Map<number, number>();
    search.find(header, HEADER_CHARS, (mark, place) => {
      const { at } = holding[mark]!;
      if (!found.has(at)) found.set(at, place);
    });
    for (const at of others) {
      const { begins } = reads[at]!;
      if (begins === undefined || (typeof message === "string" && begins.some((mark) => message.startsWith(mark)))) found.set(at, 0);
    }
    const order = ([at, place]: readonly [number, number], [otherAt, otherPlace]: readonly [number, number]): number => Number(reads[at]!.isLast) - Number(reads[otherAt]!.isLast) || place - otherPlace || at - otherAt;
    return (found.size < 2 ? [...found] : [...found].toSorted(order)).map(([at]) => reads[at]!);
  };
}

function bears({ of, programs, begins, holds, names }: DeclaredRead, { product, fields }: Event, header: string | undefined): boolean {
  if (of !== undefined && of !== product) return false;
  if (programs !== undefined) {
    const program = fields["program"];
    if (typeof program !== "string" || !programs.has(program.toLowerCase())) return false;
  }
  if (begins !== undefined) {
    const message = fields["message"];
    if (typeof message !== "string" || !begins.some((mark) => message.startsWith(mark))) return false;
  }
  if (holds !== undefined) {
    if (header === undefined || !holds.some((mark) => standsIn(header, mark))) return false;
  }
  return names === undefined || names.every((name) => Object.hasOwn(fields, name));
}

function standsIn(header: string, mark: string): boolean {
  const at = header.indexOf(mark);
  return at >= 0 && at <= HEADER_CHARS;
}
