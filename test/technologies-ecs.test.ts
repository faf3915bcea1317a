// The technologies against events that another publisher expects of the same lines. They differ in opinions (whether a host
// is named, what is related), so the share is held, not each field; ../shared/tools/score-ecs.mjs tells which differ.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { createAnswering } from "../src/cli/parse-answer.ts";
import { findTechnology, hintFor } from "../src/normalise/index.ts";
import { readShippedTechnologies } from "../src/packs/index.ts";
import { describeShared } from "./shared.ts";

type Sample = { readonly input: unknown; readonly expected: object | null };

const ROOTS = new Set("client cloud container destination device dll dns email error event file group hash host http log network observer orchestrator organization package process registry related rule server service source threat tls url user vlan vulnerability @timestamp".split(" "));
const LEFT_OUT = /(?:^|\.)(?:geo|as)(?:\.|$)|^event\.(?:ingested|original|module|dataset|agent_id_status|created|timezone)$|^log\.(?:file|offset|source|flags)|^error\.message$/;

/** ECS fields of a document: path → its values in lower case. */
function leavesOf(value: unknown, path = "", found = new Map<string, Set<string>>()): Map<string, Set<string>> {
  if (Array.isArray(value)) for (const one of value) leavesOf(one, path, found);
  else if (typeof value === "object" && value !== null) for (const [name, one] of Object.entries(value)) leavesOf(one, path === "" ? name : `${path}.${name}`, found);
  else if ((typeof value === "string" || typeof value === "number" || typeof value === "boolean") && ROOTS.has(path.split(".", 1)[0]!) && !LEFT_OUT.test(path)) {
    const text = String(value);
    const time = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
    found.set(path, (found.get(path) ?? new Set()).add(Number.isNaN(time) ? text.toLowerCase() : new Date(time).toISOString()));
  }
  return found;
}

const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string> | undefined): boolean => a.size === b?.size && a.isSubsetOf(b);

function score(samples: readonly Sample[], answer: (input: unknown) => unknown): { readonly recall: number; readonly precision: number } {
  let [wanted, given, same] = [0, 0, 0];
  for (const { input, expected } of samples) {
    const [want, give] = [leavesOf(expected), leavesOf(answer(input))];
    wanted += want.size;
    given += give.size;
    for (const [path, values] of want) if (isSame(values, give.get(path))) same += 1;
  }
  return { recall: same / wanted, precision: same / Math.max(given, 1) };
}

describeShared("events that another publisher expects", (shared) => {
  const folder = join(shared, "data/ecs-cases");
  test("are given for the streams of our technologies", async () => {
    const technologies = await readShippedTechnologies();
    const scores = readdirSync(folder).filter((name) => name.endsWith(".jsonl.gz")).flatMap((file) => {
      const named = findTechnology(technologies, `elastic:${file.replace(".jsonl.gz", "")}`);
      if (named === undefined) return [];
      const samples = gunzipSync(readFileSync(join(folder, file))).toString().trimEnd().split("\n").map((line) => JSON.parse(line) as Sample).filter(({ expected }) => expected !== null);
      const answering = createAnswering(technologies, { ...hintFor(technologies, named), latestMs: Date.UTC(2026, 11, 31) });
      return [score(samples, (input) => answering.record(input, 1).map((one) => (one.ok ? one.event : undefined))[0])];
    });
    const mean = (key: "recall" | "precision") => scores.reduce((sum, one) => sum + one[key], 0) / scores.length;
    expect(scores.length).toBeGreaterThan(60);
    expect(mean("recall")).toBeGreaterThan(0.94);
    // What is reached, less 0.01. Much of the rest is what ECS asks for and that publisher leaves out.
    expect(mean("precision")).toBeGreaterThan(0.878);
  });
});
