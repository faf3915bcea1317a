import { expect, test } from "vitest";
import { typeOf, typesOf } from "./client-types.ts";

test.each<[object, string]>([
  [{ type: "string", minLength: 1 }, "string"],
  [{ type: "integer" }, "number"],
  [{ type: ["string", "null"] }, "string | null"],
  [{ anyOf: [{ type: "number" }, { type: "integer" }, { type: "null" }] }, "number | null"],
  [{ type: "string", enum: ["a", "b\"c"] }, String.raw`"a" | "b\"c"`],
  [{ const: null }, "null"],
  [{ $ref: "#/components/schemas/Person" }, 'Schemas["Person"]'],
  [{ type: "array", items: { anyOf: [{ type: "string" }, { type: "null" }] } }, "readonly (string | null)[]"],
  [{ type: "array", prefixItems: [{ type: "string" }, { type: "number" }] }, "readonly [string, number]"],
  [{ type: "object", properties: { a: { type: "string" }, "b-c": { type: "boolean" } }, required: ["a"], additionalProperties: false }, 'readonly a: string; readonly "b-c"?: boolean | undefined'],
  [{ type: "object", propertyNames: { type: "string" }, additionalProperties: { type: "number" } }, "Readonly<Record<string, number>>"],
  [{ type: "object" }, "Readonly<Record<string, unknown>>"],
  [{ allOf: [{ type: "string" }, {}] }, "(string) & (unknown)"],
  [{}, "unknown"],
  [{ not: {} }, "unknown"],
])("%j", (schema, type) => {
  expect(typeOf(schema as never).replace(/^\{ (.*) \}$/, "$1")).toBe(type);
});

test("a route has its parameters by place, its body and its answer", () => {
  const operation = {
    parameters: [{ name: "tenant", in: "path", required: true, schema: { type: "string" } }, { name: "limit", in: "query", schema: { type: "integer" } }],
    requestBody: { required: true, content: { "application/json": { schema: { type: "boolean" } }, "application/zip": {} } },
    responses: { 200: { content: { "application/json": { schema: { type: "number" } } } } },
  };
  const text = typesOf({ paths: { "/v1/{tenant}": { post: operation, get: { responses: { 200: {} } } } }, components: { schemas: { A: { type: "null" } } } });
  expect(text).toContain("readonly A: null;");
  expect(text).toContain("readonly post: { readonly path: { readonly tenant: string }; readonly query: { readonly limit?: number | undefined }; readonly header: object; readonly body: boolean | Uint8Array<ArrayBuffer>; readonly answer: number };");
  expect(text).toContain("readonly get: { readonly path: object; readonly query: object; readonly header: object; readonly body: undefined; readonly answer: Response };");
});
