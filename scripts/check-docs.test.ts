import { expect, test } from "vitest";
import { checkDependencies, checkDocument, checkScripts, pathsIn } from "./check-docs.ts";
import { withTree } from "./tree.ts";

const FILES = { "src/core/index.ts": "", "docs/sigma.md": "", "package.json": "{}", "content/rules/windows/a.yml": "" };

test.each([
  // what                              document      text                                    want
  ["a path in code",                   "a.md",       "`src/core/index.ts` and `src/core/`",  []],
  ["a path that is gone",              "a.md",       "\n\nsee `src/core/ids.ts`",            ["a.md:3: there is no src/core/ids.ts"]],
  ["a file in a folder that is gone",  "a.md",       "`tests/a.ts`, `DIR/a.yml`",            ["a.md:1: there is no tests/a.ts"]],
  ["a document of the root",           "docs/a.md",  "`README.md`",                          ["docs/a.md:1: there is no README.md"]],
  ["a folder that is gone",            "a.md",       "`src/parsers/`",                       ["a.md:1: there is no src/parsers/"]],
  ["a place in a file",                "a.md",       "`src/core/index.ts:12`",               []],
  ["a file of the root",               "docs/a.md",  "`package.json`, `absent.json`",        ["docs/a.md:1: there is no absent.json"]],
  ["a name that many files have",      "a.md",       "`index.ts`, ends in `.ts`",            []],
  ["a file beside the document",       "docs/a.md",  "`sigma.md`, [it](sigma.md#values)",    []],
  ["a link that leads nowhere",        "docs/a.md",  "[it](docs/sigma.md)",                  ["docs/a.md:1: there is no docs/sigma.md"]],
  ["a link upwards",                   "docs/a.md",  "[it](../package.json)",                []],
  ["an address",                       "a.md",       "[it](https://example.org/a.md)",       []],
  ["the corpora beside the project",   "a.md",       "`../shared/data/absent.json`",         []],
  ["a pattern, a part to fill in",     "a.md",       "`src/*/index.ts` `src/<name>.ts` `src/detect/…`", []],
  ["what is no path",                  "a.md",       "`and/or`, `a | b`, `--rules DIR`, `/etc/passwd`", []],
  ["a block of code",                  "a.md",       "```\n`src/absent.ts`\n```",            []],
])("%s", (_, document, text, want) =>
  withTree(FILES, (root) => {
    expect(checkDocument(root, document, text).map((problem) => problem.split(";")[0])).toEqual(want);
  }));

test("a path is found where it stands", () => {
  expect(pathsIn("a\nb `src/x.ts` c")).toEqual([{ path: "src/x.ts", line: 2, isLink: false }]);
});

test("an npm script has to exist", () => {
  expect(checkScripts("a.md", "`npm run -s bench:detect -- --json`, npm run check, npm run gone", { scripts: { check: "", "bench:detect": "" } }))
    .toEqual(["a.md: package.json has no script gone"]);
});

test("every dependency has its row, and every row its dependency", () => {
  const problems = checkDependencies("| `re2js` | x |\n| `left-pad` | x |\n", { dependencies: { re2js: "1" }, devDependencies: { "@types/node": "1" } });
  expect(problems.map((problem) => problem.split(";")[0])).toEqual([
    "docs/dependencies.md: no row for @types/node",
    "docs/dependencies.md: left-pad is no dependency any more",
  ]);
});
