import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { parseWindowsXml } from "../../parsers/index.ts";
import { readFile } from "./index.ts";

// Event logs, and beside each the same events as JSON by another program (`evtx_dump`).
const FOLDER = resolve("../shared/data/sigma/regression_data");
const present = existsSync(FOLDER);
if (!present) console.log(`skipped: ${FOLDER} is not there, and event logs cannot be written by hand`);

type Json = { readonly [name: string]: Json | string | number | boolean | null };

async function texts(path: string): Promise<string[]> {
  const all: string[] = [];
  for await (const item of readFile({ path, sizeBytes: 0, named: true })) {
    if (item.type !== "batch" || item.rejected.length > 0) throw new Error(JSON.stringify(item));
    all.push(...item.lines.map((line) => line.text));
  }
  return all;
}

/** The values of a JSON dump under the names that our parser gives. */
function flatten(json: Json): Map<string, string> {
  const flat = new Map<string, string>();
  const walk = (node: Json[string], name: string): void => {
    if (node === null || node === undefined) return void flat.set(name, "");
    if (typeof node !== "object") return void flat.set(name, String(node));
    for (const [key, value] of Object.entries(node)) {
      if (key === "#text") walk(value, name);
      else if (key !== "#attributes") walk(value, key.replaceAll(" ", ""));
      else for (const [attribute, text] of Object.entries(value as Json)) if (!attribute.startsWith("xmlns")) walk(text, `${name}_${attribute}`);
    }
  };
  const { System, EventData, UserData } = json["Event"] as Json;
  for (const section of [UserData, EventData, System]) if (section !== undefined) walk(section, "");
  for (const name of ["Correlation", "Provider", "Execution", "Security", "TimeCreated", ""]) if (flat.get(name) === "") flat.delete(name);
  const time = flat.get("TimeCreated_SystemTime");
  if (time !== undefined) flat.set("TimeCreated", time);
  flat.delete("TimeCreated_SystemTime");
  return flat;
}

// The dump cuts off space at the end of values, braces of GUIDs and the last digit of times. Windows does none of this.
const lenient = (value: string): string => value.trim().replace(/^\{([\dA-F-]{36})\}$/i, "$1").replace(/^(\d{4}-\d\d-\d\dT[\d:]{8}\.\d{6})\d?Z$/, "$1");

test.skipIf(!present)("every event log gives the events of the JSON beside it", async () => {
  const logs = readdirSync(FOLDER, { recursive: true }).map(String).filter((name) => name.endsWith(".evtx"));
  expect(logs.length).toBeGreaterThan(100);
  let values = 0;
  for (const log of logs) {
    const path = join(FOLDER, log);
    const events = (await texts(path)).map(parseWindowsXml);
    const wanted = (await texts(path.replace(/evtx$/, "json"))).map((text) => flatten(JSON.parse(text) as Json));
    expect(events.length, log).toBe(wanted.length);
    for (const [i, event] of events.entries()) {
      if (!event.ok) throw new Error(`${log}: ${event.reason}`);
      const got = Object.fromEntries(Object.entries(event.fields).map(([name, value]) => [name, lenient(typeof value === "string" ? value : JSON.stringify(value))]));
      const want = Object.fromEntries([...wanted[i]!].map(([name, value]) => [name, lenient(value)]));
      expect(got, log).toEqual(want);
      values += Object.keys(want).length;
    }
  }
  console.log(`${logs.length} event logs, ${values} values compared`);
});
