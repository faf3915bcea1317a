// A technology's samples, put to its mapping.
import { createEcsView, findTechnology, hintFor, hintForTypes, takesAnyProduct, type Technology, unexpectedTypes } from "../normalise/index.ts";
import { createAnswering, eventsOfRecord, type Answer } from "./parse-answer.ts";

/** What is wrong, and where. */
export type Problem = { readonly path: string; readonly line: number; readonly column: number; readonly reason: string; readonly hint: string };

/** What its samples show of a technology: `used` are the sections that some sample is for. */
export type SampleCheck = { readonly samples: number; readonly problems: readonly Problem[]; readonly used: ReadonlySet<Technology["sections"][number]> };

/** Checks the samples of a technology among all; `files` are their lines, by the name of their file. */
export function checkSamples(technology: Technology, all: readonly Technology[], files: ReadonlyMap<string, readonly string[]>): SampleCheck {
  const used = new Set<Technology["sections"][number]>();
  const at = (file: string, line: number) => ({ path: `${technology.name}/samples/${file}`, line, column: 1 });
  if (files.size === 0) return { samples: 0, used, problems: [{ path: `${technology.name}/samples`, line: 1, column: 1, reason: "there is no sample", hint: "Write records after the vendor's documentation, one a line." }] };
  const hint = { ...hintFor(all, findTechnology(all, technology.name)), latestMs: Date.now() };
  const answering = createAnswering(all, hint);
  const view = createEcsView(all);
  // What is of any product is called as its product; that of another mapping is not left for it.
  const mapped = new Set(all.map(({ name }) => name));
  const isOwn = (name: string): boolean => name === technology.name || (takesAnyProduct(technology) && !mapped.has(name));
  const problems: Problem[] = [];
  let samples = 0;
  for (const [file, lines] of files) {
    for (const [i, line] of lines.entries()) {
      samples += 1;
      const events = eventsOfRecord(line, i + 1, hint);
      for (const event of events) for (const section of view.sections(event)) used.add(section);
      const answers = events.map(answering.event);
      const wrong = answers.find((answer) => !answer.ok || !isOwn(answer.technology));
      if (wrong !== undefined) problems.push({ ...at(file, i + 1), reason: wrong.ok ? `the record is taken for ${wrong.technology}` : `the record is not understood: ${wrong.reason}`, hint: "Compare the marks and the first extract under reads with the record." });
      for (const answer of answers) problems.push(...typesOf(answer).map((one) => ({ ...at(file, i + 1), ...one })));
    }
  }
  return { samples, problems, used };
}

type Categorised = { readonly event?: { readonly category?: readonly string[]; readonly type?: readonly string[] } };

/** Types of an event that ECS does not expect of its categories: sections may each be well, and their sum not. */
function typesOf(answer: Answer): readonly { readonly reason: string; readonly hint: string }[] {
  if (!answer.ok) return [];
  const { category = [], type = [] } = (answer.event as Categorised).event ?? {};
  return unexpectedTypes(category, type).map((one) => ({ reason: `the event's type is ${one}, which ECS does not expect of ${category.join(", ")}`, hint: hintForTypes(category) }));
}
