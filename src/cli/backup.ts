import { makeBackup } from "../roles/index.ts";
import { backupOptions, BACKUP_USAGE, showSteps } from "./backup-options.ts";
import { EXIT, UsageError, type Command } from "./command.ts";
import { amount, number, plain } from "./terminal-text.ts";
import { VERSION } from "./version.ts";

const USAGE = `usage: vigie backup [--config FILE] [--data DIR] FOLDER

Copies all that vigie keeps into FOLDER, which is made, or empty: the database, the events, the lines that wait to be
stored, and the key that opens the secrets in the database. Vigie may run meanwhile. Everything that was acknowledged
before the backup began is in it. Whoever has it has everything: keep it encrypted.

${BACKUP_USAGE}

The configuration itself, certificates and keys of listeners are not in it: docs/backup.md.`;

/** `vigie backup`. */
export const backup: Command = {
  usage: USAGE,
  run: async (args, terminal) => {
    const { digest: wanted, ...options } = await backupOptions(args);
    if (wanted !== undefined) throw new UsageError("--digest is an option of restore");
    const { onStep, clear } = showSteps(terminal.err);
    const made = await makeBackup({ ...options, version: VERSION, onStep }).finally(clear);
    if (!made.hasKeys) terminal.err.write(`vigie: there is no secrets.json in ${plain(options.data)}: keep the key that VIGIE_SEAL_KEY holds elsewhere, or nobody can sign in with a code after a restore\n`);
    terminal.out.write(`${amount(made.events, "event")}, ${amount(made.quarantined, "quarantined line")}, ${amount(made.rows, "row")} of the database in ${number(Math.ceil(made.bytes / 2 ** 20))} MiB: ${plain(options.folder)}\n`);
    terminal.out.write(`digest ${made.digest}\n`);
    return EXIT.done;
  },
};
