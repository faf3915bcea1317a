// An event as people read it: names with their values, whatever lies in whatever.

export type Document = Readonly<Record<string, unknown>>;
export type Entry = { readonly name: string; readonly values: readonly string[] };

// Deeper ones, and longer lists, are shown as they are written.
const DEEPEST = 12;
const LONGEST_LIST = 100;

const isObject = (value: unknown): value is Document => typeof value === "object" && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value) ?? "");

/** The values of one field; none where the event has not got it. */
export function valuesAt(event: Document, name: string): readonly string[] {
  let at: unknown = event;
  for (const [step, rest] of steps(name)) {
    if (!isObject(at)) return [];
    // A product's own field may have dots in its name.
    if (rest !== step && Object.hasOwn(at, rest)) return told(at[rest]);
    if (!Object.hasOwn(at, step)) return [];
    at = at[step];
  }
  return told(at);
}

function* steps(name: string): Generator<readonly [step: string, rest: string]> {
  let rest = name;
  for (let dot = rest.indexOf("."); dot >= 0; dot = rest.indexOf(".")) {
    yield [rest.slice(0, dot), rest];
    rest = rest.slice(dot + 1);
  }
  yield [rest, rest];
}

const told = (value: unknown): readonly string[] => (value === null || value === undefined || isObject(value) ? [] : [value].flat().map(textOf).filter((text) => text !== ""));

/** All fields, by name. */
export function entriesOf(event: Document): readonly Entry[] {
  const found: Entry[] = [];
  walk(event, "", found, 0);
  return found.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function walk(value: unknown, name: string, into: Entry[], depth: number): void {
  if (isObject(value) && depth < DEEPEST) {
    for (const [key, inner] of Object.entries(value)) walk(inner, name === "" ? key : `${name}.${key}`, into, depth + 1);
    return;
  }
  const values = isObject(value) || (Array.isArray(value) && (value.some(isObject) || value.length > LONGEST_LIST)) ? [JSON.stringify(value)] : told(value);
  if (values.length > 0) into.push({ name, values });
}

// What tells what happened, in the order in which one would say it.
const TELLING = [
  "event.action", "process.command_line", "process.executable", "process.parent.name", "file.path", "registry.path", "service.name", "dns.question.name", "url.original", "http.request.method", "http.response.status_code",
  "source.ip", "destination.ip", "destination.port", "destination.domain", "user.target.name", "email.subject", "event.outcome", "event.code", "message",
] as const;
const TOLD_AT_MOST = 5;

/** What happened, as the few fields that tell it. */
export function summaryOf(event: Document): readonly Entry[] {
  return TELLING.map((name) => ({ name, values: valuesAt(event, name) })).filter(({ values }) => values.length > 0).slice(0, TOLD_AT_MOST);
}
