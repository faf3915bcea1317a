import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockData } from "./lock.ts";

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "vigie-lock-"));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const script = (then: string) => `import { lockData } from ${JSON.stringify(join(import.meta.dirname, "lock.ts"))}; lockData(${JSON.stringify(data)}); ${then}`;

test("a second process is refused while the first lives, and says which it is", async () => {
  const child = spawn(process.execPath, ["--input-type=module", "-e", script("console.log('locked'); setInterval(() => {}, 1000);")]);
  await once(child.stdout, "data");
  expect(() => lockData(data)).toThrow(`in use by process ${child.pid}`);
  child.kill("SIGKILL");
  await once(child, "exit");
  lockData(data)();
});

test("the lock of a process that was killed is taken over", () => {
  spawnSync(process.execPath, ["--input-type=module", "-e", script("process.kill(process.pid, 'SIGKILL');")]);
  expect(existsSync(join(data, "vigie.lock"))).toBe(true);
  const release = lockData(data);
  release();
  expect(existsSync(join(data, "vigie.lock"))).toBe(false);
});

test("a number that now belongs to another process is no owner", () => {
  writeFileSync(join(data, "vigie.lock"), `${process.pid} 1\n`);
  lockData(data)();
});

test("a lock file with nonsense in it is taken over", () => {
  writeFileSync(join(data, "vigie.lock"), "…");
  lockData(data)();
});
