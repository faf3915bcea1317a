import { expect, test } from "vitest";
import { ImportMapping } from "../../contract/cmdb-import.ts";
import { compileMapping } from "./mapping.ts";

const cells: { readonly [name: string]: string | readonly string[] } = {
  id: "CI1", nom: "SRV-A", crit: "Très haute", env: "PROD", ip: "10.0.0.1 ; 10.0.0.2", tags: "a|b", type: "Virtual machine", depuis: "01/02/2026", ips: ["10.0.0.3", "10.0.0.4,10.0.0.5"], level: "High", "": "x",
};
function mapped(columns: object, more: object = {}) {
  const mapping = ImportMapping.parse({ key: "id", columns, ...more });
  return compileMapping(mapping, { format: "csv", columns: Object.keys(cells) }).map({ line: 7, get: (column) => cells[column] });
}

test.each([
  ["a column by its name", { name: "nom" }, { name: "SRV-A" }],
  ["words by a table, whatever their case", { criticality: { from: "crit", values: { "TRÈS HAUTE": "4" } } }, { criticality: 4 }],
  ["words that are ours in another spelling", { kind: "type", criticality: "level" }, { kind: "virtual_machine", criticality: 3 }],
  ["a table's word for what it does not have", { environment: { from: "env", values: { rec: "test" }, otherwise: "production" } }, { environment: "production" }],
  ["a table that maps to nothing", { environment: { from: "env", values: { prod: "" } } }, {}],
  ["a list between the usual separators", { tags: "tags", addresses: "ip" }, { tags: ["a", "b"], addresses: [{ ip: "10.0.0.1", zone: null, from: null, until: null }, { ip: "10.0.0.2", zone: null, from: null, until: null }] }],
  ["a list between its own", { tags: { from: "tags", separator: ";" } }, { tags: ["a|b"] }],
  ["a list of lists", { tags: "ips" }, { tags: ["10.0.0.3", "10.0.0.4", "10.0.0.5"] }],
  ["a constant, and a prefix", { team: { constant: "Infra" }, externalIds: { from: "id", prefix: "itop:" } }, { team: "Infra", externalIds: ["itop:CI1"] }],
])("%s", (_, columns, values) => expect(mapped(columns)).toMatchObject({ line: 7, key: "CI1", values }));

test("addresses take zone and dates of their row", () => {
  expect(mapped({ addresses: "ip", zone: { constant: "DMZ" }, addressFrom: "depuis" }, { dateOrder: "dmy" })).toMatchObject({ values: { addresses: [{ ip: "10.0.0.1", zone: "DMZ", from: "2026-02-01T00:00:00.000Z", until: null }, { ip: "10.0.0.2" }] } });
});

test.each([
  ["a word that nobody knows", { environment: "env" }, /^environment "prod": .*production.*map others by values/],
  ["a criticality in other words", { criticality: "crit" }, /^criticality "Très haute": .*map the source's own words by values/],
  ["no address", { addresses: "nom" }, /^"SRV-A" is no IP address$/],
  ["a date in another order", { addresses: "ip", addressFrom: "depuis" }, /is no date in the order ymd/],
])("a row with %s is refused with the reason", (_, columns, reason) => {
  const { key, reason: told } = mapped(columns) as { readonly key?: string; readonly reason?: string };
  expect(key).toBe("CI1");
  expect(told).toMatch(reason);
});

test("a row without its key is refused", () => {
  const mapping = ImportMapping.parse({ key: "id", columns: {} });
  expect(compileMapping(mapping, { format: "csv", columns: ["id"] }).map({ line: 3, get: () => " " })).toEqual({ line: 3, key: undefined, reason: '"id" is empty, and it is the key' });
});

test("columns that the file does not have are named at once; columns that nobody uses are told", () => {
  const mapping = ImportMapping.parse({ key: "id", columns: { name: "host" } });
  expect(() => compileMapping(mapping, { format: "csv", columns: ["id", "nom"] })).toThrow('no column "host": it has "id", "nom"');
  expect(compileMapping(mapping, { format: "csv", columns: ["id", "host", "os", ""] }).unused).toEqual(["os"]);
});

test("a table of values has no word that it was not given", () => {
  expect(mapped({ os: { from: "nom", values: { other: "x" } } })).toMatchObject({ values: { os: "SRV-A" } });
  const words = compileMapping(ImportMapping.parse({ key: "id", columns: { os: { from: "os", values: { a: "b" } } } }), { format: "csv", columns: ["id", "os"] });
  expect(words.map({ line: 1, get: (column) => (column === "id" ? "1" : "__proto__") })).toMatchObject({ values: { os: "__proto__" } });
});
