// What the store narrows by has to stand in the line of every event that is meant, or hunts would miss some: for each
// value of real documents that has no column, what is looked for in the line is there.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { describeShared } from "../../test/shared.ts";
import type { Fields } from "../core/index.ts";
import { compileFilter, decider, fieldOf, valuesOf, type Filter, type Scalar } from "../events/filter/index.ts";
import { createEcsView, createReadFurther } from "../normalise/index.ts";
import { readShippedTechnologies } from "../packs/index.ts";
import { eventsOfRecords } from "../read-events.ts";
import { copiedFields } from "./copied-fields.ts";
import { fieldNames } from "./field-names.ts";

const TECHNOLOGIES = await readShippedTechnologies(() => {});
const READ = createReadFurther(TECHNOLOGIES);
const VIEW = createEcsView(TECHNOLOGIES);
const isCopied = copiedFields(TECHNOLOGIES);

type Record = string | object;

/** One value of a document, under a name that has no column. */
type Leaf = { readonly name: string; readonly value: Scalar; readonly document: Fields };

function leavesOf(record: Record): Leaf[] {
  return eventsOfRecords([structuredClone(record)], "case.log", READ).flatMap((event) => {
    const { fields: document } = VIEW.document(event, undefined);
    const names = [...fieldNames(document)].filter((name) => fieldOf(name).column === undefined);
    return names.flatMap((name) => valuesOf(document, fieldOf(name)).map((value) => ({ name, value, document })));
  });
}

/** Why a hunt for a value would miss the event that has it. */
function whyMissed({ name, value, document }: Leaf, line: string): readonly string[] {
  const filter: Filter = { kind: "field", field: name, test: { op: "texts", values: [String(value)] } };
  const told = `${name}: ${String(value).slice(0, 100)}`;
  const patterns = Object.values(compileFilter(filter, isCopied).params).map(({ value: pattern }) => String(pattern).slice(1, -1));
  const absent = patterns.filter((part) => !line.toLowerCase().includes(part)).map((part) => `${told}: ${part} is not in the line`);
  return decider(filter)({ document, line }) ? absent : [...absent, `${told} is not what the event has`];
}

function missed(record: Record): string[] {
  const line = typeof record === "string" ? record : JSON.stringify(record);
  return leavesOf(record).flatMap((leaf) => whyMissed(leaf, line));
}

const SAMPLES = join(import.meta.dirname, "../../content/samples");

describe("values of fields without a column stand in their lines", () => {
  test.each(readdirSync(SAMPLES).filter((name) => /\.(?:jsonl|ndjson|log)$/.test(name)))("%s", (name) => {
    for (const line of readFileSync(join(SAMPLES, name), "utf8").split("\n").filter(Boolean)) {
      expect(missed(line.startsWith("{") ? (JSON.parse(line) as object) : line)).toEqual([]);
    }
  });
});

describeShared("values of fields without a column stand in the lines of real records", (shared) => {
  const folder = join(shared, "data/ecs-cases");
  test.each(readdirSync(folder).filter((name) => name.endsWith(".jsonl.gz")))("%s", (name) => {
    const wrong = new Set<string>();
    for (const line of gunzipSync(readFileSync(join(folder, name))).toString().split("\n").filter(Boolean)) {
      const { input } = JSON.parse(line) as { readonly input: Record };
      for (const one of missed(input)) wrong.add(one);
    }
    expect([...wrong]).toEqual([]);
  });
});

test("a product's own fields are looked for in lines, those that mappings make are not", () => {
  expect(["winlog.event_data.ServiceFileName", "unmapped.anything"].filter((name) => !isCopied(name))).toEqual([]);
  expect(["event.dataset", "related.ip", "process.args", "nothing", "sshd.ssh_event", "winlog.logon.type"].filter(isCopied)).toEqual([]);
});
