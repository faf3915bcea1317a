import { readFile } from "node:fs/promises";
import { load } from "js-yaml";
import { DomainError } from "../core/index.ts";

/** Reads the values of placeholders from a YAML or JSON file: `Name: value` or `Name: [values]`. */
export async function readVariables(path: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const content = await readFile(path, "utf8").then(load).catch((error: unknown) => {
    throw new DomainError("invalid", `${path} cannot be read as variables: ${error instanceof Error ? error.message : String(error)}`);
  });
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new DomainError("invalid", `${path} must hold one line per placeholder, such as "Administrators: [adm_one, adm_two]".`);
  }
  return new Map(Object.entries(content).map(([name, value]) => [name, values(path, name, value)]));
}

function values(path: string, name: string, value: unknown): readonly string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length > 0 && list.every((one) => typeof one === "string" || typeof one === "number")) return list.map(String);
  throw new DomainError("invalid", `${path}: ${name} must be a text or a list of texts.`);
}
