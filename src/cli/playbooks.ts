// The texts of playbooks: listed, shown and checked. No server is asked.
import { resolve } from "node:path";
import { type Both, type Playbook, playbookNamed, readPlaybooks, SECTIONS, SHIPPED_PLAYBOOKS, shippedPlaybooks, type Step, stepsOf } from "../playbooks/index.ts";
import { type Command, EXIT, oneOf, parseOptions, UsageError } from "./command.ts";
import { amount, column, plain } from "./terminal-text.ts";

const LANGUAGES = ["en", "fr"] as const;
type Language = (typeof LANGUAGES)[number];
const LANGUAGE_USAGE = "  --language L   en or fr; default: en";

/** `vigie playbooks`. */
export const playbooksList: Command = {
  usage: `usage: vigie playbooks [--language en|fr]\n\nThe playbooks, and what each is for.\n\n${LANGUAGE_USAGE}`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, { language: { type: "string" } });
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is too much: vigie playbooks show shows one`);
    const language = oneOf("language", values.language ?? "en", LANGUAGES);
    for (const playbook of await shippedPlaybooks()) terminal.out.write(`${column(playbook.name, 30)}  v${playbook.version}  ${amount(stepsOf(playbook).length, "step")}  ${plain(playbook.title[language])}\n`);
    return EXIT.done;
  },
};

/** `vigie playbooks show`. */
export const playbooksShow: Command = {
  usage: `usage: vigie playbooks show NAME [--language en|fr] [--json]\n\nThe whole text of one.\n\n${LANGUAGE_USAGE}\n  --json         all of it, in both languages`,
  run: async (args, terminal) => {
    const { values, positionals } = parseOptions(args, { language: { type: "string" }, json: { type: "boolean" } });
    const [name, more] = positionals;
    if (name === undefined || more !== undefined) throw new UsageError("name one playbook: vigie playbooks lists them");
    const playbook = playbookNamed(await shippedPlaybooks(), name);
    terminal.out.write(values.json === true ? `${JSON.stringify(playbook)}\n` : textOf(playbook, oneOf("language", values.language ?? "en", LANGUAGES)));
    return EXIT.done;
  },
};

function textOf(playbook: Playbook, language: Language): string {
  const say = (text: Both): string => text[language];
  const lines = [
    `${say(playbook.title)}, version ${playbook.version}`, say(playbook.summary),
    ...SECTIONS.flatMap((key) => ["", `== ${key}`, ...playbook.sections[key].steps.flatMap((step) => linesOf(step, language)), ...playbook.sections[key].done.map((done) => `   done when: ${say(done)}`)]),
    "", ...playbook.done.map((done) => `done when: ${say(done)}`),
  ];
  return `${lines.map(plain).join("\n")}\n`;
}

function linesOf(step: Step, language: Language): readonly string[] {
  const when = Object.entries(step.when ?? {}).map(([name, outcomes]) => `${name} is ${outcomes.join(" or ")}`);
  return [
    ` - ${step.id} (${kindOf(step)}): ${step.title[language]}`,
    ...(when.length === 0 ? [] : [`     if ${when.join(" and ")}`]),
    ...(step.text === undefined ? [] : [`     ${step.text[language]}`]),
    ...("choices" in step ? Object.entries(step.choices).map(([key, text]) => `     ${key}: ${text[language]}`) : []),
    ...(step.kind === "request" ? step.steps.map((one, index) => `     ${index + 1}. ${one[language]}`) : []),
    ...("hunt" in step && step.hunt !== undefined ? [`     hunt: ${step.hunt.query}`] : []),
  ];
}

function kindOf(step: Step): string {
  switch (step.kind) {
    case "question": return `question to the ${step.to}`;
    case "decision": return `decision of the ${step.by}`;
    case "request": return `request: ${step.action} for each ${step.each.kind}`;
    case "approval": return `approval of the client, ${step.minutes} min, else ${step.default}`;
    case "do":
    case "wait": return step.kind;
  }
}

/** `vigie playbooks check`. */
export const playbooksCheck: Command = {
  usage: `usage: vigie playbooks check [DIR]

Checks the playbooks in DIR, or those that are shipped: their form, that every branch is reached, that queries can be read and
that both languages are there. Tells file and line of all that is wrong, and what to write instead.`,
  run: async (args, terminal) => {
    const { positionals } = parseOptions(args, {});
    if (positionals.length > 1) throw new UsageError("name one folder, or none for the shipped playbooks");
    const { playbooks, problems } = await readPlaybooks(positionals[0] === undefined ? SHIPPED_PLAYBOOKS : resolve(positionals[0]));
    for (const { file, line, column: at, message } of problems) terminal.err.write(`${plain(`${file}:${line}:${at}: ${message}`)}\n`);
    terminal.out.write(`${playbooks.length} playbooks can be used, ${problems.length} problems\n`);
    return problems.length === 0 && playbooks.length > 0 ? EXIT.done : EXIT.incomplete;
  },
};
