// `npm run fuzz:technologies [-- --cases N --seed S]`: spoilt records of all technologies through reading, mapping, document
// and columns. Nothing throws; what comes out stays small beside what went in; nothing takes long.
import { parseArgs } from "node:util";
import { createEcsView, createTextNormaliser, eventsFromJson, findTechnology, hintFor, HOT_FIELDS, type Hint, type HotValues, type Technology } from "../../src/normalise/index.ts";
import { readSamples, readShippedTechnologies, SHIPPED_TECHNOLOGIES } from "../../src/packs/index.ts";
import { mutated, randomOf } from "./mutate.ts";

/** What came of it. A problem holds the record that shows it. */
export type FuzzResult = { readonly cases: number; readonly events: number; readonly problems: readonly string[]; readonly slowestMs: number; readonly largestRatio: number };

const SOURCE = { path: "-", record: 1 };
// A document repeats what stands in several fields (related, native beside ECS), and names take room.
const MOST_RATIO = 60;
const LEAST_CHARS = 4_000;
// Far above what the longest record takes on a machine that is busy with something else.
const SLOW_MS = 500;
const PROBLEMS = 20;

/** Puts so many cases to the technologies, each labelled in turn and unlabelled. `tell` hears how far it is. */
export async function fuzzTechnologies(cases: number, seed: number, tell: (done: number) => void = () => {}): Promise<FuzzResult> {
  const technologies = await readShippedTechnologies(() => {});
  const samples = new Map<string, readonly string[]>();
  for (const { name } of technologies) samples.set(name, [...(await readSamples(SHIPPED_TECHNOLOGIES, name)).values()].flat());
  const all = [...samples.values()].flat();
  const read = readerOf(technologies);
  const unlabelled = hintFor(technologies);
  const random = randomOf(seed);
  const problems: string[] = [];
  let [events, slowestMs, largestRatio, done] = [0, 0, 0, 0];
  const labelled = technologies.filter(({ name }) => (samples.get(name)?.length ?? 0) > 0).map((technology) => ({ own: samples.get(technology.name)!, hint: hintFor(technologies, findTechnology(technologies, technology.name)) }));
  while (done < cases) {
    for (const { own, hint } of labelled) {
      const record = mutated(own[Math.floor(random() * own.length)]!, all, random);
      const began = performance.now();
      try {
        const { count, chars } = read(record, done % 2 === 0 ? hint : unlabelled);
        events += count;
        const ratio = chars / Math.max(record.length, LEAST_CHARS / MOST_RATIO);
        largestRatio = Math.max(largestRatio, ratio);
        if (ratio > MOST_RATIO && problems.length < PROBLEMS) problems.push(`${chars} characters of ${record.length}: ${JSON.stringify(record)}`);
      } catch (error) {
        if (problems.length < PROBLEMS) problems.push(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}: ${JSON.stringify(record)}`);
      }
      const tookMs = performance.now() - began;
      slowestMs = Math.max(slowestMs, tookMs);
      if (tookMs > SLOW_MS && problems.length < PROBLEMS) problems.push(`${Math.round(tookMs)} ms: ${JSON.stringify(record)}`);
      done += 1;
      if (done % 10_000 === 0) tell(done);
      if (done >= cases) break;
    }
  }
  return { cases: done, events, problems, slowestMs: Math.round(slowestMs), largestRatio: Math.round(largestRatio) };
}

function readerOf(technologies: readonly Technology[]): (record: string, hint: Hint) => { readonly count: number; readonly chars: number } {
  const view = createEcsView(technologies);
  const hot: HotValues = HOT_FIELDS.map(() => undefined);
  return (record, hint) => {
    const events = eventsOf(record, hint);
    let chars = 0;
    for (const event of events) {
      view.recognise(event);
      view.hotValues(event, hot);
      chars += JSON.stringify(view.document(event, 1_770_000_000_000).fields).length;
    }
    return { count: events.length, chars };
  };
}

function eventsOf(record: string, hint: Hint): ReturnType<typeof eventsFromJson> {
  if (record.startsWith("{") || record.startsWith("[")) {
    try {
      return eventsFromJson(JSON.parse(record), record, SOURCE, hint);
    } catch (error) {
      // A spoilt document is a line as any other.
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  const text = createTextNormaliser();
  return [...text.push(record, SOURCE, hint), ...text.flush()];
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { cases: { type: "string", default: "1000000" }, seed: { type: "string", default: "1" } } });
  const began = performance.now();
  const result = await fuzzTechnologies(Number(values.cases), Number(values.seed), (done) => process.stderr.write(`\r${done.toLocaleString("en")} cases, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB `));
  process.stderr.write("\n");
  console.log(JSON.stringify({ ...result, problems: result.problems.length, seconds: Math.round((performance.now() - began) / 1000), rssMb: Math.round(process.memoryUsage().rss / 2 ** 20) }));
  for (const problem of result.problems) console.log(problem.slice(0, 3000));
  process.exitCode = result.problems.length === 0 ? 0 : 1;
}
