import { execFileSync } from "node:child_process";
import { cp, lstat, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findBinaries, nativeFolder } from "./binaries.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vigie-binaries-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("runs from a package whose installation script was not allowed to run", async () => {
  const native = join(folder, "native");
  await cp(nativeFolder(), native, { recursive: true, filter: async (path) => !(await lstat(path)).isSymbolicLink() });
  const version = (env: Readonly<Record<string, string>>) => execFileSync(join(native, "bin/postgres"), ["--version"], { env, encoding: "utf8", stdio: "pipe" });
  expect(() => version({})).toThrow("error while loading shared libraries");
  const { env, major } = await findBinaries(join(folder, "links"), native);
  expect(version(env)).toContain(`PostgreSQL) ${major}.`);
  // The same again, as at the next start.
  expect(version((await findBinaries(join(folder, "links"), native)).env)).toContain("PostgreSQL");
});

test("says what to do on a platform that nobody packed PostgreSQL for", () => {
  expect(() => nativeFolder("plan9-mips")).toThrow("No PostgreSQL is included for plan9-mips: install one (15 or newer) and name it under postgres.url");
});
