import axe from "axe-core";
import type { Page } from "playwright-core";

/** What shuts people out of a page as it stands, by axe-core under WCAG 2.2 AA: one text each. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const run = (window as unknown as { axe: typeof axe }).axe.run;
    const { violations: found } = await run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] });
    return found.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(" ")}: ${(failureSummary ?? "").replaceAll("\n", " ").slice(0, 240)}`));
  });
}
