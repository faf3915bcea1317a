// Writes the API's description as TypeScript, for src/contract/client.ts.
import { openApi } from "./openapi.ts";

type Schema = { readonly [name: string]: unknown };
type Content = Readonly<Record<string, { readonly schema?: Schema }>>;
type Parameter = { readonly name: string; readonly in: string; readonly required?: boolean; readonly schema: Schema };
type Operation = { readonly parameters?: readonly Parameter[]; readonly requestBody?: { readonly required?: boolean; readonly content: Content }; readonly responses: Readonly<Record<string, { readonly content?: Content }>> };
type Document = { readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>; readonly components: { readonly schemas: Readonly<Record<string, Schema>> } };

const JSON_TYPE = "application/json";

/** src/contract/client-types.ts: what each route takes and answers. */
export async function clientTypes(): Promise<string> {
  return typesOf(JSON.parse(await openApi()) as Document);
}

/** The types of an OpenAPI 3.1 document whose schemas are JSON Schema 2020-12. A form that this does not know is `unknown`. */
export function typesOf({ paths, components }: Document): string {
  const schemas = Object.entries(components.schemas).map(([name, schema]) => `  readonly ${quoted(name)}: ${typeOf(schema)};`);
  const routes = Object.entries(paths).map(([path, methods]) => `  readonly ${quoted(path)}: {\n${Object.entries(methods).map(([method, operation]) => `    readonly ${method}: ${operationOf(operation)};`).join("\n")}\n  };`);
  return `// Made by \`npm run gen\` from the routes of the API: change those.\n// oxlint-disable max-lines -- as long as there are routes\n\n/** Forms that several routes share, by name. */\nexport type Schemas = {\n${schemas.join("\n")}\n};\n\n/** Every path with its methods: parameters of the path, of the query and of the head, the body, and the answer. */\nexport type Paths = {\n${routes.join("\n")}\n};\n`;
}

function operationOf({ parameters = [], requestBody, responses }: Operation): string {
  const parts = (["path", "query", "header"] as const).map((place) => `readonly ${place}: ${parametersOf(parameters.filter((one) => one.in === place))}`);
  return `{ ${[...parts, `readonly body: ${bodyOf(requestBody)}`, `readonly answer: ${answerOf(responses)}`].join("; ")} }`;
}

const parametersOf = (parameters: readonly Parameter[]): string =>
  parameters.length === 0 ? "object" : `{ ${parameters.map(({ name, required, schema }) => member(name, required === true, typeOf(schema))).join("; ")} }`;

function bodyOf(body: Operation["requestBody"]): string {
  if (body === undefined) return "undefined";
  const types = Object.entries(body.content).map(([type, { schema }]) => (type === JSON_TYPE && schema !== undefined ? typeOf(schema) : "Uint8Array<ArrayBuffer>"));
  return union(body.required === true ? types : [...types, "undefined"]);
}

// What is no JSON is given as it comes: lines, archives, messages without an end.
function answerOf(responses: Operation["responses"]): string {
  const content = responses["200"]?.content?.[JSON_TYPE];
  return content?.schema === undefined ? "Response" : typeOf(content.schema);
}

/** The type of a JSON Schema. */
export function typeOf(schema: Schema): string {
  const { $ref, anyOf, oneOf, allOf, type } = schema as { readonly $ref?: string; readonly anyOf?: readonly Schema[]; readonly oneOf?: readonly Schema[]; readonly allOf?: readonly Schema[]; readonly type?: string | readonly string[] };
  if ($ref !== undefined) return `Schemas[${JSON.stringify($ref.split("/").at(-1) ?? "")}]`;
  if ("const" in schema) return literal(schema["const"]);
  if (Array.isArray(schema["enum"])) return union(schema["enum"].map(literal));
  if (anyOf !== undefined || oneOf !== undefined) return union((anyOf ?? oneOf ?? []).map(typeOf));
  if (allOf !== undefined) return allOf.map((one) => `(${typeOf(one)})`).join(" & ");
  if (Array.isArray(type)) return union(type.map((one: string) => typeOf({ ...schema, type: one })));
  return byName(schema, type as string | undefined);
}

function byName(schema: Schema, type: string | undefined): string {
  if (type === "string" || type === "boolean" || type === "null") return type;
  if (type === "integer" || type === "number") return "number";
  if (type === "array") return arrayOf(schema);
  if (type === "object") return objectOf(schema);
  return "unknown";
}

const arrayOf = ({ items, prefixItems }: { readonly items?: Schema; readonly prefixItems?: readonly Schema[] }): string =>
  prefixItems !== undefined ? `readonly [${prefixItems.map(typeOf).join(", ")}]` : `readonly (${items === undefined ? "unknown" : typeOf(items)})[]`;

function objectOf(schema: Schema): string {
  const { properties = {}, required = [], additionalProperties } = schema as { readonly properties?: Readonly<Record<string, Schema>>; readonly required?: readonly string[]; readonly additionalProperties?: boolean | Schema };
  const named = Object.entries(properties).map(([name, one]) => member(name, required.includes(name), typeOf(one)));
  // Beside named members the others' type would have to hold for those, too.
  const others = typeof additionalProperties === "object" ? typeOf(additionalProperties) : "unknown";
  if (named.length === 0) return additionalProperties === false ? "Readonly<Record<string, never>>" : `Readonly<Record<string, ${others}>>`;
  return `{ ${named.join("; ")} }`;
}

// `undefined` is allowed where a member may be missing: it is left out of what is sent.
const member = (name: string, isRequired: boolean, type: string): string => `readonly ${quoted(name)}${isRequired ? "" : "?"}: ${isRequired ? type : union([type, "undefined"])}`;

const union = (types: readonly string[]): string => [...new Set(types)].join(" | ") || "never";
const literal = (value: unknown): string => (typeof value === "object" && value !== null ? "unknown" : JSON.stringify(value));
const quoted = (name: string): string => (/^[a-z_$][\w$]*$/i.test(name) ? name : JSON.stringify(name));
