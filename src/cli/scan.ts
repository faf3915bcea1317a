import { availableParallelism } from "node:os";
import { DomainError } from "../core/index.ts";
import { readPack, type Pack } from "../packs/index.ts";
import { listFiles } from "../sources/index.ts";
import { EXIT, type Command, type Terminal } from "./command.ts";
import type { Look } from "./format.ts";
import { formatter } from "./scan-format.ts";
import { readScanOptions, USAGE } from "./scan-options.ts";
import { openRejects, Output } from "./scan-output.ts";
import { planTasks } from "./scan-plan.ts";
import { createProgress } from "./scan-progress.ts";
import { Summary } from "./scan-summary.ts";
import { runTasks } from "./scan-workers.ts";
import { hasColours } from "./terminal-text.ts";

export const scan: Command = { usage: USAGE, run };

// Where no terminal tells its width: a pager or a file takes any.
const PIPE_WIDTH = 200;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const options = readScanOptions(args, Date.now());
  const { setup } = options;
  const summary = new Summary();
  const pack = await readPack(setup);
  if (pack.rules.rules.length === 0) throw new DomainError("invalid", withoutRules(pack));
  summary.addRules(pack);
  const { files, failures } = await listFiles(options.paths);
  summary.addFiles(files.length, failures);
  const plan = await planTasks(files, options.workers, availableParallelism());
  const progress = createProgress(terminal.err, plan.tasks);
  const rejects = await openRejects(options.rejects);
  const output = new Output({ out: terminal.out, format: formatter(options.format, look(terminal.out)), rejects, summary, pack, minLevel: setup.minLevel, clear: progress.clear });
  summary.begin();
  try {
    await runTasks(plan, setup, pack, async (task, part) => {
      await output.take(part);
      progress.update(task, part.bytesRead, summary);
    });
    await output.end();
  } finally {
    progress.clear();
  }
  terminal.err.write(summary.text());
  return summary.isComplete ? EXIT.done : EXIT.incomplete;
}

// A scan without rules finds nothing, which must not look like a clean result.
function withoutRules({ rules: { refused } }: Pack): string {
  const [first] = refused;
  const why = first === undefined ? "there is no rule in the paths that --rules names" : `${first.path}:${first.line}: ${first.reason}`;
  return `No rule could be loaded: ${why}${refused.length > 1 ? ` (and ${refused.length - 1} more; vigie rules check tells all)` : ""}.`;
}

const look = (out: Terminal["out"]): Look => ({ colours: hasColours(out, process.env), width: out.isTTY === true ? (out.columns ?? 80) : PIPE_WIDTH });
