// `npm run check`: every check there is, one line each; `-- --only lint,types` runs some, `-- --except tests` all but some.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");
const BIN = join(ROOT, "node_modules/.bin");
const RULES = "content/rules";

/** Step → its commands; the first that fails ends the step. */
const STEPS: Readonly<Record<string, readonly string[]>> = {
  types: ["tsc --noEmit", "tsc -p web --noEmit", "tsc -p test/browser --noEmit", "tsc -p bench/web --noEmit"],
  lint: ["oxlint"],
  direction: ["node scripts/check-direction.ts"],
  style: ["node scripts/check-style.ts"],
  unused: ["knip --no-progress"],
  docs: ["node scripts/check-docs.ts"],
  generated: ["node scripts/gen.ts --check"],
  content: [`bin/vigie rules check ${RULES}`, `bin/vigie rules test ${RULES}`, "bin/vigie technologies check", "bin/vigie playbooks check"],
  tests: ["vitest run"],
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
  const names = args.slice(1).flatMap((arg) => arg.split(","));
  const known = names.length > 0 && names.every((name) => Object.hasOwn(STEPS, name));
  if (known && args[0] === "--only") return names;
  if (known && args[0] === "--except") return all.filter((name) => !names.includes(name));
  return `usage: npm run check [-- --only STEP[,STEP] | --except STEP[,STEP]]; the steps are ${all.join(", ")}`;
}

/** Runs one step and prints its line; what the step itself printed is shown only if it failed. */
function step(name: string): boolean {
  const started = performance.now();
  const env = { ...process.env, PATH: `${BIN}:${process.env["PATH"] ?? ""}` };
  for (const command of STEPS[name]!) {
    const { status, stdout, stderr } = spawnSync(command, { cwd: ROOT, env, shell: true, encoding: "utf8", maxBuffer: 1e9 });
    if (status === 0) continue;
    console.log(`${stdout}${stderr}`.trimEnd());
    console.log(`${name.padEnd(10)} FAILED after ${seconds(started)}: ${command}`);
    return false;
  }
  console.log(`${name.padEnd(10)} ok ${seconds(started)}`);
  return true;
}

const seconds = (started: number): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;

main(process.argv.slice(2));
