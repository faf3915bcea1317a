// A platform in the middle of its stories, and people with a browser before it.
import { generate } from "otplib";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, expect } from "vitest";
import { endPlatform, startPlatform, type Running } from "../../scripts/demo/platform.ts";
import { replay } from "../../scripts/demo/replay.ts";
import { askClient, handleIncident, prepare, type People } from "../../scripts/demo/stories.ts";
import { openBrowser, signIn, SIZES } from "./browser.ts";

export type Who = keyof People;
type Looks = { readonly size?: keyof typeof SIZES; readonly scheme?: "dark" | "light" };

export type Stage = {
  readonly platform: Running;
  readonly people: People;
  readonly url: string;
  /** Somebody's page, signed in; a code of the second factor works once, so each signs in once. */
  readonly open: (who: Who, looks?: Looks) => Promise<Page>;
  /** What broke in any page since it was asked last: errors, and what the policy refused. */
  readonly complaints: () => readonly string[];
};

/** Starts everything; ended when the file's tests are over. */
export async function startStage(): Promise<Stage> {
  const platform = await startPlatform();
  afterAll(() => endPlatform(platform));
  const { api = "" } = platform.addresses;
  const people = await prepare(api, platform.key);
  const used = new Map(await Promise.all((Object.keys(people) as Who[]).map(async (who) => [who, await generate({ secret: people[who].secret })] as const)));
  await replay(platform);
  await askClient(people);
  await handleIncident(people);
  const browser = await openBrowser();
  afterAll(() => browser.close());
  // The name from which browsers take the cookies of a session over plain HTTP.
  return { platform, people, url: api.replace("127.0.0.1", "localhost"), ...pagesOf(browser, people, api.replace("127.0.0.1", "localhost"), used) };
}

function pagesOf(browser: Browser, people: People, url: string, used: ReadonlyMap<Who, string>): Pick<Stage, "open" | "complaints"> {
  const kept = new Map<Who, Awaited<ReturnType<BrowserContext["storageState"]>>>();
  const heard: string[] = [];
  const open: Stage["open"] = async (who, { size = "wide", scheme = "dark" } = {}) => {
    const known = kept.get(who);
    const context = await browser.newContext({ viewport: SIZES[size], colorScheme: scheme, locale: "en-GB", timezoneId: "Europe/Paris", reducedMotion: "reduce", ...(known === undefined ? {} : { storageState: known }) });
    const page = await context.newPage();
    page.on("pageerror", (error) => heard.push(`${page.url()}: ${String(error)}`));
    page.on("console", (message) => { if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) heard.push(`${page.url()}: ${message.text()}`); });
    if (known === undefined) {
      // Whoever came in just now has used this half minute's code.
      while ((await generate({ secret: people[who].secret })) === used.get(who)) await page.waitForTimeout(1_000);
      await signIn(page, url, people[who]);
      kept.set(who, await context.storageState());
    }
    return page;
  };
  return { open, complaints: () => heard.splice(0) };
}

/** Nothing reaches over the edge, and nothing is cut where people read it. */
export async function expectToFit(page: Page): Promise<void> {
  const { scroll, inner } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, inner: innerWidth }));
  expect(scroll, `${page.url()} is wider than its window`).toBeLessThanOrEqual(inner);
}

/** Waits until the page shows what it has: no skeleton, and nothing being asked. */
export async function settled(page: Page): Promise<void> {
  // On a phone a flyout is the page, and its title an h2.
  await page.locator("h1:visible, h2:visible").first().waitFor();
  await page.waitForFunction(() => document.querySelector("[role=status][aria-label]") === null && document.querySelector(".mantine-Skeleton-root") === null);
  await page.evaluate(() => document.fonts.ready);
  // One frame for what the last answer changed.
  await page.waitForTimeout(200);
}
