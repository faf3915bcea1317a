// The body of a bulk request: a line that says what to do, then the document, line by line.
// Elasticsearch reference, "Bulk API".
import { checkCount, trimmed } from "../lines.ts";

const OPERATIONS = ["create", "index", "update", "delete"] as const;

export type Operation = (typeof OPERATIONS)[number];

/** What an action line says. Equal lines give the same object. */
export type Action = { readonly operation: Operation; readonly index: string; readonly id: string | undefined };

/** One action with its document, or why it cannot be done. */
export type BulkItem = { readonly action: Action; readonly document: Uint8Array } | { readonly action: Action; readonly problem: string };

export type Framed = { readonly ok: true; readonly items: readonly BulkItem[] } | { readonly ok: false; readonly reason: string };

const NEWLINE = 10;
const ACTION_BYTES = 8192;
// Shippers that name each document send a new action line each time; remembering those would only cost.
const REMEMBERED = 256;

/** Takes a body apart without reading the documents: each costs one native search for its newline. */
export function frameBulk(body: Buffer, index: string | undefined, maxLines: number): Framed {
  const items: BulkItem[] = [];
  const known = new Map<string, Action>();
  let line = 0;
  let at = 0;
  const next = (): Buffer | undefined => {
    const newline = body.indexOf(NEWLINE, at);
    const end = newline < 0 ? body.length : newline;
    const bytes = trimmed(body, at, end);
    at = end + 1;
    line++;
    return bytes;
  };
  while (at < body.length) {
    const bytes = next();
    if (bytes === undefined) continue;
    checkCount(items.length + 1, maxLines);
    const key = bytes.toString("latin1", 0, ACTION_BYTES + 1);
    const action = known.get(key) ?? readAction(key, index);
    if (typeof action === "string") return { ok: false, reason: `Malformed action/metadata line [${line}], ${action}` };
    if (known.size < REMEMBERED) known.set(key, action);
    if (action.operation === "delete") {
      items.push({ action, problem: NO_CHANGE });
      continue;
    }
    if (at >= body.length) return { ok: false, reason: `The document of the action in line [${line}] is missing` };
    const document = next();
    if (document === undefined) items.push({ action, problem: "the document is empty" });
    else items.push(action.operation === "update" ? { action, problem: NO_CHANGE } : { action, document });
  }
  return { ok: true, items };
}

const NO_CHANGE = "logs are kept as they came: only [create] and [index] are possible";

/** Reads an action line, given as Latin-1 so that nothing of it is lost before it is known to be one. */
function readAction(latin1: string, index: string | undefined): Action | string {
  if (latin1.length > ACTION_BYTES) return `it is longer than ${ACTION_BYTES} bytes`;
  const value = parse(Buffer.from(latin1, "latin1").toString());
  if (!isRecord(value)) return "expected an object with one of [create, index, update, delete]";
  const [name, ...more] = Object.keys(value);
  const operation = OPERATIONS.find((one) => one === name);
  if (operation === undefined || more.length > 0) return "expected one of [create, index, update, delete] and nothing else";
  const said = value[operation];
  if (!isRecord(said)) return `expected an object as the value of [${operation}]`;
  const named = textOf(said, "_index") ?? index;
  return named === undefined ? "index is missing" : { operation, index: named, id: textOf(said, "_id") };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);

function textOf(record: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = Object.hasOwn(record, name) ? record[name] : undefined;
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}
