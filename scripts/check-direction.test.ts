import { expect, test } from "vitest";
import { checkDirection } from "./check-direction.ts";
import { withTree } from "./tree.ts";

const use = (path: string): string => `import { x } from "${path}";\nexport const y = x;\n`;
const TREE = {
  "package.json": `{"type":"module","dependencies":{"re2js":"1","js-yaml":"1","yauzl":"1"},"devDependencies":{"fast-check":"1"}}`,
  ...Object.fromEntries(["re2js", "js-yaml", "yauzl", "fast-check"].flatMap((name) => [
    [`node_modules/${name}/package.json`, `{"name":"${name}","main":"index.js"}`],
    [`node_modules/${name}/index.js`, "exports.x = 1;"],
  ])),
  "src/core/index.ts": use("./fields.ts"),
  "src/core/fields.ts": "export type Fields = 1;\nexport const x = 1;\n",
  "src/detect/index.ts": use("./sigma/index.ts"),
  "src/detect/sigma/index.ts": use("./inner.ts"),
  "src/detect/sigma/inner.ts": use("../../core/index.ts"),
  "src/detect/sigma/inner.test.ts": use("fast-check") + `import "node:fs";\n`,
  "src/parsers/index.ts": use("./json.ts"),
  "src/parsers/json.ts": use("js-yaml"),
  "src/sources/index.ts": use("./file.ts"),
  "src/sources/file.ts": use("yauzl") + `import "node:fs";\n`,
  "src/pipeline.ts": use("./sources/index.ts") + `import "./parsers/index.ts";\nimport "./detect/sigma/index.ts";\n`,
  "src/cli/scan.ts": use("../pipeline.ts"),
  "src/main.ts": use("./cli/scan.ts"),
};

const check = (files: Readonly<Record<string, string>>) => withTree({ ...TREE, ...files }, checkDirection);

test("the tree that the cases below break passes", async () => {
  expect(await check({})).toEqual([]);
});

test.each([
  // rule                       file                          text
  ["forward-only-sources",      "src/sources/file.ts",        use("../detect/index.ts")],
  ["pure-stays-pure",           "src/detect/index.ts",        use("./sigma/index.ts") + `import "node:fs";\n`],
  ["pure-stays-pure",           "src/parsers/json.ts",        use("yauzl")],
  ["pure-stays-pure",           "src/parsers/json.ts",        use("../sources/index.ts")],
  ["core-imports-nothing",      "src/core/fields.ts",         use("re2js")],
  ["sigma-stands-alone",        "src/detect/sigma/inner.ts",  `import type { y } from "../../parsers/index.ts";\nexport type z = typeof y;\n`],
  ["sigma-stands-alone",        "src/detect/sigma/inner.ts",  use("yauzl")],
  ["sigma-stands-alone",        "src/detect/sigma/inner.ts",  use("node:util")],
  ["front-door",                "src/detect/index.ts",        use("../parsers/json.ts")],
  ["front-door-sigma",          "src/detect/index.ts",        use("./sigma/inner.ts")],
  ["front-door-outside",        "src/pipeline.ts",            use("./sources/file.ts")],
  ["front-door-outside",        "bench/detect.ts",            use("../src/detect/sigma/inner.ts")],
  ["adapters-are-thin",         "src/cli/scan.ts",            use("../alerts/repo.ts")],
  ["nobody-imports-adapters",   "src/sources/file.ts",        use("../cli/scan.ts")],
  ["the-product-stands-alone",  "src/sources/file.ts",        use("../../test/shared.ts")],
  ["no-development-package",    "src/sources/file.ts",        use("fast-check")],
  ["resolvable",                "src/sources/file.ts",        use("./absent.ts")],
  ["no-cycles",                 "src/detect/sigma/inner.ts",  `import type { y } from "./index.ts";\nexport const x: y = 1;\n`],
  ["no-orphans",                "src/sources/left.ts",        "export const x = 1;\n"],
])("%s is seen in %s", async (rule, file, text) => {
  const problems = await check({ "src/alerts/repo.ts": use("../core/index.ts"), "test/shared.ts": "export const x = 1;\n", [file]: text });
  expect(problems.join("\n")).toContain(`(${rule})`);
});

test("reading nothing does not pass", async () => {
  const [problem] = await withTree({ "README.md": "" }, checkDirection);
  expect(problem).toContain("no TypeScript file");
});

test("reading files without their imports does not pass", async () => {
  const problems = await withTree({ "src/core/a.ts": "export const a = 1;", "src/core/b.ts": "export const b = 1;" }, checkDirection);
  expect(problems.join("\n")).toContain("not one import was read");
});
