import type { VerifyStep } from "../contract/chain.ts";
import { DomainError } from "../core/index.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf, stepsOf } from "./platform-client.ts";
import { createProgress } from "./progress.ts";
import { amount, number, plain } from "./terminal-text.ts";

const USAGE = `usage: vigie verify TENANT [--json] [--url URL] [--key KEY]

Compares every stored event of an organisation with the chain of digests that was written down as they were stored:
whether one was changed, is missing or was added. Reads the whole store of the organisation.

  --json         one JSON object a line: progress, then the result
${PLATFORM_USAGE}

Exit code: 0 all is as it was stored, 1 something differs, 2 the command was wrong.`;

/** `vigie verify`. */
export const verify: Command = { usage: USAGE, run };

type Result = Extract<VerifyStep, { type: "result" }>;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, { ...PLATFORM_OPTIONS, json: { type: "boolean" } });
  const [tenant, ...more] = positionals;
  if (tenant === undefined || more.length > 0) throw new UsageError("name one organisation");
  let result: Result | undefined;
  let at = { batches: 0, of: 0, events: 0 };
  const progress = createProgress(terminal.err, [1], () => `${number(at.batches)} of ${number(at.of)} batches, ${amount(at.events, "event")}`);
  try {
    for await (const step of stepsOf<VerifyStep>(platformOf(values), pathOf("tenants", tenant, "verify"))) {
      if (values.json === true) terminal.out.write(`${JSON.stringify(step)}\n`);
      if (step.type === "result") result = step;
      else {
        at = step;
        progress.update(0, step.of === 0 ? 1 : step.batches / step.of);
      }
    }
  } finally {
    progress.clear();
  }
  if (result === undefined) throw new DomainError("invalid", "The answer broke off before its end: ask again.");
  if (values.json !== true) terminal.out.write(textOf(result));
  return result.ok ? EXIT.done : EXIT.incomplete;
}

function textOf({ ok, batches, events, expired, differing, differences }: Result): string {
  const looked = `${amount(events, "event")} in ${batchCount(batches)}${expired === 0 ? "" : `, of which retention has taken ${number(expired)}`}\n`;
  if (ok) return `ok: ${looked}`;
  const told = differences.map(({ say }) => `${plain(say)}\n`).join("");
  const rest = differing - differences.length;
  return `${told}${rest > 0 ? `and ${number(rest)} more\n` : ""}not ok: in ${batchCount(differing)} something differs; looked at ${looked}`;
}

const batchCount = (count: number): string => (count === 1 ? "1 batch" : `${number(count)} batches`);
