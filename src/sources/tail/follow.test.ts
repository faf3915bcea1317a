import { appendFileSync, copyFileSync, mkdtempSync, openSync, closeSync, renameSync, rmSync, symlinkSync, truncateSync, unlinkSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { numbered, Recorder, REQUIREMENTS, type Way } from "../conformance.ts";
import type { Arrival, Lost } from "../arrival.ts";
import { followFiles, type Following, type Position, type TailOptions, type TailState } from "./index.ts";

let folder = "";
let running: Following[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "vigie-tail-"));
});
afterEach(async () => {
  await Promise.all(running.map(({ close }) => close()));
  running = [];
  rmSync(folder, { recursive: true });
});

const at = (name: string): string => join(folder, name);
const text = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");
/** Lines long enough that a file of them is told from any other. */
const long = (from: number, to: number): readonly string[] => Array.from({ length: to - from }, (_, i) => `line ${from + i} ${"x".repeat(60)}`);

/** State in memory, as a database would keep it. */
function remembered(): TailState & { positions: readonly Position[] } {
  const state = {
    positions: [] as readonly Position[],
    load: async () => state.positions,
    save: async (positions: readonly Position[]) => {
      state.positions = structuredClone(positions);
    },
  };
  return state;
}

async function follow(recorder: Recorder, options: Partial<TailOptions> = {}): Promise<Following> {
  const following = await followFiles({
    name: "tail",
    from: { tenant: "acme", source: "app" },
    paths: [at("app.log")],
    maxLineBytes: 4096,
    state: remembered(),
    intake: recorder,
    lost: ({ lines }) => (recorder.lost += lines),
    failed: () => {},
    pollMs: 20,
    lingerMs: 100,
    ...options,
  });
  running.push(following);
  return following;
}

async function stop(following: Following): Promise<void> {
  running = running.filter((one) => one !== following);
  await following.close();
}

describe("the requirements of every way", () => {
  const way: Way = {
    transport: "tail",
    canWait: true,
    start: async (intake, lost: (lost: Lost) => void) => {
      const state = remembered();
      const following = await follow(intake as Recorder, { intake, lost, state });
      return {
        send: async (lines) => {
          appendFileSync(at("app.log"), text(...lines));
          const size = Buffer.byteLength(text(...lines));
          // What lies behind the saved position may be removed: that is this way's acknowledgement.
          while (state.positions[0]?.offset !== size) await pause(5);
          return lines;
        },
        close: () => stop(following),
      };
    },
  };
  test.each(REQUIREMENTS)("$name", ({ check }) => check(way));
});

test("reads what is there, then what is added, and waits for a line's end", async () => {
  const recorder = new Recorder();
  writeFileSync(at("app.log"), text("one", "", "two\r"));
  await follow(recorder);
  await recorder.hasAccountedFor(2);
  appendFileSync(at("app.log"), "thr");
  await pause(100);
  expect(recorder.lines()).toEqual(["one", "two"]);
  appendFileSync(at("app.log"), "ee\nfour\n");
  await recorder.hasAccountedFor(4);
  expect(recorder.lines()).toEqual(["one", "two", "three", "four"]);
  expect(recorder.arrivals[0]).toMatchObject({ from: { tenant: "acme", source: "app" }, transport: "tail", collector: "tail", peer: at("app.log"), format: "text" });
});

test("finds files and folders that come later, and only those that fit", async () => {
  const recorder = new Recorder();
  await follow(recorder, { paths: [at("app-*.log")] });
  writeFileSync(at("app-1.log"), text("one"));
  await recorder.hasAccountedFor(1);
  writeFileSync(at("other.log"), text("no"));
  writeFileSync(at("app-2.log"), text("two"));
  await recorder.hasAccountedFor(2);
  expect(recorder.lines()).toEqual(["one", "two"]);
});

describe.each(["app.log", "app.log*"])("following %s", (pattern) => {
  test("goes on through rotation by rename: the old file is read to its end, without a newline too", async () => {
    const recorder = new Recorder();
    writeFileSync(at("app.log"), text("one"));
    const following = await follow(recorder, { paths: [at(pattern)] });
    await recorder.hasAccountedFor(1);
    const old = openSync(at("app.log"), "a");
    renameSync(at("app.log"), at("app.log.1"));
    writeFileSync(at("app.log"), text("three"));
    writeSync(old, "two\nend");
    closeSync(old);
    await recorder.hasAccountedFor(pattern === "app.log" ? 4 : 3);
    if (pattern === "app.log") while (following.counts().files > 1) await pause(5);
    const whole = ["one", "three", "two"];
    expect(recorder.lines().toSorted()).toEqual(pattern === "app.log" ? ["end", ...whole] : whole);
  });

  test("goes on through copytruncate: nothing is read twice, and what was copied unread is not lost", async () => {
    const recorder = new Recorder();
    writeFileSync(at("app.log"), text(...long(0, 50)));
    await follow(recorder, { paths: [at(pattern)] });
    await recorder.hasAccountedFor(50);
    // In one turn, so that nothing of it is seen before all is done.
    appendFileSync(at("app.log"), text(...long(50, 60)));
    copyFileSync(at("app.log"), at("app.log.1"));
    truncateSync(at("app.log"));
    await recorder.hasAccountedFor(60);
    appendFileSync(at("app.log"), text(...long(60, 200)));
    await recorder.hasAccountedFor(200);
    await pause(200);
    expect(recorder.lines()).toEqual(long(0, 200));
  });
});

test("sees that a file was emptied though it is longer again", async () => {
  const recorder = new Recorder();
  const header = "h".repeat(300);
  writeFileSync(at("app.log"), text(header, ...long(0, 10)));
  await follow(recorder);
  await recorder.hasAccountedFor(11);
  writeFileSync(at("app.log"), text(header, ...long(10, 100)));
  await recorder.hasAccountedFor(102);
  expect(recorder.lines()).toEqual([header, ...long(0, 10), header, ...long(10, 100)]);
});

test("sees that a file was written anew while its lines were taken", async () => {
  const header = "h".repeat(300);
  const recorder = new Recorder();
  writeFileSync(at("app.log"), text(header, ...long(0, 10)));
  let isFirst = true;
  const take = async (arrival: Arrival): Promise<void> => {
    if (isFirst) writeFileSync(at("app.log"), text(header, ...long(10, 100)));
    isFirst = false;
    await recorder.take(arrival);
  };
  await follow(recorder, { intake: { ...recorder, take } });
  await recorder.hasAccountedFor(102);
  expect(recorder.lines()).toEqual([header, ...long(0, 10), header, ...long(10, 100)]);
});

test("waits with a copy until it is complete", async () => {
  const recorder = new Recorder();
  writeFileSync(at("app.log"), text(...long(0, 100)));
  await follow(recorder, { paths: [at("app.log*")] });
  await recorder.hasAccountedFor(100);
  const all = Buffer.from(text(...long(0, 100)));
  writeFileSync(at("app.log.1"), all.subarray(0, 3000));
  await pause(100);
  appendFileSync(at("app.log.1"), all.subarray(3000));
  await pause(100);
  truncateSync(at("app.log"));
  appendFileSync(at("app.log"), text("after"));
  await recorder.hasAccountedFor(101);
  expect(recorder.lines()).toEqual([...long(0, 100), "after"]);
});

test("leaves compressed files alone, until their inode number is another file's", async () => {
  const recorder = new Recorder();
  const gzip = gzipSync(text(...long(0, 100)));
  writeFileSync(at("app.log.2.gz"), gzip);
  writeFileSync(at("app.log.3.gz"), "");
  const following = await follow(recorder, { paths: [at("app.log*")] });
  await pause(100);
  writeFileSync(at("app.log.3.gz"), gzip);
  while (following.counts().compressed < 2) await pause(5);
  writeFileSync(at("app.log.2.gz"), text("not compressed any more"));
  await recorder.hasAccountedFor(1);
  expect(recorder.lines()).toEqual(["not compressed any more"]);
});

describe("after a restart", () => {
  async function restart(between: () => void, paths = [at("app.log")]): Promise<{ recorder: Recorder; following: Following }> {
    const recorder = new Recorder();
    const state = remembered();
    writeFileSync(at("app.log"), text(...long(0, 50)));
    const before = await follow(recorder, { state, paths });
    await recorder.hasAccountedFor(50);
    await stop(before);
    between();
    return { recorder, following: await follow(recorder, { state, paths }) };
  }

  test("goes on where it was", async () => {
    const { recorder } = await restart(() => appendFileSync(at("app.log"), text(...long(50, 60))));
    await recorder.hasAccountedFor(60);
    expect(recorder.lines()).toEqual(long(0, 60));
  });

  test("finds the file that was renamed, and reads it to its end before it lets it go", async () => {
    const { recorder, following } = await restart(() => {
      appendFileSync(at("app.log"), text(...long(50, 60)));
      renameSync(at("app.log"), at("app.log.1"));
      writeFileSync(at("app.log"), text(...long(60, 70)));
    });
    await recorder.hasAccountedFor(70);
    expect(recorder.lines().toSorted()).toEqual(long(0, 70).toSorted());
    while (following.counts().files > 1) await pause(5);
  });

  test("finds the copy of the file that was emptied", async () => {
    const { recorder } = await restart(() => {
      appendFileSync(at("app.log"), text(...long(50, 60)));
      copyFileSync(at("app.log"), at("app.log.1"));
      truncateSync(at("app.log"));
      appendFileSync(at("app.log"), text(...long(60, 70)));
    });
    await recorder.hasAccountedFor(70);
    expect(recorder.lines().toSorted()).toEqual(long(0, 70).toSorted());
  });

  test("takes another file under the same name for another file, and says that the old one is gone", async () => {
    const { recorder, following } = await restart(() => {
      unlinkSync(at("app.log"));
      writeFileSync(at("app.log"), text(...long(100, 200)));
    });
    await recorder.hasAccountedFor(150);
    expect(recorder.lines()).toEqual([...long(0, 50), ...long(100, 200)]);
    expect(following.counts().vanished).toBe(1);
  });
});

describe("lines that are too long", () => {
  test.each([
    ["are cut and counted", 4096],
    ["are cut and counted when longer than a piece that is read at once", 3_000_000],
  ])("%s", async (_, maxLineBytes) => {
    const recorder = new Recorder();
    const exact = "e".repeat(maxLineBytes);
    writeFileSync(at("app.log"), text("before", exact, `${exact}++`, "z".repeat(3 * maxLineBytes + 5_000_000), "after"));
    await follow(recorder, { maxLineBytes });
    await recorder.hasAccountedFor(7); // five lines, two of them counted as cut
    expect(recorder.lines().map(({ length }) => length)).toEqual([6, maxLineBytes, maxLineBytes, maxLineBytes, 5]);
    expect(recorder.lost).toBe(2);
  });

  test("are read again after a restart in the middle", async () => {
    const recorder = new Recorder();
    const state = remembered();
    writeFileSync(at("app.log"), `${text("before")}${"z".repeat(2_000_000)}`);
    const before = await follow(recorder, { state });
    await recorder.hasAccountedFor(3);
    await stop(before);
    appendFileSync(at("app.log"), text("zz", "after"));
    const again = new Recorder();
    await follow(again, { state });
    await again.hasAccountedFor(3);
    expect(again.lines().map(({ length }) => length)).toEqual([4096, 5]);
  });
});

test("tells once why a file cannot be followed, and goes on with the others", async () => {
  const recorder = new Recorder();
  const told: string[] = [];
  writeFileSync(at("app.log"), text("one"));
  symlinkSync(at("nowhere.log"), at("nowhere.log"));
  await follow(recorder, { paths: [`/proc/self/mem/${"x".repeat(300)}`, join("x\0y", "*.log"), at("*.log")], failed: (error) => told.push(String(error.cause)) });
  await recorder.hasAccountedFor(1);
  await pause(100);
  expect(told).toEqual([expect.stringContaining("null bytes")]);
});

test("follows many lines while they are written", async () => {
  const recorder = new Recorder();
  await follow(recorder);
  const lines = numbered(20_000);
  for (let i = 0; i < lines.length; i += 100) {
    appendFileSync(at("app.log"), text(...lines.slice(i, i + 100)));
    if (i % 5000 > 0) continue;
    // A file that comes and goes between two looks is nobody's.
    while (recorder.lines().length <= i) await pause(5);
    renameSync(at("app.log"), at(`app.log.${i}`));
  }
  await recorder.hasAccountedFor(lines.length);
  expect(recorder.lines().toSorted()).toEqual(lines.toSorted());
});
