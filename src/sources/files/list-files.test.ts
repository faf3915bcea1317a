import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listFiles } from "./list-files.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vigie-list-"));
  mkdirSync(join(folder, "b/c"), { recursive: true });
  for (const name of ["z.log", "a.log", "b/2", "b/c/1"]) writeFileSync(join(folder, name), name);
  symlinkSync("..", join(folder, "b/loop"));
  symlinkSync("../a.log", join(folder, "b/link"));
  symlinkSync("nowhere", join(folder, "b/dangling"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("finds what is in folders, in order, and does not follow links to folders", async () => {
  const { files, failures } = await listFiles([folder]);
  expect(failures).toEqual([]);
  expect(files.map((file) => [file.path.slice(folder.length + 1), file.sizeBytes, file.named])).toEqual([
    ["a.log", 5, false],
    ["b/2", 3, false],
    ["b/c/1", 5, false],
    ["b/link", 5, false],
    ["z.log", 5, false],
  ]);
});

test("a path that is not there costs no other", async () => {
  const path = join(folder, "none");
  const { files, failures } = await listFiles([path, join(folder, "a.log"), "-"]);
  expect(files.map((file) => file.named)).toEqual([true, true]);
  expect(failures).toEqual([{ type: "failure", path, reason: "no such file or folder" }]);
});
