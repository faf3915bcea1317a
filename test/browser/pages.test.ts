// Every page of every role, in both languages and both schemes: nothing shuts anybody out, nothing reaches over the edge,
// nothing breaks, and the policy refuses nothing. Pictures go to docs/screens.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { violations } from "./accessible.ts";
import { SIZES } from "./browser.ts";
import { expectToFit, settled, startStage, type Who } from "./stage.ts";

const SCREENS = join(import.meta.dirname, "../../docs/screens");
mkdirSync(SCREENS, { recursive: true });
const stage = await startStage();
const org = "fonderies";

const first = async (path: string, list: string): Promise<string> => {
  const { addresses, key } = stage.platform;
  const answer = (await (await fetch(new URL(path, addresses["api"]), { headers: { authorization: `Bearer ${key}` } })).json()) as Readonly<Record<string, readonly { readonly id: string; readonly ref?: string }[]>>;
  return answer[list]?.[0]?.ref ?? answer[list]?.[0]?.id ?? "";
};
const [{ id: alertId, ref: alert } = { id: "", ref: "" }] = (await stage.people.analyst.api.get("/v1/tenants/{tenant}/alerts", { path: { tenant: org }, query: { limit: 1, sort: "worst" } })).alerts;
const incident = await first("/v1/tenants/hosting/incidents?limit=1", "incidents");
const request = await first("/v1/tenants/hosting/requests?limit=1", "requests");

/** Page → where it is. The name is that of its pictures. */
const PROVIDER = {
  queue: "/queue", "queue-flyout": `/queue?at=${org}/${alertId}&open=1`, alert: `/alerts/${org}/${alert}`, "alert-investigation": `/alerts/${org}/${alert}?tab=investigation`, "alert-events": `/alerts/${org}/${alert}?tab=events`, "alert-similar": `/alerts/${org}/${alert}?tab=similar`,
  "alert-thread": `/alerts/${org}/${alert}?tab=thread`, "alert-history": `/alerts/${org}/${alert}?tab=history`,
  incidents: "/incidents", incident: `/incidents/hosting/${incident}`, requests: "/requests?org=hosting", request: `/requests/hosting/${request}`, hunt: `/hunt?org=${org}`, sources: `/sources?org=${org}`,
  rules: `/rules?org=${org}`, "rules-own": `/rules?org=${org}&tab=own`, "rules-exceptions": `/rules?org=${org}&tab=exceptions`, "rules-packs": `/rules?org=${org}&tab=packs`, "rules-parameters": `/rules?org=${org}&tab=parameters`, "rule-editor": `/rules/${org}/edit?org=${org}`,
  coverage: `/coverage?org=${org}`, organisations: "/organisations", organisation: `/organisations/${org}`, service: `/service?org=${org}`, journal: `/journal?org=${org}`, account: "/account", "not-found": "/nothing-is-here",
} as const;
const CLIENT = { home: "/home", declare: "/declare", "client-queue": "/queue", "client-alert": `/alerts/${org}/${alert}`, "client-incidents": "/incidents", "client-requests": "/requests", "client-sources": "/sources", "client-rules": "/rules", "client-service": "/service", "client-journal": "/journal" } as const;
const TEAM = { "team-requests": "/requests", "team-request": `/requests/hosting/${request}` } as const;

const SEATS: readonly (readonly [Who, Readonly<Record<string, string>>])[] = [["analyst", PROVIDER], ["service", { "service-organisation": `/organisations/${org}`, "service-service": `/service?org=${org}` }], ["engineer", { "engineer-rules": `/rules?org=${org}` }], ["administrator", { "administrator-organisations": "/organisations" }], ["security", CLIENT], ["asked", { "manager-service": "/service", "manager-organisation": `/organisations/${org}` }], ["auditor", { "auditor-journal": "/journal" }], ["team", TEAM]];

// Each page once: as other roles see it, it is looked at and not kept.
const isPictured = (name: string): boolean => !/^(?:service|engineer|administrator|manager|auditor|client)-/.test(name);

async function lookAt(page: Page, path: string): Promise<void> {
  await page.goto(`${stage.url}${path}`);
  await settled(page);
}

describe.each(SEATS)("%s", (who, pages) => {
  test.each([["en", "dark"], ["en", "light"], ["fr", "dark"], ["fr", "light"]] as const)("sees every page in %s, %s, and nothing shuts anybody out", async (language, scheme) => {
    await stage.people[who].api.patch("/v1/me", { body: { language } });
    const page = await stage.open(who, { scheme });
    const found: string[] = [];
    for (const [name, path] of Object.entries(pages)) {
      await lookAt(page, path);
      found.push(...(await violations(page)).map((one) => `${name}: ${one}`));
      if ((await page.locator("html").getAttribute("lang")) !== language) found.push(`${name}: is not in ${language}`);
    }
    await page.context().close();
    expect(found).toEqual([]);
    expect(stage.complaints()).toEqual([]);
  });

  test.each(Object.keys(SIZES) as (keyof typeof SIZES)[])("has room at the size %s", async (size) => {
    await stage.people[who].api.patch("/v1/me", { body: { language: size === "narrow" ? "fr" : "en" } });
    const scheme = size === "wide" ? "dark" : "light";
    const page = await stage.open(who, { size, scheme });
    for (const [name, path] of Object.entries(pages)) {
      await lookAt(page, path);
      await expectToFit(page);
      if (isPictured(name)) await page.screenshot({ path: join(SCREENS, `${name}-${size}.jpg`), type: "jpeg", quality: 70 });
    }
    await page.context().close();
    expect(stage.complaints()).toEqual([]);
  });
});
