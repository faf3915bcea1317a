import { userInfo } from "node:os";
import { resolve } from "node:path";
import { pino } from "pino";
import type { BackupStep } from "../roles/index.ts";
import { parseOptions, UsageError, type Terminal } from "./command.ts";
import { platformOptions } from "./platform-options.ts";
import { createProgress } from "./progress.ts";
import { number } from "./terminal-text.ts";

/** What both commands take beside the folder of the backup. */
export const BACKUP_USAGE = `  --config FILE  the configuration that vigie is started with
  --data DIR     the data directory; default: VIGIE_DATA, else vigie-data in the current folder`;

/** Reads the options of `backup` and `restore`. */
export async function backupOptions(args: readonly string[]) {
  const { values, positionals } = parseOptions(args, { config: { type: "string" }, data: { type: "string" }, digest: { type: "string" } });
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new UsageError("name one folder for the backup");
  const { config, data } = await platformOptions([...named("--config", values.config), ...named("--data", values.data)]);
  const log = pino({ level: config.log.level === "debug" ? "debug" : "warn" }, pino.destination({ dest: 2, sync: true }));
  return { config, data, log, folder: resolve(folder), digest: values.digest, by: nameOfUser(), now: () => new Date() };
}

const named = (option: string, value: string | undefined): readonly string[] => (value === undefined ? [] : [option, value]);

// A process in a container may run as a number that has no name.
function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? "unknown");
  }
}

/** Shows how far the work is: on a terminal as a bar, elsewhere one line for each kind of part. */
export function showSteps(err: Terminal["err"]) {
  let at: BackupStep | undefined;
  const bars = new Map<string, ReturnType<typeof createProgress>>();
  const clear = (): void => bars.get(at?.what ?? "")?.clear();
  const onStep = (step: BackupStep): void => {
    if (at?.what !== step.what) {
      clear();
      if (err.isTTY !== true) err.write(`${step.what}: ${number(step.of)} ${UNITS[step.what] ?? "parts"}\n`);
      bars.set(step.what, createProgress(err, [step.of], () => `${step.what}: ${number(at?.done ?? 0)} of ${number(at?.of ?? 0)} ${UNITS[step.what] ?? "parts"}`));
    }
    at = step;
    bars.get(step.what)?.update(0, step.done);
  };
  return { onStep, clear };
}

const UNITS: Readonly<Record<string, string>> = { checking: "bytes", state: "tables", events: "events", spool: "file" };
