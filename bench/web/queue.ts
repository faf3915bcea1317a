// The queue in a real browser, measured from inside the page: from the change to the second frame after it is painted.
import { generate } from "otplib";
import type { Page } from "playwright-core";
import { createClient } from "../../src/contract/client.ts";
import { arrive } from "../../scripts/demo/arrive.ts";
import { openBrowser, signIn } from "../../test/browser/browser.ts";

type Asked = { readonly url: string; readonly key: string; readonly steps: number };
type Times = { readonly p50: number; readonly p95: number; readonly max: number };

const FILTERS = ["level=critical", "level=high", "status=new", "level=critical&status=new", "stage=unowned", "level=medium"];
const ROUNDS = 10;
const SCROLLED_ROWS = 10_000;

/** Figures of the queue, in milliseconds, kilobytes and megabytes. */
export async function measureQueue({ url, key, steps }: Asked, say: (text: string) => void): Promise<Readonly<Record<string, unknown>>> {
  const analyst = await arrive(url, createClient({ fetch, url, key }), "Alix Analyst", "analyst", null);
  const browser = await openBrowser();
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" })).newPage();
  try {
    say("signing in (a code works once: waiting for the next)\n");
    const used = await generate({ secret: analyst.secret });
    while ((await generate({ secret: analyst.secret })) === used) await page.waitForTimeout(1_000);
    await signIn(page, url, analyst);
    await page.goto(`${url}/queue?stage=all&seen=all`);
    await page.locator("tbody tr[aria-rowindex]").first().waitFor();
    const firstLoad = await weigh(page);
    say(`first load: ${JSON.stringify(firstLoad)}\n`);
    const filterMs = timesOf(await filterTimes(page));
    say(`filter: ${JSON.stringify(filterMs)}\n`);
    await page.goto(`${url}/queue?stage=all&seen=all`);
    await page.locator("tbody tr[aria-rowindex]").first().waitFor();
    const next = await stepTimes(page, steps);
    say(`next: ${JSON.stringify(next)}\n`);
    await page.goto(`${url}/queue?stage=all&seen=all`);
    await page.locator("tbody tr[aria-rowindex]").first().waitFor();
    const scrolling = await scroll(page);
    return { firstLoad, filterMs, nextMs: timesOf(next.ms), memoryMb: next.memoryMb, scrolling };
  } finally {
    await browser.close();
  }
}

/** Compressed bytes of what a first visit loads. */
const weigh = (page: Page): Promise<Readonly<Record<string, number>>> =>
  page.evaluate(() => {
    const entries = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const kb = (end: string): number => entries.filter(({ name }) => new URL(name).pathname.endsWith(end)).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) / 1024;
    return { scriptKb: kb(".js"), styleKb: kb(".css"), fontKb: kb(".woff2") };
  });

const timesOf = (ms: readonly number[]): Times => {
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { p50: at(0.5), p95: at(0.95), max: at(1) };
};

/** From the change of the address to the rows of its answer on the screen. */
async function filterTimes(page: Page): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const filter of FILTERS) {
      times.push(await page.evaluate(async (search) => {
        const painted = (): Promise<void> => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(() => resolve())); });
        const body = (): string => document.querySelector("tbody")?.textContent ?? "";
        const before = body();
        const began = performance.now();
        history.pushState(null, "", `/queue?stage=all&seen=all&${search}`);
        dispatchEvent(new PopStateEvent("popstate"));
        while (body() === before && performance.now() - began < 5_000) await painted();
        return performance.now() - began;
      }, filter));
    }
  }
  return times;
}

/** `j`, over and over, with the flyout open; memory is what stays after the collector went. */
async function stepTimes(page: Page, steps: number): Promise<{ readonly ms: readonly number[]; readonly memoryMb: readonly number[] }> {
  const session = await page.context().newCDPSession(page);
  const used = async (): Promise<number> => {
    await session.send("HeapProfiler.collectGarbage");
    return (await session.send("Runtime.getHeapUsage")).usedSize / 1024 / 1024;
  };
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(1_000);
  const ms: number[] = [];
  const memoryMb: number[] = [];
  for (let step = 0; step < steps; step++) {
    if (step % Math.ceil(steps / 5) === 0) memoryMb.push(await used());
    ms.push(await page.evaluate(async () => {
      const cursor = (): string | null => document.querySelector("tr[data-cursor=true]")?.getAttribute("aria-rowindex") ?? null;
      const before = cursor();
      const began = performance.now();
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
      while (cursor() === before && performance.now() - began < 2_000) await new Promise((resolve) => { requestAnimationFrame(resolve); });
      return performance.now() - began;
    }));
  }
  memoryMb.push(await used());
  return { ms, memoryMb };
}

/** Scrolls as fast as frames come, and tells the longest that one took. */
const scroll = (page: Page): Promise<Readonly<Record<string, number>>> =>
  page.evaluate(async (rows) => {
    const box = document.querySelector("table")?.parentElement;
    if (box === null || box === undefined) throw new Error("there is no table to scroll");
    const frames: number[] = [];
    let last = performance.now();
    let at = 0;
    // What is not loaded yet cannot be scrolled to: the end moves as pages come.
    for (const began = last; at < rows * 36 && performance.now() - began < 60_000; ) {
      at = Math.min(box.scrollTop + 360, box.scrollHeight);
      box.scrollTop = at;
      await new Promise((resolve) => { requestAnimationFrame(resolve); });
      const now = performance.now();
      frames.push(now - last);
      last = now;
    }
    frames.sort((a, b) => a - b);
    return { rows: Math.floor(at / 36), frames: frames.length, p95FrameMs: frames[Math.floor(frames.length * 0.95)] ?? 0, longestFrameMs: frames.at(-1) ?? 0 };
  }, SCROLLED_ROWS);
