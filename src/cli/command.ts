import { parseArgs, type ParseArgsConfig } from "node:util";
import { DomainError } from "../core/index.ts";
import { plain } from "./terminal-text.ts";

/** What a command writes to, so that tests see what a person would. */
export type Terminal = {
  readonly out: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
  readonly err: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
};

/** Runs with the arguments behind the command's name; gives the exit code. */
export type Command = { readonly usage: string; readonly run: (args: readonly string[], terminal: Terminal) => Promise<number> };

/** Exit codes, the same for all commands; `failed` is a bug or a machine out of room. */
export const EXIT = { done: 0, incomplete: 1, usage: 2, failed: 3 } as const;

/** The arguments were wrong; the message says how. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Parses options strictly: an unknown one is a usage error that names it. */
export function parseOptions<Options extends NonNullable<ParseArgsConfig["options"]>>(args: readonly string[], options: Options) {
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true });
    refuseEmpty(parsed);
    return parsed;
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

// A variable of the shell that is not set leaves an empty text behind, which would be taken for a path.
function refuseEmpty({ values, positionals }: { readonly values: object; readonly positionals: readonly string[] }): void {
  const empty = Object.entries(values).find(([, value]) => [value].flat().includes(""));
  if (empty !== undefined) throw new UsageError(`--${empty[0]} is followed by an empty text: write a value, or leave the option out`);
  if (positionals.includes("")) throw new UsageError("a path is empty: write one, or leave it out");
}

/** One of the words, or a usage error that lists them. */
export function oneOf<Word extends string>(name: string, value: string, words: readonly Word[]): Word {
  const word = words.find((one) => one === value);
  if (word === undefined) throw new UsageError(`--${name} ${value}: use one of ${words.join(", ")}`);
  return word;
}

/** Runs a command; a refusal becomes one sentence on standard error. */
export async function runCommand(command: Command, args: readonly string[], terminal: Terminal): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    terminal.out.write(`${command.usage}\n`);
    return EXIT.done;
  }
  try {
    return await command.run(args, terminal);
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof DomainError)) {
      terminal.err.write(`vigie failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      return EXIT.failed;
    }
    terminal.err.write(`vigie: ${plain(error.message)}\n`);
    if (error instanceof UsageError) terminal.err.write(`${command.usage}\n`);
    return EXIT.usage;
  }
}
