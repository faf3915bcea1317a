import { randomBytes } from "node:crypto";
import type { Action, BulkItem } from "./frame-bulk.ts";
import { below, type Paths, select } from "./filter-path.ts";

/** What became of the items, in their order. Every answer of success comes from one template per action: only the id differs. */
export function answerBulk(items: readonly BulkItem[], tookMs: number, paths: Paths): string {
  const itemPaths = below(paths, "items");
  const templates = new Map<Action, Template>();
  const told: string[] = [];
  let errors = false;
  for (const item of items) {
    if ("problem" in item) {
      errors = true;
      const answer = select({ [item.action.operation]: failed(item.action, item.problem) }, itemPaths);
      if (answer !== undefined) told.push(JSON.stringify(answer));
      continue;
    }
    let template = templates.get(item.action);
    if (template === undefined) templates.set(item.action, (template = makeTemplate(item.action, itemPaths)));
    const text = fill(template);
    if (text !== "") told.push(text);
  }
  const head = Object.entries({ errors, took: tookMs }).filter(([key]) => isWanted(paths, key)).map(([key, value]) => `"${key}":${value}`);
  const listed = itemPaths.length > 0 && (told.length > 0 || items.length === 0) ? [`"items":[${told.join(",")}]`] : [];
  return `{${[...head, ...listed].join(",")}}`;
}

/** The text of a success before and behind the id; without `after` there is no id to tell. */
type Template = { readonly before: string; readonly after: string | undefined };

// No JSON text of ours holds it unescaped.
const ID_HERE = "\u0001";
const ID_IN_JSON = JSON.stringify(ID_HERE).slice(1, -1);

function makeTemplate(action: Action, paths: Paths): Template {
  const answer = select({ [action.operation]: created(action) }, paths);
  if (answer === undefined) return { before: "", after: undefined };
  const text = JSON.stringify(answer);
  const at = action.id === undefined ? text.lastIndexOf(ID_IN_JSON) : -1;
  return at < 0 ? { before: text, after: undefined } : { before: text.slice(0, at), after: text.slice(at + ID_IN_JSON.length) };
}

const fill = ({ before, after }: Template): string => (after === undefined ? before : before + nextId() + after);

const created = ({ index, id }: Action) => ({
  _index: index,
  _id: id ?? ID_HERE,
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
