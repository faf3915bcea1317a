import { expect, test } from "vitest";
import { answerBulk } from "./answer-bulk.ts";
import { parseFilterPath } from "./filter-path.ts";
import type { BulkItem } from "./frame-bulk.ts";

const document = Buffer.from("{}");
const ITEMS: readonly BulkItem[] = [
  { action: { operation: "create", index: 'a","_id":"id"', id: "1" }, document },
  { action: { operation: "index", index: "b", id: 'quote " and \\' }, document },
  { action: { operation: "delete", index: "b", id: undefined }, problem: "no" },
];

const answer = (filterPath: string | null, items = ITEMS): unknown => JSON.parse(answerBulk(items, 7, parseFilterPath(filterPath)));

const shards = { total: 1, successful: 1, failed: 0 };
const rest = { _version: 1, result: "created", _shards: shards, _seq_no: 0, _primary_term: 1, status: 201 };
const error = { type: "illegal_argument_exception", reason: "no" };

test("says of each item what became of it, in order", () => {
  expect(answer(null)).toEqual({
    errors: true,
    took: 7,
    items: [
      { create: { _index: 'a","_id":"id"', _id: "1", ...rest } },
      { index: { _index: "b", _id: 'quote " and \\', ...rest } },
      { delete: { _index: "b", _id: null, status: 400, error } },
    ],
  });
});

test.each<[string, unknown]>([
  ["errors,items.*.error,items.*.status", { errors: true, items: [{ create: { status: 201 } }, { index: { status: 201 } }, { delete: { status: 400, error } }] }],
  ["items.*.error", { items: [{ delete: { error } }] }],
  ["items.*.error.reason", { items: [{ delete: { error: { reason: "no" } } }] }],
  ["items.index._id", { items: [{ index: { _id: 'quote " and \\' } }] }],
  ["items.*._i*d", { items: [{ create: { _id: "1" } }, { index: { _id: 'quote " and \\' } }, { delete: { _id: null } }] }],
  ["**.reason", { items: [{ delete: { error: { reason: "no" } } }] }],
  ["took", { took: 7 }],
  ["nothing", {}],
  ["err*,nothing.**", { errors: true }],
])("filter_path=%s", (path, want) => {
  expect(answer(path)).toEqual(want);
});

test.each(["", "-took", "took,**"])("filter_path=%j leaves nothing out that matters", (path) => {
  expect(answer(path)).toHaveProperty("took");
});

test("gives ids that differ to documents without", () => {
  const items = Array.from({ length: 1000 }, () => ({ action: { operation: "create", index: "a", id: undefined }, document }) as const);
  const { items: told } = answer("items.*._id", items) as { items: { create: { _id: string } }[] };
  expect(new Set(told.map(({ create }) => create["_id"])).size).toBe(1000);
});

test("says that no item is there", () => {
  expect(answer(null, [])).toEqual({ errors: false, took: 7, items: [] });
});
