import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { DomainError } from "../core/index.ts";
import type { LogSourceMap } from "../detect/index.ts";

/** The log-source maps that are shipped with the program. */
export const readShippedLogSources = (): Promise<readonly LogSourceMap[]> => readLogSources(join(import.meta.dirname, "../../content/logsources"));

/** Reads the log-source maps of a folder: one YAML file a product, in the shape of `LogSourceMap`. */
async function readLogSources(folder: string): Promise<readonly LogSourceMap[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yml")).toSorted();
  return Promise.all(names.map(async (name) => parse(join(folder, name), await readFile(join(folder, name), "utf8"))));
}

function parse(path: string, text: string): LogSourceMap {
  const map = load(text) as Partial<LogSourceMap> | undefined;
  if (typeof map?.product !== "string" || !Array.isArray(map.routes)) {
    throw new DomainError("invalid", `${path} is no log-source map: give it a product and a list of routes.`);
  }
  return map as LogSourceMap;
}
