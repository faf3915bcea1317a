// Mappings, checked: what cannot be used, values against the word of ECS, samples that are not understood, sections without any.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { DomainError } from "../core/index.ts";
import { type MappingRefusal, placeInMapping, type Technology } from "../normalise/index.ts";
import { readSamples, readTechnologies, SHIPPED_TECHNOLOGIES, technologyFolder } from "../packs/index.ts";
import { checkSamples, type Problem } from "./check-samples.ts";
import { EXIT, parseOptions, UsageError, type Command, type Terminal } from "./command.ts";
import { amount, number, plainLines } from "./terminal-text.ts";

const USAGE = `usage: vigie technologies check [--json] [DIR]

Checks the mappings in DIR, which holds one folder a technology or is that of one; those that are shipped if no DIR is named.
Tells file, line and column of all that is wrong and what to write instead: what cannot be used, values and types of events
that ECS does not have, samples that their technology does not understand. Also tells, without counting it as wrong, which
sections no sample is for. Mappings of DIR may extend shipped ones.
Exit code: 0 all is well, 1 something is wrong, 2 the command was wrong.`;

export const technologiesCheck: Command = { usage: USAGE, run };

async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { values, positionals } = parseOptions(args, { json: { type: "boolean" } });
  if (positionals.length > 1) throw new UsageError("name one folder, or none for the shipped technologies");
  const folder = positionals[0] === undefined || resolve(positionals[0]) === SHIPPED_TECHNOLOGIES ? SHIPPED_TECHNOLOGIES : positionals[0];
  if (!existsSync(folder)) throw new DomainError("not_found", `${folder} does not exist: name a folder that holds one folder a technology.`);
  const { parent, name } = await technologyFolder(folder);
  const { technologies: all, refused, doubts } = await readTechnologies(folder === SHIPPED_TECHNOLOGIES ? [folder] : [SHIPPED_TECHNOLOGIES, folder]);
  const isOwn = ({ layer }: MappingRefusal): boolean => folder === SHIPPED_TECHNOLOGIES || layer > 0;
  const technologies = all.filter((one) => (name === undefined ? existsSync(join(parent, one.name, "mapping.yml")) : one.name === name));
  const problems: Problem[] = [...refused, ...doubts].filter(isOwn).map(({ path, line, column, reason, hint }) => ({ path, line, column, reason, hint }));
  if (technologies.length + problems.length === 0) throw new DomainError("invalid", `${folder} holds no technology: each is a folder with a mapping.yml.`);
  const warnings: Problem[] = [];
  let samples = 0;
  for (const technology of technologies) {
    const files = await readSamples(parent, technology.name);
    const checked = checkSamples(technology, all, files);
    samples += checked.samples;
    problems.push(...checked.problems);
    warnings.push(...unused(technology, checked.used, parent));
  }
  if (values.json === true) terminal.out.write(`${JSON.stringify({ technologies: technologies.length, samples, problems, warnings }, undefined, 2)}\n`);
  else {
    const lines = [...problems, ...warnings].map(({ path, line, column, reason, hint }) => `${path}:${line}:${column}: ${reason}\n    ${hint}\n`);
    terminal.out.write(plainLines(`${lines.join("")}${amount(technologies.length, "technology", "technologies")} with ${amount(samples, "sample")} checked, ${number(problems.length)} wrong, ${amount(warnings.length, "section")} without a sample\n`));
  }
  return problems.length === 0 ? EXIT.done : EXIT.incomplete;
}

/** Its own sections that no sample is for; `parent` holds its folder. */
function unused({ name, sections }: Technology, used: ReadonlySet<Technology["sections"][number]>, parent: string): Problem[] {
  return sections.flatMap((section) => {
    if (section.place === undefined || used.has(section)) return [];
    const { path, at } = section.place;
    const [folder, file] = path.split("/").slice(-2);
    // A section of a technology that this one extends is proven by that one's samples.
    if (folder !== name || file === undefined) return [];
    return [{ path, ...placeInMapping(readFileSync(join(parent, name, file), "utf8"), at), reason: "no sample is for this section", hint: "Write a record under samples/ that it is for, or take the section out." }];
  });
}
