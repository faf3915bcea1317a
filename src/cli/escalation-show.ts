import type { z } from "zod";
import type { Escalation, EscalationThread } from "../contract/escalations.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { getAnswer, pathOf, PLATFORM_OPTIONS, PLATFORM_USAGE, platformOf } from "./platform-client.ts";
import { column, escaped, plain } from "./terminal-text.ts";

const USAGE = `usage: vigie escalation show TENANT ESCALATION [--json]

What the client reads: what happened, what speaks for and against, what to do first; the clocks, and the thread.

  ESCALATION     its id, or the reference of its alert or incident
  --json         all that is known
${PLATFORM_USAGE}`;

/** `vigie escalation show`. */
export const escalationShow: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, { ...PLATFORM_OPTIONS, json: { type: "boolean" } });
  const [tenant, named, more] = positionals;
  if (tenant === undefined || named === undefined || more !== undefined) throw new UsageError("name the organisation, then the escalation");
  const platform = platformOf(values);
  const path = pathOf("tenants", tenant, "escalations", named);
  const escalation = await getAnswer<Escalation>(platform, path);
  const { entries } = await getAnswer<z.infer<typeof EscalationThread>>(platform, `${path}/entries?limit=200`);
  terminal.out.write(values.json === true ? `${escaped(JSON.stringify({ ...escalation, entries }))}\n` : textOf(escalation, entries));
  return EXIT.done;
}

/** An escalation as a terminal shows it. */
export function textOf({ subject, severity, state, text, turn, clocks, answer, response }: Escalation, entries: z.infer<typeof EscalationThread>["entries"]): string {
  const list = (title: string, lines: readonly string[]): readonly string[] => (lines.length === 0 ? [] : [`  ${title}`, ...lines.map((line, i) => `    ${title === FIRST ? `${i + 1}.` : "-"} ${line}`)]);
  const lines = [
    `${subject.ref}  ${severity}  ${state}${answer === null ? "" : `: ${answer}`}`,
    `${text.title}  (${text.technical})`,
    text.what,
    ...text.moments.map(({ at, text: what }) => `  ${at.slice(0, 16).replace("T", " ")}  ${what}`),
    ...list("speaks for an attack", text.speaksFor),
    ...list("speaks against", text.speaksAgainst),
    ...list(FIRST, text.doFirst),
    text.question,
    turn.en,
    ...clocks.map(({ phase, state: of, usedMinutes, targetMinutes, dueAt }) => `  ${column(phase, 18)} ${column(of, 12)} ${Math.floor(usedMinutes)} of ${targetMinutes} min${dueAt === null ? "" : `, due ${dueAt.slice(0, 16).replace("T", " ")}`}`),
    ...(response === null ? [] : [`  done: ${response}`]),
    ...entries.map(({ at, who, text: said, visibility }) => `  ${at.slice(0, 16).replace("T", " ")}  ${who}${visibility === "internal" ? " (internal)" : ""}: ${said}`),
  ];
  return `${lines.map(plain).join("\n")}\n`;
}

const FIRST = "if it was an attack, do first";
