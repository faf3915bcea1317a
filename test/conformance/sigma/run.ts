// `npm run conformance:sigma-technologies`: for SigmaHQ's rules outside Windows, a raw record of one of our technologies that
// holds what the rule looks for, through the whole way of a scan: the rule must find it. Skipped where the rules are not there.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { readdirSync, readFileSync } from "node:fs";
import { loadAll } from "js-yaml";
import { Detector } from "../../../src/detect/index.ts";
import { readFurther, readPack } from "../../../src/packs/index.ts";
import { eventsOfRecords } from "../../../src/read-events.ts";
import { RAW_RECORDS } from "./raw-records.ts";
import { wantedBy } from "./satisfy.ts";

type Source = { readonly product?: string; readonly category?: string; readonly service?: string };
type Rule = { readonly id: string; readonly title: string; readonly logsource: Source; readonly detection: Readonly<Record<string, unknown>> };
type Row = { rules: number; made: number; found: number };

const LEAST = 300;
const shared = resolve(process.env["VIGIE_SHARED"] ?? "../shared");
const folders = ["rules", "rules-emerging-threats", "rules-threat-hunting"].map((name) => join(shared, "data/sigma", name));
if (!folders.every((folder) => existsSync(folder))) console.log(`skipped: there are no rules in ${join(shared, "data/sigma")}`);
else process.exitCode = await run(process.argv.includes("--verbose"));

async function run(isVerbose: boolean): Promise<number> {
  const pack = await readPack({ rules: folders });
  const read = await readFurther();
  const detector = new Detector(pack.rules, pack);
  const rows = new Map<string, Row>();
  const missed: string[] = [];
  for (const { id, title, logsource, detection } of folders.flatMap(rulesIn)) {
    const key = [logsource.product, logsource.category, logsource.service].map((part) => part ?? "").join("/");
    const row = rows.get(key) ?? { rules: 0, made: 0, found: 0 };
    rows.set(key, row);
    row.rules += 1;
    const make = RAW_RECORDS[key];
    const wanted = make === undefined ? "no technology of ours writes such records here" : wantedBy(detection);
    if (make === undefined || typeof wanted === "string") {
      missed.push(`${key} ${title}: ${typeof wanted === "string" ? wanted : "no record is known"}`);
      continue;
    }
    const { record, file } = make(wanted);
    row.made += 1;
    const found = eventsOfRecords([record], file, read).some((event) => detector.detect(event)?.detections.some(({ rule }) => rule.id === id) === true);
    if (found) row.found += 1;
    else missed.push(`${key} ${title}: not found in ${typeof record === "string" ? record : JSON.stringify(record)}`);
  }
  for (const [key, { rules, made, found }] of [...rows].toSorted(([, a], [, b]) => b.rules - a.rules)) console.log(`${key.padEnd(34)} ${String(rules).padStart(4)} rules  ${String(made).padStart(4)} records  ${String(found).padStart(4)} found`);
  if (isVerbose) for (const line of missed) console.log(line.slice(0, 700));
  const sum = (name: keyof Row): number => [...rows.values()].reduce((total, row) => total + row[name], 0);
  console.log(`${sum("found")} of ${sum("rules")} rules find the raw record that was made for them (at least ${LEAST}); ${sum("made")} records were made`);
  return sum("found") >= LEAST ? 0 : 1;
}

function rulesIn(folder: string): Rule[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".yml"))
    .flatMap((name) => loadAll(readFileSync(join(folder, name), "utf8")) as Partial<Rule>[])
    .filter((rule): rule is Rule => rule.logsource !== undefined && rule.logsource.product !== "windows" && rule.detection !== undefined && rule.id !== undefined);
}
