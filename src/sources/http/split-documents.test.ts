import fc from "fast-check";
import { expect, test } from "vitest";
import { splitDocuments } from "./split-documents.ts";

const MANY = 1000;

function told(body: string): unknown {
  const split = splitDocuments(Buffer.from(body), MANY);
  const text = (lines: readonly Uint8Array[]) => lines.map((line) => Buffer.from(line).toString());
  return split.ok ? { json: text(split.json), text: text(split.text) } : `${split.at}: ${split.reason}`;
}

test.each<[string, string, unknown]>([
  ["an object", '{"a": 1}', { json: ['{"a": 1}'], text: [] }],
  ["objects in a row", '{"a":1}\n{"b":2}{}', { json: ['{"a":1}', '{"b":2}', "{}"], text: [] }],
  ["a list", ' [ {"a":1} , {"b":[2]} ] ', { json: ['{"a":1}', '{"b":[2]}'], text: [] }],
  ["an empty list", "[]", { json: [], text: [] }],
  ["elements that are no objects", '[1, "a,]", null, [2]]', { json: [], text: ["1", '"a,]"', "null", "[2]"] }],
  ["nothing", "", { json: [], text: [] }],
  ["a list that is not closed", '[{"a":1}', "8: a comma or ] must follow an element"],
  ["a list that ends in a comma", "[1,", "3: the list is not closed"],
  ["a list without commas", "[1 2]", "3: a comma or ] must follow an element"],
  ["something behind a list", "[] []", "3: something follows the list"],
  ["what is no JSON", '{"a":1} *', "8: no JSON value begins here"],
])("%s", (_, body, want) => {
  expect(told(body)).toEqual(want);
});

test("gives back every element", () => {
  const list = fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 6 });
  fc.assert(
    fc.property(list, fc.constantFrom(undefined, 2), (values, indent) => {
      const split = splitDocuments(Buffer.from(JSON.stringify(values, null, indent)), MANY);
      if (!split.ok) throw new Error(split.reason);
      const parse = (line: Uint8Array) => JSON.parse(Buffer.from(line).toString()) as unknown;
      const isRecord = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
      const plain = JSON.parse(JSON.stringify(values)) as unknown[];
      expect(split.json.map(parse)).toEqual(plain.filter(isRecord));
      expect(split.text.map(parse)).toEqual(plain.filter((value) => !isRecord(value)));
    }),
  );
});

test("never throws, whatever the bytes", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void splitDocuments(bytes, MANY)));
});
