// What records hold that no mapping reads: what to write next.
import { createInterface } from "node:readline";
import { DomainError } from "../core/index.ts";
import { findTechnology, hintFor, type Technology } from "../normalise/index.ts";
import { readOwnTechnologies } from "../packs/index.ts";
import { listFiles, readFile } from "../sources/index.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { createAnswering, type Answer } from "./parse-answer.ts";
import { Gaps, type GapReport } from "./mapping-gaps.ts";
import { amount, column, number, plain } from "./terminal-text.ts";

const USAGE = `usage: vigie technologies gaps [--technology NAME] [--mappings DIR]… [--top N] [--json] PATH…|-

Reads records and ranks, by technology, what no mapping reads: vendor's fields that it never asks for, events that tell no
category, by their code, and values of the wrong type. - reads lines from standard input, such as what
vigie hunt TENANT QUERY --raw prints of a platform's events.

  --technology NAME  what the records are, where they do not tell
  --mappings DIR     technologies of your own, as vigie parse takes them
  --top N            how many of each to show; default 10`;

const OPTIONS = { technology: { type: "string" }, mappings: { type: "string", multiple: true }, top: { type: "string" }, json: { type: "boolean" } } as const;

export const technologiesGaps: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  if (positionals.length === 0) throw new UsageError("name files with records, or - for standard input");
  const top = Number(values.top ?? 10);
  if (!Number.isInteger(top) || top < 1) throw new UsageError(`--top ${values.top}: write a number from 1`);
  const technologies = await readOwnTechnologies(values.mappings ?? []);
  const answering = createAnswering(technologies, { ...hintFor(technologies, named(technologies, values.technology)), latestMs: Date.now() });
  const gaps = new Gaps(technologies);
  const add = (answers: readonly Answer[]): void => answers.forEach((answer) => gaps.add(answer));
  for (const path of positionals) {
    if (path === "-") for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) add(answering.record(line, 1));
    else await readAll(path, (text, record) => add(answering.record(text, record)));
  }
  const reports = gaps.ranked(top);
  terminal.out.write(values.json === true ? reports.map((report) => `${JSON.stringify(report)}\n`).join("") : reports.map(textOf).join("\n"));
  return EXIT.done;
}

function named(technologies: readonly Technology[], name: string | undefined): ReturnType<typeof findTechnology> {
  if (name === undefined) return undefined;
  const found = findTechnology(technologies, name);
  if (found === undefined) throw new DomainError("not_found", `There is no technology "${name}"; vigie technologies lists those there are.`);
  return found;
}

async function readAll(path: string, take: (text: string, record: number) => void): Promise<void> {
  const { files, failures } = await listFiles([path]);
  for (const { reason } of failures) throw new DomainError("not_found", `${path}: ${reason}`);
  for (const file of files) {
    for await (const part of readFile(file)) {
      if (part.type === "batch") for (const { text, record } of part.lines) take(text, record);
      else throw new DomainError("invalid", `${part.path}: ${part.type === "skipped" ? `is no log but ${part.kind}` : part.reason}`);
    }
  }
}

function textOf({ technology, events, uncategorised, unmapped, clashed, unread }: GapReport): string {
  const part = (title: string, rows: readonly { readonly name: string; readonly events: number; readonly example?: string }[]): string =>
    rows.length === 0 ? "" : `  ${title}\n${rows.map(({ name, events: count, example = "" }) => `    ${number(count).padStart(9)}  ${column(name, 40)}  ${plain(example)}`.trimEnd()).join("\n")}\n`;
  return `${technology}: ${amount(events, "event")}\n${part("events that tell no category, by code", uncategorised)}${part("fields that the mapping never asks for", unmapped)}${part("values of the wrong type", clashed)}${part("records not understood, by reason", unread)}`;
}
