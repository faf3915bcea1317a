// Mappings, checked: what cannot be used, and samples that are not understood.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { DomainError } from "../core/index.ts";
import type { Technology } from "../normalise/index.ts";
import { readSamples, readTechnologies, SHIPPED_TECHNOLOGIES } from "../packs/index.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { findTechnology, hintFor, takesAnyProduct } from "../normalise/index.ts";
import { createAnswering } from "./parse-answer.ts";
import { amount, number, plainLines } from "./terminal-text.ts";

const USAGE = `usage: vigie technologies check [--json] [DIR]

Checks the mappings in DIR, which holds one folder a technology; those that are shipped if no DIR is named. Tells file, line
and column of what cannot be used and what to write instead, and names samples that their technology does not understand.
Mappings of DIR may extend shipped ones.
Exit code: 0 all is well, 1 something is wrong, 2 the command was wrong.`;

export const technologiesCheck: Command = { usage: USAGE, run };

/** What is wrong, and where. */
type Problem = { readonly path: string; readonly line: number; readonly column: number; readonly reason: string; readonly hint: string };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, { json: { type: "boolean" } });
  if (positionals.length > 1) throw new UsageError("name one folder, or none for the shipped technologies");
  const folder = resolve(positionals[0] ?? SHIPPED_TECHNOLOGIES);
  if (!existsSync(folder)) throw new DomainError("not_found", `${folder} does not exist: name a folder that holds one folder a technology.`);
  const { technologies, refused, all } = await read(folder);
  if (technologies.length + refused.length === 0) throw new DomainError("invalid", `${folder} holds no technology: each is a folder with a mapping.yml.`);
  const problems: Problem[] = [...refused];
  let samples = 0;
  for (const technology of technologies) {
    const files = await readSamples(folder, technology.name);
    samples += [...files.values()].reduce((sum, lines) => sum + lines.length, 0);
    problems.push(...problemsOf(technology, all, files));
  }
  if (values.json === true) terminal.out.write(`${JSON.stringify({ technologies: technologies.length, samples, problems }, undefined, 2)}\n`);
  else {
    const lines = problems.map(({ path, line, column, reason, hint }) => `${path}:${line}:${column}: ${reason}\n    ${hint}\n`);
    terminal.out.write(plainLines(`${lines.join("")}${amount(technologies.length, "technology", "technologies")} with ${amount(samples, "sample")} checked, ${number(problems.length)} wrong\n`));
  }
  return problems.length === 0 ? EXIT.done : EXIT.incomplete;
}

type Checked = { readonly technologies: readonly Technology[]; readonly refused: readonly Problem[]; readonly all: readonly Technology[] };

async function read(folder: string): Promise<Checked> {
  if (folder === SHIPPED_TECHNOLOGIES) {
    const { technologies, refused } = await readTechnologies(folder);
    return { technologies, refused, all: technologies };
  }
  const { technologies, refused } = await readTechnologies(folder, SHIPPED_TECHNOLOGIES);
  return { technologies: technologies.filter(({ name }) => existsSync(resolve(folder, name))), refused, all: technologies };
}

function problemsOf(technology: Technology, all: readonly Technology[], files: ReadonlyMap<string, readonly string[]>): Problem[] {
  if (files.size === 0) return [{ path: `${technology.name}/samples`, line: 1, column: 1, reason: "there is no sample", hint: "Write records after the vendor's documentation, one a line." }];
  const answering = createAnswering(all, { ...hintFor(all, findTechnology(all, technology.name)), latestMs: Date.now() });
  // What is of any product is called as its product; that of another mapping is not left for it.
  const mapped = new Set(all.map(({ name }) => name));
  const isOwn = (name: string): boolean => name === technology.name || (takesAnyProduct(technology) && !mapped.has(name));
  return [...files].flatMap(([file, lines]) =>
    lines.flatMap((line, i) => {
      const wrong = answering.record(line, i + 1).find((answer) => !answer.ok || !isOwn(answer.technology));
      if (wrong === undefined) return [];
      const reason = wrong.ok ? `the record is taken for ${wrong.technology}` : `the record is not understood: ${wrong.reason}`;
      return [{ path: `${technology.name}/samples/${file}`, line: i + 1, column: 1, reason, hint: "Compare the marks and the first extract under reads with the record." }];
    }),
  );
}
