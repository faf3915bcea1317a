import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameBulk } from "./frame-bulk.ts";

const MANY = 1000;

/** What a body is taken for, in one line an action. */
function told(body: string, index?: string): readonly string[] {
  const framed = frameBulk(Buffer.from(body), index, MANY);
  if (!framed.ok) return [framed.reason];
  return framed.items.map((item) => {
    const { operation, index: into, id = "-" } = item.action;
    return `${operation} ${into} ${id} ${"problem" in item ? `! ${item.problem}` : Buffer.from(item.document).toString()}`;
  });
}

const ONLY = "logs are kept as they came: only [create] and [index] are possible";

test.each<[string, string, string | undefined, readonly string[]]>([
  ["create and index", '{"create":{"_index":"a"}}\n{"m":1}\n{"index":{"_index":"b","_id":"7"}}\n{"m":2}\n', undefined, ['create a - {"m":1}', 'index b 7 {"m":2}']],
  ["the index of the path", '{"create":{}}\n{}\n', "logs", ["create logs - {}"]],
  ["the index of the action before that of the path", '{"create":{"_index":"a"}}\n{}\n', "logs", ["create a - {}"]],
  ["a last line without its newline", '{"create":{}}\n{"m":1}', "a", ['create a - {"m":1}']],
  ["CRLF", '{"create":{}}\r\n{"m":1}\r\n', "a", ['create a - {"m":1}']],
  ["blank lines between actions", '\n{"create":{}}\n{}\n\n  \n{"create":{}}\n{}\n', "a", ["create a - {}", "create a - {}"]],
  ["a document that is text", '{"create":{}}\nno json\n', "a", ["create a - no json"]],
  ["an empty document", '{"create":{}}\n\n{"create":{}}\n{}\n', "a", ["create a - ! the document is empty", "create a - {}"]],
  ["delete, which has no document", '{"delete":{"_id":"1"}}\n{"create":{}}\n{}\n', "a", [`delete a 1 ! ${ONLY}`, "create a - {}"]],
  ["update, which has one", '{"update":{"_id":"1"}}\n{"doc":{}}\n{"create":{}}\n{}\n', "a", [`update a 1 ! ${ONLY}`, "create a - {}"]],
  ["options that change nothing here", '{"create":{"_index":"a","pipeline":"p","require_data_stream":true,"routing":"x","dynamic_templates":{}}}\n{}\n', undefined, ["create a - {}"]],
  ["an id that is a number", '{"index":{"_id":7}}\n{}\n', "a", ["index a 7 {}"]],
  ["names beyond ASCII", '{"create":{"_index":"journaux-é","_id":"日"}}\n{}\n', undefined, ["create journaux-é 日 {}"]],
  ["__proto__ as a name", '{"create":{"__proto__":{"_index":"x"},"_index":"a"}}\n{}\n', undefined, ["create a - {}"]],
  ["nothing", "", "a", []],
])("%s", (_, body, index, want) => {
  expect(told(body, index)).toEqual(want);
});

test.each<[string, string, string]>([
  ["an action that is no JSON", '{"create":{"_index":"a"}}\n{}\nhello\n', "Malformed action/metadata line [3], expected an object with one of [create, index, update, delete]"],
  ["an action of another name", '{"drop":{}}\n{}\n', "Malformed action/metadata line [1], expected one of [create, index, update, delete] and nothing else"],
  ["two actions in one", '{"create":{},"index":{}}\n{}\n', "Malformed action/metadata line [1], expected one of [create, index, update, delete] and nothing else"],
  ["an action of no object", '{"create":7}\n{}\n', "Malformed action/metadata line [1], expected an object as the value of [create]"],
  ["__proto__ as an action", '{"__proto__":{}}\n{}\n', "Malformed action/metadata line [1], expected one of [create, index, update, delete] and nothing else"],
  ["no index anywhere", '{"create":{}}\n{}\n', "Malformed action/metadata line [1], index is missing"],
  ["an action without its document", '{"create":{"_index":"a"}}\n', "The document of the action in line [1] is missing"],
  ["an action line without end", `{"create":{"_index":"${"a".repeat(10_000)}"}}\n{}\n`, "Malformed action/metadata line [1], it is longer than 8192 bytes"],
])("refuses %s", (_, body, want) => {
  expect(told(body)).toEqual([want]);
});

describe("random bodies", () => {
  const piece = fc.constantFrom('{"create":{"_index":"a"}}', '{"index":{"_id":"1"}}', '{"delete":{}}', '{"update":{}}', '{"m":1}', "text", "", " ", "\r", "{", "null", "[]");

  test("give every document its action, or a reason", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.constantFrom("logs", undefined), (lines, index) => {
        expect(told(lines.join("\n"), index)).toEqual(slowly(lines, index));
      }),
      { numRuns: 2000 },
    );
  });

  test("never throw, whatever the bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void frameBulk(Buffer.from(bytes), "a", MANY)));
  });
});

/** The same by its definition: lines and JSON.parse. */
function slowly(lines: readonly string[], index: string | undefined): readonly string[] {
  const items: string[] = [];
  // A newline at the end ends a line and begins none.
  const all = lines.at(-1) === "" ? lines.slice(0, -1) : lines;
  for (let i = 0; i < all.length; i++) {
    const text = all[i]!.trim();
    if (text === "") continue;
    const number = i + 1;
    const action = parse(text);
    const refuse = (reason: string): readonly string[] => [`Malformed action/metadata line [${number}], ${reason}`];
    if (typeof action !== "object" || action === null || Array.isArray(action)) return refuse("expected an object with one of [create, index, update, delete]");
    const [name = ""] = Object.keys(action);
    if (!["create", "index", "update", "delete"].includes(name)) return refuse("expected one of [create, index, update, delete] and nothing else");
    const said = (action as Record<string, { _index?: string; _id?: string }>)[name]!;
    const into = said["_index"] ?? index;
    if (into === undefined) return refuse("index is missing");
    const head = `${name} ${into} ${said["_id"] ?? "-"}`;
    if (name === "delete") {
      items.push(`${head} ! ${ONLY}`);
      continue;
    }
    if (i + 1 >= all.length) return [`The document of the action in line [${number}] is missing`];
    const document = all[++i]!.trim();
    items.push(`${head} ${document === "" ? "! the document is empty" : name === "update" ? `! ${ONLY}` : document}`);
  }
  return items;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
