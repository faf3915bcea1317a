// `npm run check`: every check there is, one line each; `-- --only lint` (or `--only lint,types`) runs some.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const BIN = join(ROOT, "node_modules/.bin");
const RULES = "content/rules";

/** A step runs each of its commands; `needs` names what must exist for it to mean anything. */
const STEPS: Readonly<Record<string, { readonly run: readonly string[]; readonly needs?: string }>> = {
  types: { run: ["tsc --noEmit"] },
  lint: { run: ["oxlint"] },
  direction: { run: ["node scripts/check-direction.ts"] },
  style: { run: ["node scripts/check-style.ts"] },
  unused: { run: ["knip --no-progress"] },
  docs: { run: ["node scripts/check-docs.ts"] },
  generated: { run: ["node scripts/gen.ts --check"] },
  content: { run: [`bin/vigie rules check ${RULES}`, `bin/vigie rules test ${RULES}`], needs: "src/main.ts" },
  tests: { run: ["vitest run"] },
};

function main(args: readonly string[]): void {
  const names = chosen(args);
  if (typeof names === "string") {
    console.error(names);
    process.exitCode = 2;
    return;
  }
  const failed = names.filter((name) => !step(name));
  if (failed.length === 0) return;
  console.log(`\nfailed: ${failed.join(", ")}`);
  for (const name of failed) console.log(`  npm run check -- --only ${name}`);
  process.exitCode = 1;
}

function chosen(args: readonly string[]): string[] | string {
  const all = Object.keys(STEPS);
  if (args.length === 0) return all;
  const names = args[0] === "--only" ? args.slice(1).flatMap((arg) => arg.split(",")) : [];
  const known = names.length > 0 && names.every((name) => Object.hasOwn(STEPS, name));
  return known ? names : `usage: npm run check [-- --only STEP[,STEP]]; the steps are ${all.join(", ")}`;
}

/** Runs one step and prints its line; what the step itself printed is shown only if it failed. */
function step(name: string): boolean {
  const { run, needs } = STEPS[name]!;
  if (needs !== undefined && !existsSync(join(ROOT, needs))) return line(name, `skipped: there is no ${needs}`);
  const started = performance.now();
  const env = { ...process.env, PATH: `${BIN}:${process.env["PATH"] ?? ""}` };
  for (const command of run) {
    const { status, stdout, stderr } = spawnSync(command, { cwd: ROOT, env, shell: true, encoding: "utf8", maxBuffer: 1e9 });
    if (status === 0) continue;
    console.log(`${stdout}${stderr}`.trimEnd());
    line(name, `FAILED after ${seconds(started)}: ${command}`);
    return false;
  }
  return line(name, `ok ${seconds(started)}`);
}

function line(name: string, text: string): true {
  console.log(`${name.padEnd(10)} ${text}`);
  return true;
}

const seconds = (started: number): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;

main(process.argv.slice(2));
