import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withTree } from "../../scripts/tree.ts";
import { createPackReader, readPack } from "./index.ts";

const rule = (title: string): string => `title: ${title}\nlogsource: {product: windows}\ndetection: {s: {Image: x}, condition: s}\n`;

test("reading a pack again gives what a fresh reading gives, and what did not change is the same object", () =>
  withTree({ "rules/a.yml": rule("A"), "rules/b.yml": rule("B"), "rules/c.yml": "title: C\n" }, async (folder) => {
    const rules = [join(folder, "rules")];
    const read = await createPackReader({ rules });
    const first = await read();
    expect(first).toEqual(await readPack({ rules }));
    expect((await read()).rules.rules).toEqual(first.rules.rules);
    expect((await read()).rules.rules.every((one, i) => one === first.rules.rules[i])).toBe(true);

    // Of the same length, and older than before by its own account.
    writeFileSync(join(folder, "rules/b.yml"), rule("X"));
    utimesSync(join(folder, "rules/b.yml"), 0, 0);
    writeFileSync(join(folder, "rules/d.yml"), rule("D"));
    const second = await read();
    expect(second).toEqual(await readPack({ rules }));
    expect(second.rules.rules.map(({ head }) => head.title)).toEqual(["A", "X", "D"]);
    expect(second.rules.rules[0]).toBe(first.rules.rules[0]);
    expect(second.logsources).toBe(first.logsources);

    rmSync(join(folder, "rules/a.yml"));
    writeFileSync(join(folder, "rules/c.yml"), "x".repeat(9_000_000));
    mkdirSync(join(folder, "rules/more"));
    writeFileSync(join(folder, "rules/more/e.yml"), rule("E"));
    const third = await read();
    expect(third).toEqual(await readPack({ rules }));
    expect(third.rules.rules.map(({ head }) => head.title)).toEqual(["X", "D", "E"]);
    expect(third.unread).toMatchObject([{ reason: "the file has more than 8388608 bytes", hint: "Split it into several files." }]);

    rmSync(join(folder, "rules"), { recursive: true });
    expect(await read()).toMatchObject({ rules: { rules: [] }, unread: [{ path: rules[0], reason: "no such file or folder" }] });
  }));
