import fc from "fast-check";
import { expect, test } from "vitest";
import { digestOf } from "../assets/digest.ts";
import type { RefusedRow, Row } from "./mapping.ts";
import { type Candidate, type Known, planImport } from "./plan.ts";

const row = ({ line, key, name, serial, os }: { line: number; key: string; name: string; serial: string | undefined; os: string }): Row => {
  const values = { name, os, ...(serial === undefined ? {} : { serial }) };
  return { line, key, values, digest: digestOf({ values }) };
};
const word = (...words: readonly string[]) => fc.constantFrom(...words);
const rows = fc.array(fc.record({ key: word("1", "2", "3", "4"), name: word("a", "b", "c.x", "d.x"), serial: fc.option(word("s1", "s2"), { nil: undefined }), os: word("x", "y") }), { maxLength: 8 }).map((list) => list.map((one, i) => row({ ...one, line: i + 2 })));
const refusals = fc.array(fc.record({ key: fc.option(word("1", "2", "5"), { nil: undefined }) }), { maxLength: 3 }).map((list) => list.map(({ key }, i): RefusedRow => ({ line: 100 + i, key, reason: "bad" })));
const history = fc.uniqueArray(fc.record({ key: word("1", "2", "3", "5"), os: word("x", "y"), isStale: fc.boolean() }), { selector: ({ key }) => key }).map((list) => new Map(list.map(({ key, os, isStale }): [string, Known] => [key, { key, asset: `asset-${key}`, digest: row({ line: 0, key, name: "a", serial: undefined, os }).digest, staleSince: isStale ? new Date(0) : null }])));
const others = fc.uniqueArray(fc.record({ id: word("p", "q", "r"), names: fc.uniqueArray(word("a", "b", "c.x", "d.x"), { minLength: 1 }), serial: fc.option(word("S1", "S2"), { nil: null }), keyHere: fc.option(word("1", "5", "6"), { nil: undefined }) }), { selector: ({ id }) => id }).map((list) => list.map((one): Candidate => ({ ...one, name: one.id })));

test("every row has one end, no asset has two rows, and nobody is absent who is in the file", () => {
  fc.assert(fc.property(rows, refusals, history, others, (given, refused, known, candidates) => {
    const plan = planImport({ rows: given, refused, known, candidates });
    expect(plan.planned.length + plan.unchanged + plan.duplicates.length + plan.refused.length).toBe(given.length + refused.length);
    const lines = [...plan.planned.map((one) => one.row.line), ...plan.duplicates.map(({ line }) => line), ...plan.refused.map(({ line }) => line)];
    expect(new Set(lines).size).toBe(lines.length);
    const assets = plan.planned.flatMap(({ asset }) => asset ?? []);
    expect(new Set(assets).size).toBe(assets.length);
    const present = new Set([...given, ...refused].map(({ key }) => key));
    const renamed = plan.planned.flatMap(({ keyBefore }) => keyBefore ?? []);
    expect(plan.absent.map(({ key }) => key)).toEqual([...known.values()].filter(({ key, staleSince }) => staleSince === null && !present.has(key) && !renamed.includes(key)).map(({ key }) => key));
  }));
});

test("a joined asset is the only one that fits, by the strongest of what they have in common", () => {
  fc.assert(fc.property(rows, others, (given, candidates) => {
    const { planned } = planImport({ rows: given, refused: [], known: new Map(), candidates });
    const open = candidates.filter(({ keyHere }) => keyHere === undefined || !given.some(({ key }) => key === keyHere));
    for (const { row: { values }, asset, joinedBy } of planned) {
      const serial = values.serial;
      const same = (one: Candidate): boolean => one.serial !== null && one.serial.toLowerCase() === serial;
      const may = (one: Candidate): boolean => serial === undefined || one.serial === null;
      const called = (one: Candidate): boolean => one.names.includes(values.name ?? "");
      const fit = open.some(same) ? open.filter(same) : open.filter((one) => may(one) && called(one));
      // Of two that fit none is picked: such a row is refused, and is not here.
      expect(fit.map(({ id }) => id)).toEqual(asset === undefined ? [] : [asset]);
      if (asset !== undefined) expect(joinedBy).toBe(open.some(same) ? "serial" : values.name?.includes(".") === true ? "fqdn" : "name");
    }
  }));
});
