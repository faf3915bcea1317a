import { restoreBackup } from "../roles/index.ts";
import { backupOptions, BACKUP_USAGE, showSteps } from "./backup-options.ts";
import { EXIT, type Command } from "./command.ts";
import { amount, plain } from "./terminal-text.ts";

const USAGE = `usage: vigie restore [--config FILE] [--data DIR] [--digest HEX] FOLDER

Makes a data directory out of a backup. Every part is compared with what the backup says of it before anything is
written. The data directory is made, or empty; so are databases of your own that the configuration names.

${BACKUP_USAGE}
  --digest HEX   what \`vigie backup\` told at its end: that it is this backup, and nothing in it was altered

Then start vigie on the data directory. docs/backup.md tells what to look at first.`;

/** `vigie restore`. */
export const restore: Command = {
  usage: USAGE,
  run: async (args, terminal) => {
    const options = await backupOptions(args);
    const { onStep, clear } = showSteps(terminal.err);
    const { contents } = await restoreBackup({ ...options, onStep }).finally(clear);
    const events = contents.events.days.reduce((sum, { rows }) => sum + rows, 0);
    terminal.out.write(`restored from ${contents.madeAt}: ${amount(events, "event")} and quarantined lines, ${amount(contents.state.tables.length, "table")}: ${plain(options.data)}\n`);
    return EXIT.done;
  },
};
