import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listeningApi } from "../../test/api.ts";
import { freshState } from "../../test/postgres.ts";
import { ranCli } from "../../test/run-cli.ts";
import { ruleText, uuid } from "../../test/rule-text.ts";
import { describeShared } from "../../test/shared.ts";
import { zip } from "../../test/zip.ts";
import { readFolder } from "../rulesets/index.ts";

let api: { readonly url: string; readonly key: string };
let folder: string;

const run = (...args: readonly string[]) => ranCli(["rules", "import", "--url", api.url, "--key", api.key, ...args]);

beforeAll(async () => {
  api = await listeningApi(await freshState());
  folder = await mkdtemp(join(tmpdir(), "vigie-rules-import-"));
  await mkdir(join(folder, "My Pack/rules"), { recursive: true });
  await writeFile(join(folder, "My Pack/rules/a.yml"), ruleText({ id: uuid(1) }));
  await writeFile(join(folder, "My Pack/README.md"), "x");
});
afterAll(() => rm(folder, { recursive: true }));

test("imports a folder as the next version, and says when there is nothing new", async () => {
  const path = join(folder, "My Pack");
  expect(await run(path)).toEqual({ status: 0, err: "", out: "1 rules, 0 correlations and 0 filters loaded, 0 refused, 1 other files left out\nimported as my-pack, version 1: 1 files added, 0 changed, 0 removed\n" });
  await writeFile(join(path, "rules/bad.yml"), String.raw`title: "\e[31mred"`);
  expect(await run(path)).toMatchObject({ status: 1, out: expect.stringMatching(/^rules\/bad\.yml:1:1: refused: .*\("red"\)\n {4}.*\n1 rules.*\nimported as my-pack, version 2: 1 files added, 0 changed, 0 removed\n$/s) as unknown });
  expect(await run(path)).toMatchObject({ status: 1, out: expect.stringContaining("my-pack has these files already, as version 2\n") as unknown });
});

test("imports an archive under a name, as JSON for programs", async () => {
  const path = join(folder, "release.zip");
  await writeFile(path, zip({ "rules/a.yml": Buffer.from(ruleText({ id: uuid(1) })) }));
  const { status, out } = await run("--name", "hq", "--json", path);
  expect(status).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ created: true, version: { pack: "hq", version: 1, source: "release.zip", rules: 1 } });
});

test.each([
  ["nothing", [], /name one folder or one archive/],
  ["two folders", ["a", "b"], /name one folder or one archive/],
  ["a path that is not there", ["/nowhere/at/all"], /cannot be read: ENOENT/],
  ["an archive that is none", ["package.json"], /The archive cannot be read/],
  ["a pack that is shipped", ["--name", "builtin", "content/rules"], /kept for the rules that are shipped/],
  ["a wrong key", ["--key", "vigie_wrong", "content/rules"], /This key does not count/],
  ["a vigie that is not there", ["--url", "http://127.0.0.1:3", "content/rules"], /does not answer \(connect ECONNREFUSED/],
])("refuses %s in a sentence", async (_, args, message) => {
  expect(await run(...args)).toMatchObject({ status: 2, out: "", err: expect.stringMatching(message) as unknown });
});

describeShared("SigmaHQ's archive", (shared) => {
  test("is imported whole", async () => {
    const { files } = await readFolder(join(shared, "data/sigma"));
    const path = join(folder, "sigma.zip");
    await writeFile(path, zip(Object.fromEntries(await Promise.all(files.map(async (file) => [`sigma-master/${file.path}`, await readFile(join(shared, "data/sigma", file.path))] as const)))));
    const { out } = await run("--json", path);
    const { version, refused } = JSON.parse(out) as { version: { pack: string; rules: number; correlations: number; filters: number }; refused: readonly unknown[] };
    expect(version.pack).toBe("sigma");
    expect(version.rules + version.correlations + version.filters + refused.length).toBeGreaterThanOrEqual(files.length);
    expect(refused.length).toBeLessThan(100);
  });
});
