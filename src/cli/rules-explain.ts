import { readFile as readTextFile } from "node:fs/promises";
import { DomainError, type Event, type Value } from "../core/index.ts";
import { Detector, type Explanation, type Rule } from "../detect/index.ts";
import { readPack, shippedLogSources } from "../packs/index.ts";
import { eventsOfFile } from "../pipeline.ts";
import { listFiles } from "../sources/index.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";

const USAGE = `usage: vigie rules explain [--json] [--vars FILE] [--rules PATH]… RULE EVENT

Why a rule matches an event or does not: each selection true or false, with what each field asks and holds.
RULE is a rule file, or the id or title of a rule in --rules (the shipped ones without it).
EVENT is a file with records (- for standard input); all its events are explained.`;

const OPTIONS = { json: { type: "boolean" }, vars: { type: "string" }, rules: { type: "string", multiple: true } } as const;

export const rulesExplain: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [named, path] = positionals;
  if (named === undefined || path === undefined || positionals.length > 2) throw new UsageError("name one rule and one file with events");
  const rules = await findRules(named, values.rules ?? [], values.vars);
  const { matcher } = new Detector({ rules, correlations: [], filters: [], refused: [] }, { logsources: await shippedLogSources() });
  const { events, unread } = await eventsOfPath(path);
  if (events.length === 0) throw new DomainError("not_found", `${path} holds no event that can be read${unread[0] === undefined ? "" : `: ${unread[0].reason}`}.`);
  for (const event of events) {
    for (const rule of rules) {
      const explanation = matcher.explain(rule, event);
      terminal.out.write(values.json === true ? `${JSON.stringify({ rule: rule.head.title, source: event.source, ...explanation })}\n` : show(rule, event, explanation));
    }
  }
  return EXIT.done;
}

async function eventsOfPath(path: string): ReturnType<typeof eventsOfFile> {
  const { files: [file, ...others], failures } = await listFiles([path]);
  if (file === undefined || others.length > 0) throw new DomainError("not_found", `${path}: ${failures[0]?.reason ?? "name one file with events"}.`);
  return eventsOfFile(file, Date.now());
}

async function findRules(named: string, paths: readonly string[], variables: string | undefined): Promise<readonly Rule[]> {
  const isFile = await readTextFile(named).then(() => true, () => false);
  const { rules } = await readPack({ rules: isFile ? [named] : paths, variables });
  const found = isFile ? rules.rules : rules.rules.filter(({ head }) => head.id === named || head.title === named);
  if (found.length > 0) return found;
  const [refusal] = rules.refused;
  if (isFile && refusal !== undefined) throw new DomainError("invalid", `${refusal.path}:${refusal.line}:${refusal.column}: ${refusal.reason}. ${refusal.hint}`);
  throw new DomainError("not_found", `No rule has the id or title "${named}"; vigie rules list shows all.`);
}

function show(rule: Rule, event: Event, { matches, applies, selections }: Explanation): string {
  const { category, product, service } = rule.logsource;
  const head = `${rule.head.title}\n  ${event.source.path}:${event.source.record} ${matches ? "MATCHES" : "does not match"}\n`;
  if (!applies) {
    const source = [event.product, event.channel, event.code].filter((part) => part !== undefined && part !== "").join(" / ");
    return `${head}  The rule is for ${[product, category, service].filter((part) => part !== undefined).join("/")}; the event is ${source === "" ? "of no known log source" : source}.\n\n`;
  }
  const told = selections.map(({ name, holds, items }) => {
    const rows = items.map(({ field, asks, value, holds: isTrue }) => `    ${mark(isTrue)} ${field} ${asks}${field === "keywords" ? "" : `; it is ${shown(value)}`}\n`);
    return `  ${mark(holds)} ${name}\n${rows.join("")}`;
  });
  return `${head}${told.join("")}\n`;
}

const mark = (holds: boolean): string => (holds ? "true " : "false");

const shown = (value: Value): string => (value === undefined ? "absent" : JSON.stringify(value).slice(0, 300));
