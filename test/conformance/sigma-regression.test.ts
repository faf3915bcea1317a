// The public regression data: each case's records, read by our readers, must find the rule that its `info.yml` names.
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { load } from "js-yaml";
import { beforeAll, expect, test } from "vitest";
import { Detector } from "../../src/detect/index.ts";
import { readPack } from "../../src/packs/index.ts";
import { FileReader } from "../../src/read-events.ts";
import { readFile } from "../../src/sources/index.ts";
import { describeShared } from "../shared.ts";

type Info = {
  readonly rule_metadata: readonly { readonly id: string; readonly title: string }[];
  readonly regression_tests_info?: readonly { readonly path: string; readonly match_count?: number }[];
};
type Sample = { readonly what: string; readonly path: string; readonly rule: string; readonly least: number };

/** The samples of one case: the file that it names, and the same records as JSON beside it. */
function samplesOf(root: string, info: string): readonly Sample[] {
  const { rule_metadata: [rule], regression_tests_info: tests = [] } = load(readFileSync(join(root, info), "utf8")) as Info;
  if (rule === undefined) throw new Error(`${info} names no rule`);
  return tests.flatMap(({ path, match_count: least = 1 }) =>
    [path, path.replace(/\.evtx$/, ".json")].filter((one, i, all) => all.indexOf(one) === i).map((one) => join(root, one)).filter((one) => existsSync(one))
      .map((one) => ({ what: `${one.endsWith(".json") ? "JSON" : "EVTX"} of ${dirname(info).split("/").at(-1)!}`, path: one, rule: rule.id, least })));
}

/** How often each rule is found in a file, and what of it could not be read. */
async function scan(path: string, detector: Detector): Promise<{ readonly found: ReadonlyMap<string | null, number>; readonly problems: readonly string[] }> {
  const found = new Map<string | null, number>();
  const problems: string[] = [];
  const reader = new FileReader(path, {});
  const each = (event: Parameters<Detector["detect"]>[0]): void => {
    for (const { rule } of detector.detect(event)?.detections ?? []) found.set(rule.id, (found.get(rule.id) ?? 0) + 1);
  };
  for await (const part of readFile({ path, sizeBytes: 0, named: true })) {
    if (part.type === "batch") problems.push(...reader.take(part, each).map(({ reason }) => reason));
    else problems.push(part.type);
  }
  reader.end(each);
  return { found, problems };
}

describeShared("the public regression data of Sigma", (shared) => {
  const root = join(shared, "data/sigma");
  const infos = globSync("regression_data/**/info.yml", { cwd: root }).toSorted();
  const samples = infos.flatMap((info) => samplesOf(root, info));
  let detector: Detector;
  beforeAll(async () => {
    const { rules, logsources } = await readPack({ rules: ["rules", "rules-emerging-threats", "rules-threat-hunting"].map((name) => join(root, name)) });
    detector = new Detector(rules, { logsources });
  });

  test("there are cases of both kinds", () => {
    expect(samples.filter(({ what }) => what.startsWith("EVTX")).length).toBeGreaterThan(100);
    expect(samples.filter(({ what }) => what.startsWith("JSON")).length).toBeGreaterThan(100);
  });

  test.each(samples)("$what finds its rule", async ({ path, rule, least }) => {
    const { found, problems } = await scan(path, detector);
    expect(problems).toEqual([]);
    expect(found.get(rule) ?? 0).toBeGreaterThanOrEqual(least);
  });
});
