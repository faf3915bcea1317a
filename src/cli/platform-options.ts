import { resolve } from "node:path";
import { readConfig, type Config } from "../config/index.ts";
import { parseOptions, UsageError } from "./command.ts";

/** What every command that runs a part of the platform takes. */
export type PlatformOptions = { readonly config: Config; readonly configPath: string | undefined; readonly data: string; readonly worker: number };

const DEFAULT_DATA = "vigie-data";

/** Reads the options and the configuration that they name. */
export async function platformOptions(args: readonly string[]): Promise<PlatformOptions> {
  const { values, positionals } = parseOptions(args, { config: { type: "string" }, data: { type: "string" }, worker: { type: "string" } });
  if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is too much: what to run is in the configuration`);
  const worker = Number(values.worker ?? 0);
  if (!Number.isSafeInteger(worker) || worker < 0) throw new UsageError(`--worker ${values.worker}: give the worker's number, from 0`);
  const configPath = values.config === undefined ? undefined : resolve(values.config);
  return { config: await readConfig(configPath, process.env), configPath, data: resolve(values.data ?? process.env["VIGIE_DATA"] ?? DEFAULT_DATA), worker };
}

/** A variable that the supervisor gives its children, and people who run a role by itself. */
export function required(variable: string, what: string): string {
  const value = process.env[variable];
  if (value === undefined || value === "") throw new UsageError(`${variable} is not set: ${what}`);
  return value;
}
