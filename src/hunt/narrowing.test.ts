// What the store narrows by has to stand in the line of every event that is meant, or hunts would miss some: for each
// value of real documents that has no column, what is looked for in the line is there.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { describeShared } from "../../test/shared.ts";
import { compileFilter, decider, fieldOf, valuesOf, type Filter } from "../events/filter/index.ts";
import { createEcsView } from "../normalise/index.ts";
import { readShippedTechnologies } from "../packs/index.ts";
import { eventsOfRecords } from "../read-events.ts";
import { copiedFields } from "./copied-fields.ts";
import { fieldNames } from "./field-names.ts";

const TECHNOLOGIES = await readShippedTechnologies();
const VIEW = createEcsView(TECHNOLOGIES);
const isCopied = copiedFields(TECHNOLOGIES);

type Record = string | object;

/** The values of a record's documents that a hunt would not find; and how many were looked for. */
function missed(record: Record): { readonly asked: number; readonly narrowed: number; readonly missed: readonly string[] } {
  const line = typeof record === "string" ? record : JSON.stringify(record);
  const lower = line.toLowerCase();
  const out: string[] = [];
  let asked = 0;
  let narrowed = 0;
  for (const event of eventsOfRecords([structuredClone(record)], "case.log")) {
    const document = VIEW.document(event, undefined).fields;
    for (const name of fieldNames(document)) {
      const field = fieldOf(name);
      if (field.column !== undefined) continue;
      for (const value of valuesOf(document, field)) {
        const filter: Filter = { kind: "field", field: name, test: { op: "texts", values: [String(value)] } };
        const { params } = compileFilter(filter, isCopied);
        asked++;
        if (Object.keys(params).length > 0) narrowed++;
        if (!decider(filter)({ document, line })) out.push(`${name} is not found by its own value ${JSON.stringify(value).slice(0, 100)}`);
        for (const { value: pattern } of Object.values(params)) {
          if (!lower.includes(String(pattern).slice(1, -1))) out.push(`${name}: ${String(pattern)} is not in the line: ${JSON.stringify(value).slice(0, 100)}`);
        }
      }
    }
  }
  return { asked, narrowed, missed: out };
}

const SAMPLES = join(import.meta.dirname, "../../content/samples");

describe("values of fields without a column stand in their lines", () => {
  test.each(readdirSync(SAMPLES).filter((name) => /\.(?:jsonl|ndjson|log)$/.test(name)))("%s", (name) => {
    for (const line of readFileSync(join(SAMPLES, name), "utf8").split("\n").filter(Boolean)) {
      expect(missed(line.startsWith("{") ? (JSON.parse(line) as object) : line).missed).toEqual([]);
    }
  });
});

describeShared("values of fields without a column stand in the lines of real records", (shared) => {
  const folder = join(shared, "data/ecs-cases");
  test.each(readdirSync(folder).filter((name) => name.endsWith(".jsonl.gz")))("%s", (name) => {
    const wrong = new Set<string>();
    for (const line of gunzipSync(readFileSync(join(folder, name))).toString().split("\n").filter(Boolean)) {
      const { input } = JSON.parse(line) as { readonly input: Record };
      for (const one of missed(input).missed) wrong.add(one);
    }
    expect([...wrong]).toEqual([]);
  });
});
