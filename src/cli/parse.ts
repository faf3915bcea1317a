// Records under ECS names: for people who write mappings, and for programs that measure them.
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { DomainError } from "../core/index.ts";
import { createZone, eventsFromFields, findTechnology, hintFor, type Hint, type Technology } from "../normalise/index.ts";
import { explainRefusal, readOwnTechnologies } from "../packs/index.ts";
import { parseWindowsXml, tableParser } from "../parsers/index.ts";
import { explain, listFiles, readFile, type Batch, type Line } from "../sources/index.ts";
import { createAnswering, type Answer, type Answering } from "./parse-answer.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";

const USAGE = `usage: vigie parse [--technology NAME] [--mappings DIR]… [--time-zone ZONE] [--records] [PATH|-]

Reads records and prints each under the names of the Elastic Common Schema, one JSON line each, in their order:
{"ok":true,"technology","confidence","event"} or {"ok":false,"reason"}. A record of several events gives a line for each.

  --technology NAME  what the records are, where they do not tell; content/technologies has the names
  --mappings DIR     technologies of your own, beside the shipped ones and before one of the same name: a folder that holds
                     one folder a technology, or that of one; may be given several times
  --time-zone ZONE   zone of times that name none, as Europe/Paris; UTC if not given
  --records          the input's lines are {"input": text or object}, and each gives exactly one line;
                     standard input if no PATH is named

Exit code: 0 all records were read, 2 the command was wrong.`;

const OPTIONS = { technology: { type: "string" }, mappings: { type: "string", multiple: true }, "time-zone": { type: "string" }, records: { type: "boolean" } } as const;

export const parse: Command = { usage: USAGE, run };

// A clock that runs ahead, and a time zone that the line does not tell.
const DAY_MS = 86_400_000;

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, OPTIONS);
  // A program that asks for records writes them to standard input.
  const [path = values.records === true ? "-" : undefined] = positionals;
  if (path === undefined || positionals.length > 1) throw new UsageError("name one file, or - for standard input");
  const technologies = await readOwnTechnologies(values.mappings ?? [], (refusal) => terminal.err.write(`vigie: ${explainRefusal(refusal)}\n`));
  const hint: Hint = { ...hintOf(technologies, values.technology), latestMs: Date.now() + DAY_MS, timeZone: zone(values["time-zone"]) };
  const answering = createAnswering(technologies, hint);
  // A reader that is slower than we are must not make the answers pile up.
  const print = async (answers: readonly Answer[]): Promise<void> => {
    if (!terminal.out.write(answers.map((answer) => `${JSON.stringify(answer)}\n`).join(""))) await once(terminal.out, "drain");
  };
  if (values.records === true) await answerRecords(path, answering, print);
  else await answerFile(path, answering, hint, print);
  return EXIT.done;
}

function hintOf(technologies: readonly Technology[], name: string | undefined): Hint {
  if (name === undefined) return hintFor(technologies);
  const named = findTechnology(technologies, name);
  if (named === undefined) throw new DomainError("not_found", `There is no technology "${name}". Use one of ${technologies.map((one) => one.name).join(", ")}.`);
  return hintFor(technologies, named);
}

function zone(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  try {
    createZone(name);
    return name;
  } catch {
    throw new UsageError(`--time-zone ${name}: there is no such zone; write a name such as Europe/Paris`);
  }
}

type Print = (answers: readonly Answer[]) => Promise<void>;

async function answerRecords(path: string, answering: Answering, print: Print): Promise<void> {
  const input = path === "-" ? process.stdin : createReadStream(path);
  let place = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      place += 1;
      await print([answerLine(line, place, answering)]);
    }
  } catch (error) {
    // Only what the system says of the file is the caller's to mend.
    if (error instanceof Error && "syscall" in error) throw new DomainError("not_found", `${path}: ${explain(error)}`);
    throw error;
  }
}

function answerLine(line: string, place: number, answering: Answering): Answer {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    return { ok: false, reason: `line ${place} is no JSON; write {"input": …}` };
  }
  const input = typeof record === "object" && record !== null && Object.hasOwn(record, "input") ? (record as { readonly input: unknown }).input : undefined;
  if (input === undefined || input === null) return { ok: false, reason: `line ${place} has no input; write {"input": …}` };
  return answering.record(input, place)[0]!;
}

async function answerFile(path: string, answering: Answering, hint: Hint, print: Print): Promise<void> {
  const { files, failures } = await listFiles([path]);
  for (const { reason } of failures) throw new DomainError("not_found", `${path}: ${reason}`);
  for (const file of files) {
    for await (const part of readFile(file)) {
      if (part.type === "batch") await answerBatch(part, answering, hint, print);
      else throw new DomainError("invalid", `${part.path}: ${part.type === "skipped" ? `is no log but ${part.kind}` : part.reason}`);
    }
  }
}

async function answerBatch(batch: Batch, answering: Answering, hint: Hint, print: Print): Promise<void> {
  const rejected = batch.rejected.map(({ record, reason }) => ({ record, answers: [{ ok: false, reason } as const] }));
  const read = batch.lines.map((line) => ({ record: line.record, answers: answersOf(line, batch, answering, hint) }));
  const inOrder = rejected.length === 0 ? read : [...read, ...rejected].toSorted((a, b) => a.record - b.record);
  for (const { answers } of inOrder) await print(answers);
}

function answersOf(line: Line, { columns, format, path }: Batch, answering: Answering, hint: Hint): readonly Answer[] {
  const parser = format === "windows-xml" ? parseWindowsXml : columns === undefined ? undefined : tableParser(columns);
  if (parser === undefined) return answering.record(line.text, line.record);
  const parsed = parser(line.text);
  if (!parsed.ok) return [{ ok: false, reason: parsed.reason }];
  const told = columns === undefined || columns.log === "" ? hint : { ...hint, product: "zeek", channel: columns.log };
  return eventsFromFields(parsed.fields, { path, record: line.record }, told).map(answering.event);
}
