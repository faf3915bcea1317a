import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listeningApi } from "../../test/api.ts";
import { freshState } from "../../test/postgres.ts";
import { ranCli } from "../../test/run-cli.ts";

let api: { readonly url: string; readonly key: string };
let folder: string;

const run = (...args: readonly string[]) => ranCli(["asset", ...args, "--url", api.url, "--key", api.key]);

const MAP = `key: CI
columns:
  name: Nom
  addresses: { from: IP, separator: "/" }
  criticality: { from: Criticité, values: { Haute: "3" } }
  team: Équipe
`;
const TABLE = "CI;Nom;IP;Criticité;Équipe;Note\r\n1;srv-a;10.0.0.1/10.0.0.2;Haute;Réseau;x\r\n2;srv-b;10.0.0.2;Moyenne;;\r\n";

beforeAll(async () => {
  api = await listeningApi(await freshState("acme"), { tenants: () => [{ id: "acme", name: "Acme", retentionDays: 183, sources: [] }] });
  folder = await mkdtemp(join(tmpdir(), "vigie-asset-"));
  await writeFile(join(folder, "map.yml"), MAP);
  await writeFile(join(folder, "parc.csv"), Buffer.from(TABLE, "latin1"));
});
afterAll(() => rm(folder, { recursive: true }));

const imported = (...more: readonly string[]) => run("import", "acme", join(folder, "parc.csv"), "--source", "parc", "--map", join(folder, "map.yml"), ...more);

test("a file as Excel writes it: worked out, put in, shown", async () => {
  const dry = await imported("--dry-run");
  expect(dry).toMatchObject({ status: 1, err: "" });
  expect(dry.out).toBe(
    [
      '2 rows, read as csv, windows-1252, between ";"',
      "  would be added 1, changed 0, back 0, unchanged 0, said twice 0, refused 1",
      "  would be stale 0; values that a source of higher precedence gave otherwise 0; addresses that two assets have 0",
      "  columns not used: Note",
      "  teams not registered: Réseau",
      `  refused  line 3 2: {"reason":"criticality \\"Moyenne\\": Invalid input: expected number, received string (map the source's own words by values)"}`,
      '  added    line 2 srv-a: {"key":"1","values":{"name":"srv-a","team":"Réseau","addresses":[{"ip":"10.0.0.1","from":null,"zone":null,"until":null},{"ip":"10.0.0.2","from":null,"zone":null,"until":null}],"criticality":3}}',
      "",
    ].join("\n"),
  );
  expect(await run("list", "acme")).toEqual({ status: 0, err: "", out: "no assets\n" });
  expect(await imported("--rows", "0")).toMatchObject({ status: 1, out: expect.stringContaining("\n  added 1,") as unknown });
  expect((await run("list", "acme", "SRV-A")).out).toMatch(/\nsrv-a +other +3 +10\.0\.0\.1 +Réseau +\S+\n$/);
  const shown = await run("show", "acme", "srv-a");
  expect(shown.out).toMatch(/^srv-a {2}\S+\n {2}name +srv-a +parc, 20\d\d-/);
  expect(shown.out).toContain("added by");
  expect(await run("show", "acme", "nobody")).toMatchObject({ status: 2, err: "vigie: There is no asset nobody here.\n" });
});

test("for programs each answer is JSON", async () => {
  expect((await imported("--json")).out.split("\n").slice(0, 2).map((line) => JSON.parse(line) as object)).toMatchObject([{ state: "applied", counts: { unchanged: 1, refused: 1 } }, { kind: "refused", line: 3 }]);
  expect(JSON.parse((await run("list", "acme", "--json")).out)).toMatchObject({ name: "srv-a" });
});

test.each([
  [["import", "acme", "x.csv"], "say where the file comes from"],
  [["import", "acme", "/nowhere.csv", "--source", "a", "--map", "b"], "/nowhere.csv cannot be read"],
  [["list"], "name the organisation"],
  [["show", "acme"], "name the organisation, then the asset"],
  [["list", "acme", "--kind", "spaceship"], "kind"],
  [["unseen"], "name one organisation"],
])("vigie asset %j says what is wrong", async (args, message) => {
  const { status, err } = await run(...args);
  expect(status).toBe(2);
  expect(err).toContain(message);
});
