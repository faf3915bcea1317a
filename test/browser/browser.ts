// A real headless Chromium, from an npm package alone.
import chromium from "@sparticuz/chromium";
import { generate } from "otplib";
import { chromium as playwright, type Browser, type Page } from "playwright-core";

/** Who signs in: the secret is that of their authenticator app. */
export type Account = { readonly email: string; readonly password: string; readonly secret: string };

export const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 1024, height: 768 }, phone: { width: 390, height: 844 } } as const;

/** Starts a browser; the caller closes it. */
export const openBrowser = async (): Promise<Browser> =>
  playwright.launch({ executablePath: await chromium.executablePath(), args: [...chromium.args.filter((arg) => arg !== "--single-process"), "--no-sandbox"], headless: true });

/** Signs in as a person does, and waits for their first page. */
export async function signIn(page: Page, url: string, { email, password, secret }: Account): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill(password);
  await page.locator("button[type=submit]").click();
  await page.locator("input[name=code]").fill(await generate({ secret }));
  await page.locator("button[type=submit]").click();
  await page.waitForURL((now) => !now.pathname.startsWith("/sign-in"));
}
