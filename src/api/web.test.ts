import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { apiWith } from "../../test/people.ts";

const folder = mkdtempSync(join(tmpdir(), "vigie-web-"));
mkdirSync(join(folder, "assets"));
writeFileSync(join(folder, "index.html"), '<meta name="style-nonce" content="%STYLE_NONCE%"><div id="root"></div>');
writeFileSync(join(folder, "assets/queue-abc.js"), "export {};");
afterAll(() => rmSync(folder, { recursive: true }));

const BROWSER = { accept: "text/html,application/xhtml+xml" };

test("every address that is a page shows the app, under a policy that lets no foreign script run", async () => {
  const { app } = await apiWith({ web: folder }, "north");
  for (const url of ["/", "/queue", "/alerts/north/NOR-A-1?tab=events", "/o/NOR-A-1?until=1&signature=x"]) {
    const page = await app.inject({ url, headers: BROWSER });
    const policy = String(page.headers["content-security-policy"]);
    const nonce = /content="([^"]+)"/.exec(page.body)?.[1] ?? "";
    expect({ url, status: page.statusCode, type: page.headers["content-type"], cached: page.headers["cache-control"] }).toEqual({ url, status: 200, type: "text/html; charset=utf-8", cached: "no-store" });
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self'(?:;|$)/);
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(policy).not.toContain("unsafe");
    expect(policy).toContain("frame-ancestors 'none'");
  }
});

test("a nonce is used once", async () => {
  const { app } = await apiWith({ web: folder }, "north");
  const [one, other] = [await app.inject({ url: "/", headers: BROWSER }), await app.inject({ url: "/", headers: BROWSER })];
  expect(one.body).not.toBe(other.body);
});

test("files with a digest in their name are kept, the page is not", async () => {
  const { app } = await apiWith({ web: folder }, "north");
  const file = await app.inject({ url: "/assets/queue-abc.js" });
  expect([file.statusCode, file.headers["cache-control"], file.headers["x-content-type-options"]]).toEqual([200, "public, max-age=31536000, immutable", "nosniff"]);
});

test("what was compressed when the app was built is sent so", async () => {
  writeFileSync(join(folder, "assets/queue-abc.js.gz"), gzipSync("export {};"));
  const { app } = await apiWith({ web: folder }, "north");
  const file = await app.inject({ url: "/assets/queue-abc.js", headers: { "accept-encoding": "gzip" } });
  expect([file.headers["content-encoding"], gunzipSync(file.rawPayload).toString(), String(file.headers["content-type"])]).toEqual(["gzip", "export {};", expect.stringMatching(/javascript/)]);
});

test.each([
  ["a program that asks for what is not there", "/v1/nothing", { accept: "application/json" }],
  ["a browser that asks the API for what is not there", "/v1/nothing", BROWSER],
  ["a file that is not there", "/assets/gone.js", BROWSER],
  ["a program at a page", "/queue", { accept: "application/json" }],
  ["a way out of the folder", "/assets/..%2f..%2f..%2fetc%2fpasswd", { accept: "*/*" }],
])("%s is told so", async (_, url, headers) => {
  const { app } = await apiWith({ web: folder }, "north");
  const answer = await app.inject({ url, headers });
  expect([answer.statusCode, answer.headers["content-type"]]).toEqual([url.startsWith("/v1/") && answer.statusCode === 401 ? 401 : 404, "application/problem+json; charset=utf-8"]);
});
