import { readFile } from "node:fs/promises";
import { isNode, LineCounter, parseDocument, visit, type Document } from "yaml";
import { z } from "zod";
import { DomainError } from "../core/index.ts";
import { contradictions, type Problem } from "./contradictions.ts";
import { FROM_ENVIRONMENT } from "./environment.ts";
import { Config } from "./schema.ts";

/**
 * The settings of a file (none: all defaults), with those of the environment over them. Throws a `DomainError` that
 * says in one line what is wrong, at which line and column.
 */
export async function readConfig(path: string | undefined, environment: Readonly<Record<string, string | undefined>>): Promise<Config> {
  const text = path === undefined ? "" : await readText(path);
  return parseConfig(text, path ?? "settings", environment);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new DomainError("invalid", `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** As `readConfig`, from text; `name` stands in messages. */
export function parseConfig(text: string, name: string, environment: Readonly<Record<string, string | undefined>> = {}): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: "core" });
  const at = (path: readonly PropertyKey[]) => place(document, lines, path);
  const [broken] = document.errors;
  if (broken !== undefined) throw new DomainError("invalid", `${name}:${where(lines, broken.pos[0])}: not YAML: ${broken.message}`);
  visit(document, {
    Alias: (_, alias) => {
      throw new DomainError("invalid", `${name}:${where(lines, alias.range?.[0] ?? 0)}: aliases (*${alias.source}) are not read here; write the value out`);
    },
  });
  const parsed = Config.safeParse(withEnvironment(document.toJS() ?? {}, environment));
  const problems: readonly Problem[] = parsed.success ? contradictions(parsed.data) : parsed.error.issues.map(({ path, message }) => ({ path, message }));
  const [first] = problems;
  if (first !== undefined) throw new DomainError("invalid", `${name}:${at(first.path)}: ${first.path.join(".") || "the file"}: ${first.message}`);
  return Config.parse(parsed.data);
}

function withEnvironment(settings: unknown, environment: Readonly<Record<string, string | undefined>>): unknown {
  const result = structuredClone(settings);
  if (typeof result !== "object" || result === null || Array.isArray(result)) return result;
  for (const [variable, { path, type }] of Object.entries(FROM_ENVIRONMENT)) {
    const value = environment[variable];
    if (value !== undefined && value !== "") set(result as Record<string, unknown>, path, type === "number" ? Number(value) : value);
  }
  return result;
}

function set(settings: Record<string, unknown>, [first = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) settings[first] = value;
  else {
    const inner = settings[first];
    const section = typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>) : {};
    settings[first] = section;
    set(section, rest, value);
  }
}

// The deepest part of the path that the file has: of a missing setting, the section that misses it.
function place(document: Document, lines: LineCounter, path: readonly PropertyKey[]): string {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return where(lines, node.range[0]);
  }
  return "1:1";
}

function where(lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${Math.max(line, 1)}:${Math.max(col, 1)}`;
}

/** The schema as JSON Schema; docs/configuration.md is made of it. */
export const configSchema = (): object => z.toJSONSchema(Config, { io: "input" });
