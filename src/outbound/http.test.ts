import { expect, test } from "vitest";
import { createHttp } from "./http.ts";

const http = createHttp({ base: "http://127.0.0.1:1/itsm/api/", guard: { internal: new Set(["127.0.0.1"]), hint: "", longestAnswer: 1_000, timeoutMs: 500 }, headers: {}, perMinute: 600 });

test.each(["../admin", "tickets/../../../admin", "tickets/%2e%2e/%2e%2e/%2e%2e/admin", "tickets/1/../../..", "\\..\\..\\admin"])("a path with a remote id in it does not lead out of the system: %s", async (path) => {
  await expect(http.ask({ method: "POST", path })).rejects.toMatchObject({ problem: "refused", arrived: "no", words: expect.stringContaining("leads away") as unknown });
});

test.each(["tickets/1", "/tickets/a..b", "tickets/..%2f..%2fadmin", ""])("nor is one within refused: %s", async (path) => {
  await expect(http.ask({ method: "POST", path })).rejects.toMatchObject({ problem: "unreachable" });
});
