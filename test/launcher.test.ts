// bin/vigie finds a Node that can run TypeScript, or says in one sentence what to do.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { withTree } from "../scripts/tree.ts";

const LAUNCHER = join(import.meta.dirname, "../bin/vigie");
const MAIN = { "src/main.ts": "const args: string[] = process.argv.slice(2);\nconsole.log(args.join());\nprocess.exit(3);\n" };

function install(root: string): void {
  mkdirSync(join(root, "bin"));
  copyFileSync(LAUNCHER, join(root, "bin/vigie"));
}

/** A `node` that runs the real one and calls itself `version`. */
function placeNode(root: string, path: string, version = process.versions.node): void {
  const script = `#!/bin/sh\nif [ "$1" = -p ]; then echo ${version}; else exec "${process.execPath}" "$@"; fi\n`;
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), script, { mode: 0o755 });
}

const run = (command: string, path: string) =>
  spawnSync(command, ["a b", "--c"], { encoding: "utf8", env: { PATH: `${path}:/usr/bin:/bin` } });

test.each([
  ["its own Node",                   "app/node_modules/node/bin/node"],
  ["the Node installed beside it",   "node/bin/node"],
])("runs %s, and keeps arguments and exit code", (_, node) =>
  withTree({ "app/src/main.ts": MAIN["src/main.ts"] }, (root) => {
    install(join(root, "app"));
    placeNode(root, node);
    placeNode(root, "path/node", "20.1.0");
    symlinkSync(join(root, "app/bin/vigie"), join(root, "link"));
    expect(run(join(root, "link"), join(root, "path"))).toMatchObject({ status: 3, stdout: "a b,--c\n", stderr: "" });
  }));

test("falls back to the machine's Node where it is new enough", () =>
  withTree(MAIN, (root) => {
    install(root);
    placeNode(root, "path/node", "24.0.0");
    expect(run(join(root, "bin/vigie"), join(root, "path"))).toMatchObject({ status: 3, stdout: "a b,--c\n", stderr: "" });
  }));

test("refuses an older Node in one sentence", () =>
  withTree(MAIN, (root) => {
    install(root);
    placeNode(root, "path/node", "20.1.0");
    expect(run(join(root, "bin/vigie"), join(root, "path"))).toMatchObject({
      status: 2,
      stdout: "",
      stderr: `vigie needs Node 24 or newer, and this is v20.1.0; run \`npm install\` in ${root}, it brings its own.\n`,
    });
  }));
