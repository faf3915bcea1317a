// `npm run conformance:ecs [-- --only REGEX]`: raw vendor lines with the ECS event that is expected of each, and how well
// lines are recognised that nobody labelled. Needs the cases beside the project; without them it says so and succeeds.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { createAnswering } from "../../src/cli/parse-answer.ts";
import { findTechnology, hintFor } from "../../src/normalise/index.ts";
import { readShippedTechnologies } from "../../src/packs/index.ts";
import { whyUntellable } from "./untellable.ts";

type Row = { readonly stream: string; readonly cases: number; readonly parsed: number; readonly recall: number; readonly precision: number };

const FLOOR = { recall: 0.88, precision: 0.85, each: 0.6, recognised: 0.95 };
const { values } = parseArgs({ options: { only: { type: "string", default: "." } } });
const shared = resolve(process.env["VIGIE_SHARED"] ?? "../shared");
const folder = join(shared, "data/ecs-cases");
if (!existsSync(folder)) console.log(`skipped: there are no cases in ${folder}`);
else process.exitCode = await run(new RegExp(values.only));

async function run(only: RegExp): Promise<number> {
  const technologies = await readShippedTechnologies();
  const streams = readdirSync(folder).filter((name) => name.endsWith(".jsonl.gz") && only.test(name)).map((name) => name.replace(".jsonl.gz", ""));
  const known = streams.filter((stream) => findTechnology(technologies, `elastic:${stream}`) !== undefined);
  const rows = scored(known);
  const mean = (key: "recall" | "precision"): number => rows.reduce((sum, row) => sum + row[key], 0) / Math.max(rows.length, 1);
  for (const row of rows.toSorted((a, b) => a.recall - b.recall)) console.log(`${row.stream.padEnd(56)} ${String(row.parsed).padStart(4)} of ${String(row.cases).padStart(4)}  recall ${row.recall.toFixed(3)}  precision ${row.precision.toFixed(3)}`);
  const recognised = recognition(known, technologies);
  const worst = rows.flatMap(({ stream, recall, precision }) => [...(recall < FLOOR.each ? [`${stream} by recall`] : []), ...(precision < FLOOR.each ? [`${stream} by precision`] : [])]);
  console.log(`\n${known.length} of ${streams.length} streams have a technology; without: ${streams.filter((stream) => !known.includes(stream)).join(", ") || "none"}`);
  console.log(`mean recall ${mean("recall").toFixed(3)} (at least ${FLOOR.recall}), mean precision ${mean("precision").toFixed(3)} (at least ${FLOOR.precision}), below ${FLOOR.each}: ${worst.join(", ") || "none"}`);
  const isReached = mean("recall") >= FLOOR.recall && mean("precision") >= FLOOR.precision && worst.length === 0 && recognised >= FLOOR.recognised;
  return isReached ? 0 : 1;
}

function scored(streams: readonly string[]): readonly Row[] {
  const only = `^(?:${streams.map((stream) => stream.replaceAll(".", "\\.")).join("|")})\\.jsonl`;
  const vigie = join(import.meta.dirname, "../../bin/vigie");
  const { stdout, status } = spawnSync("node", [join(shared, "tools/score-ecs.mjs"), folder, "--only", only, "--json", "--", vigie, "parse", "--records", "--technology"], { encoding: "utf8", maxBuffer: 1e9, stdio: ["ignore", "pipe", "inherit"] });
  if (status !== 0) throw new Error(`the scorer ended with ${status}`);
  return (JSON.parse(stdout) as { readonly rows: readonly Row[] }).rows;
}

/** The share of the records that can be told by what they hold, and are; prints what is taken for what. */
function recognition(streams: readonly string[], technologies: Awaited<ReturnType<typeof readShippedTechnologies>>): number {
  const answering = createAnswering(technologies, { ...hintFor(technologies), latestMs: Date.now() });
  const confusions = new Map<string, number>();
  const untellable = new Map<string, number>();
  const count = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  let records = 0;
  let right = 0;
  for (const stream of streams) {
    const named = findTechnology(technologies, `elastic:${stream}`)!;
    const labelled = createAnswering(technologies, { ...hintFor(technologies, named), latestMs: Date.now() });
    for (const input of inputsOf(stream)) {
      // A stream may mix technologies: a host's log holds what sshd and sudo write.
      const [told] = labelled.record(input, 1);
      const wanted = told?.ok === true ? told.technology : named.technology.name;
      const [answer] = answering.record(input, 1);
      const given = answer?.ok === true ? answer.technology : "nothing";
      records += 1;
      const why = given === wanted ? undefined : whyUntellable(wanted, given, input);
      if (given === wanted) right += 1;
      else if (why === undefined) count(confusions, `${wanted} is taken for ${given}`);
      else count(untellable, `${wanted} is taken for ${given}: ${why}`);
    }
  }
  const show = (title: string, counts: ReadonlyMap<string, number>): void => {
    console.log(`\n${title}`);
    for (const [what, times] of [...counts].toSorted((a, b) => b[1] - a[1])) console.log(`${String(times).padStart(6)}  ${what}`);
  };
  show("without a label, where the content cannot tell:", untellable);
  show("without a label, where it could:", confusions);
  const tellable = records - [...untellable.values()].reduce((sum, times) => sum + times, 0);
  const share = right / Math.max(tellable, 1);
  console.log(`${right} of ${tellable} records whose content can tell are recognised: ${share.toFixed(3)} (at least ${FLOOR.recognised}); of all ${records}: ${(right / Math.max(records, 1)).toFixed(3)}`);
  return share;
}

function inputsOf(stream: string): readonly unknown[] {
  const lines = gunzipSync(readFileSync(join(folder, `${stream}.jsonl.gz`))).toString("utf8").split("\n").filter((line) => line !== "");
  // A line is expected to be dropped where nothing is expected of it.
  return lines.map((line) => JSON.parse(line) as { readonly input: unknown; readonly expected: unknown }).filter(({ expected }) => expected !== null).map(({ input }) => input);
}
