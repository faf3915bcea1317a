import { runCommand, EXIT, type Command, type Terminal } from "./command.ts";
import { nearest } from "../detect/index.ts";
import { parse } from "./parse.ts";
import { rulesCheck } from "./rules-check.ts";
import { rulesExplain } from "./rules-explain.ts";
import { rulesList } from "./rules-list.ts";
import { rulesTest } from "./rules-test.ts";
import { scan } from "./scan.ts";
import { plain } from "./terminal-text.ts";
import { VERSION } from "./version.ts";

export { serveScanTasks } from "./scan-worker.ts";

const COMMANDS: Readonly<Record<string, Command>> = {
  scan,
  parse,
  "rules check": rulesCheck,
  "rules test": rulesTest,
  "rules explain": rulesExplain,
  "rules list": rulesList,
};

const USAGE = `vigie ${VERSION}: finds attacks in logs

  vigie scan PATH…                 read logs and print what the rules find in them
  vigie parse PATH                 print records under ECS names
  vigie rules check PATH…          which rules can be used, and why others cannot
  vigie rules test PATH…           put each rule to the events beside it
  vigie rules explain RULE EVENT   why a rule matches an event or does not
  vigie rules list                 the rules that scan uses

  vigie COMMAND --help             all options of a command
  vigie --version`;

/** Finds and runs the command that the arguments name. Gives the exit code. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  const [first = "", second = ""] = args;
  if (args.length === 0 || first === "help" || first === "--help" || first === "-h") {
    terminal.out.write(`${USAGE}\n`);
    return args.length === 0 ? EXIT.usage : EXIT.done;
  }
  if (first === "--version") {
    terminal.out.write(`${VERSION}\n`);
    return EXIT.done;
  }
  if (Object.hasOwn(COMMANDS, `${first} ${second}`)) return runCommand(COMMANDS[`${first} ${second}`]!, args.slice(2), terminal);
  if (Object.hasOwn(COMMANDS, first)) return runCommand(COMMANDS[first]!, args.slice(1), terminal);
  terminal.err.write(`vigie: ${plain(unknownCommand(first, second))}\n${USAGE}\n`);
  return EXIT.usage;
}

function unknownCommand(first: string, second: string): string {
  const names = Object.keys(COMMANDS);
  const behind = names.filter((name) => name.startsWith(`${first} `)).map((name) => name.slice(first.length + 1));
  if (behind.length > 0 && (second === "" || second.startsWith("-"))) return `"${first}" needs a word behind it: ${behind.join(", ")}`;
  const written = behind.length > 0 ? `${first} ${second}` : first;
  const near = nearest(`${first} ${second}`, names) ?? nearest(first, names);
  return `there is no command "${written}"${near === undefined ? "" : `; did you mean "${near}"?`}`;
}
