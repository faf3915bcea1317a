import { stat } from "node:fs/promises";
import { DomainError, type Event } from "../core/index.ts";
import { Detector } from "../detect/index.ts";
import { readFurther, readPack, type Pack } from "../packs/index.ts";
import { eventsOfFile } from "../pipeline.ts";
import { explain, listFiles } from "../sources/index.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { explainCorrelation } from "./explain-correlation.ts";
import { explainRule } from "./explain-rule.ts";
import { hasColours } from "./terminal-text.ts";

const USAGE = `usage: vigie rules explain [--json] [--vars FILE] [--rules PATH]… RULE EVENT

Why a rule matches an event or does not: each selection true or false, with what each field asks and holds.
RULE is a rule file, or the id, title or path of a rule in --rules (the shipped ones without it).
EVENT is a file with records (- for standard input); all its events are explained.
Of a correlation it tells which events its rules match, and when it fires.`;

const OPTIONS = { json: { type: "boolean" }, vars: { type: "string" }, rules: { type: "string", multiple: true } } as const;

export const rulesExplain: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [named, path] = positionals;
  if (named === undefined || path === undefined || positionals.length > 2) throw new UsageError("name one rule and one file with events");
  const { pack, rules, correlations } = await findRules(named, values.rules ?? [], values.vars);
  const events = await eventsOfPath(path);
  // A file may hold a correlation and the rules below it: the correlation's word tells of these, too.
  if (correlations.length > 0) {
    for (const correlation of correlations) terminal.out.write(explainCorrelation(correlation, events, pack, { json: values.json === true }));
    return EXIT.done;
  }
  const { matcher } = new Detector({ rules, correlations: [], filters: [], refused: [] }, pack);
  const colours = hasColours(terminal.out, process.env);
  for (const event of events) {
    for (const rule of rules) {
      const explanation = matcher.explain(rule, event);
      const { head: { id, title } } = rule;
      terminal.out.write(values.json === true ? `${JSON.stringify({ rule: { id: id ?? null, title }, source: event.source, ...explanation })}\n` : explainRule(rule, event, explanation, colours));
    }
  }
  return EXIT.done;
}

async function eventsOfPath(path: string): Promise<readonly Event[]> {
  const { files: [file, ...others], failures } = await listFiles([path]);
  if (file === undefined || others.length > 0) throw new DomainError("not_found", `${path}: ${failures[0]?.reason ?? "name one file with events"}.`);
  const { events, unread } = await eventsOfFile(file, Date.now(), await readFurther());
  if (events.length === 0) throw new DomainError("not_found", `${path} holds no event that can be read${unread[0] === undefined ? "" : `: ${unread[0].reason}`}.`);
  return events;
}

type Found = { readonly pack: Pack } & Pick<Pack["rules"], "rules" | "correlations">;

async function findRules(named: string, paths: readonly string[], variables: string | undefined): Promise<Found> {
  const isPath = await stat(named).then((status) => status.isFile(), (error: unknown) => (explain(error), false));
  const pack = await readPack({ rules: isPath ? [named] : paths, variables });
  const isMeant = ({ head }: { readonly head: { readonly id: string | undefined; readonly title: string; readonly path: string } }): boolean => isPath || [head.id, head.title, head.path].includes(named);
  const rules = pack.rules.rules.filter(isMeant);
  const correlations = pack.rules.correlations.filter(isMeant);
  if (rules.length + correlations.length > 0) return { pack, rules, correlations };
  const [refusal] = pack.rules.refused;
  if (isPath && refusal !== undefined) throw new DomainError("invalid", `${refusal.path}:${refusal.line}:${refusal.column}: ${refusal.reason}. ${refusal.hint}`);
  throw new DomainError("not_found", `No rule has the id, title or path "${named}"; vigie rules list shows all.`);
}
