import { once } from "node:events";
import { join } from "node:path";
import { startPlatform } from "../roles/index.ts";
import { EXIT, type Command } from "./command.ts";
import { platformOptions } from "./platform-options.ts";
import { plain } from "./terminal-text.ts";

const USAGE = `vigie start [--config vigie.yaml] [--data DIR]

  Runs the whole platform on this machine: receives logs, keeps every one, detects, answers searches.
  All that it keeps is in DIR (default: vigie-data in the current folder). Stops on Ctrl-C and SIGTERM
  after it has finished what it began.

  --config FILE  listeners, organisations and their sources: docs/configuration.md
  --data DIR     where everything is kept; one vigie at a time`;

/** `vigie start`. */
export const start: Command = {
  usage: USAGE,
  run: async (args, terminal) => {
    const { config, configPath, data } = await platformOptions(args);
    const asked = new AbortController();
    // Some send it twice, and who is impatient presses again: the second must not leave children behind.
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => asked.abort());
    const platform = await startPlatform({
      config, configPath, data,
      signal: asked.signal,
      main: join(import.meta.dirname, "../main.ts"),
      onUpgrade: (migrations) => terminal.err.write(upgradeHint(migrations, args)),
      onAdminKey: (key) => terminal.out.write(`The administrator's key, shown this once: ${key}\n`),
    }).catch((error: unknown) => {
      // Whoever asked it to stop knows why it is not ready.
      if (asked.signal.aborted) return undefined;
      throw error;
    });
    if (platform === undefined) return EXIT.done;
    for (const [name, address] of Object.entries(platform.addresses)) if (name !== "internal") terminal.out.write(`${name.padEnd(16)} ${address}\n`);
    terminal.out.write("vigie is ready\n");
    if (!asked.signal.aborted) await once(asked.signal, "abort");
    await platform.stop();
    return EXIT.done;
  },
};

const upgradeHint = (migrations: readonly string[], args: readonly string[]): string =>
  `vigie: the tables of an earlier version are brought up to this one (${migrations.join(", ")}), and no earlier version can use them then. A backup from before lets you go back; another time, make it first: ${plain(["vigie backup", ...args, "DIR"].join(" "))}\n`;
