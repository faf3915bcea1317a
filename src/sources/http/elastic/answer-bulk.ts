import { randomBytes } from "node:crypto";
import type { Action, BulkItem, Operation } from "./frame-bulk.ts";
import { below, type Paths, select } from "./filter-path.ts";

/** What became of the items, in their order. Successes in one index differ by their id alone, so they share a template. */
export function answerBulk(items: readonly BulkItem[], tookMs: number, paths: Paths): string {
  const itemPaths = below(paths, "items");
  const templates = new Map<string, Template>();
  const told: string[] = [];
  let errors = false;
  for (const item of items) {
    const { operation, index, id } = item.action;
    if ("problem" in item) {
      errors = true;
      const answer = select({ [operation]: failed(item.action, item.problem) }, itemPaths);
      if (answer !== undefined) told.push(JSON.stringify(answer));
      continue;
    }
    const key = `${operation} ${index}`;
    let template = templates.get(key);
    if (template === undefined) templates.set(key, (template = makeTemplate(operation, index, itemPaths)));
    const text = fill(template, id);
    if (text !== "") told.push(text);
  }
  const head = Object.entries({ errors, took: tookMs }).filter(([name]) => isWanted(paths, name)).map(([name, value]) => `"${name}":${value}`);
  const listed = itemPaths.length > 0 && (told.length > 0 || items.length === 0) ? [`"items":[${told.join(",")}]`] : [];
  return `{${[...head, ...listed].join(",")}}`;
}

/** The text of a success before and behind the id; without `after` nobody wants to hear the id. */
type Template = { readonly before: string; readonly after: string | undefined };

const ID_HERE = "id";
const ID_TEXT = `"_id":"${ID_HERE}"`;

function makeTemplate(operation: Operation, index: string, paths: Paths): Template {
  const answer = select({ [operation]: created(index) }, paths);
  if (answer === undefined) return { before: "", after: undefined };
  const text = JSON.stringify(answer);
  // In a value of ours or of the sender's the quotes would be escaped: this is the key and nothing else.
  const at = text.indexOf(ID_TEXT);
  return at < 0 ? { before: text, after: undefined } : { before: text.slice(0, at + ID_TEXT.length - ID_HERE.length - 2), after: text.slice(at + ID_TEXT.length) };
}

const fill = ({ before, after }: Template, id: string | undefined): string =>
  after === undefined ? before : before + (id === undefined ? `"${nextId()}"` : JSON.stringify(id)) + after;

const created = (index: string) => ({
  _index: index,
  _id: ID_HERE,
  _version: 1,
  result: "created",
  _shards: { total: 1, successful: 1, failed: 0 },
  _seq_no: 0,
  _primary_term: 1,
  status: 201,
});

const failed = ({ index, id }: Action, reason: string) => ({
  _index: index,
  _id: id ?? null,
  status: 400,
  error: { type: "illegal_argument_exception", reason },
});

const isWanted = (paths: Paths, key: string): boolean => below(paths, key).some((path) => path.length === 0);

// Ids that no document was given: unique, and nothing can be looked up by them.
const RUN = randomBytes(9).toString("base64url");
let given = 0;
const nextId = (): string => `${RUN}${(given++).toString(36)}`;
