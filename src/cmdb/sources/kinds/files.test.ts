// Files over HTTPS, and by SFTP from a real OpenSSH server.
import { utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Bench, benchOf } from "../../../../test/cmdb-sources/bench.ts";
import { html, play, type Play } from "../../../../test/cmdb-sources/server.ts";
import { hasSshd, type Sshd, startSshd } from "../../../../test/cmdb-sources/sshd.ts";
import { ImportMapping } from "../../../contract/cmdb-import.ts";
import { readTenant } from "../../../store/index.ts";
import { freshnessOfAsset } from "../../index.ts";

let bench: Bench;
beforeEach(async () => { bench = await benchOf(); });

const mapping = ImportMapping.parse({ key: "id", columns: { name: "host", addresses: "ip", team: "équipe" } });
const CSV = "id;host;ip;équipe\n1;web-1;10.0.0.1;Réseau\n2;db-1;10.0.0.2;Réseau\n";
const HEADERS = { "content-type": "text/csv", "last-modified": "Tue, 24 Nov 2026 06:00:00 GMT" };

describe("over HTTPS", () => {
  let web: Play;
  let file = { text: CSV, headers: HEADERS as Readonly<Record<string, string>> };
  beforeEach(async () => {
    file = { text: CSV, headers: HEADERS };
    web = await play((request, url) => (request.headers.authorization === "Basic dmlnaWU6c2VjcmV0" && url.pathname === "/export/parc.csv" && url.searchParams.get("view") === "all" ? file : { status: 401, text: "who?" }), bench.now);
  });
  const add = (settings: object = {}, secrets: Readonly<Record<string, string>> = { user: "vigie", password: "secret" }) => bench.add({ name: "parc", kind: "https", url: `${web.url}/export/parc.csv?view=all`, secrets, settings: { mapping, sourceKind: "csv", ...settings } });

  test("a file is read, and as old as it says itself", async () => {
    // What stands behind the question mark may be a secret.
    expect((await add()).url).toBe(`${web.url}/export/parc.csv?view=…`);
    await bench.enable("parc");
    await bench.runJobs();
    expect((await bench.assets()).map(({ name, team, addresses }) => [name, team, addresses[0]?.ip])).toEqual([["db-1", "Réseau", "10.0.0.2"], ["web-1", "Réseau", "10.0.0.1"]]);
    expect((await bench.source("parc")).readAt).toEqual(new Date("2026-11-24T06:00:00Z"));
    bench.pass(61);
    await bench.runJobs();
    expect(await bench.last("parc")).toMatchObject({ mode: "full", state: "unchanged" });
  });

  test.each([
    ["a page of HTML", { text: "<!DOCTYPE html><title>Sign in</title>", headers: { "content-type": "text/html" } }, /HTML/],
    ["nothing", { text: "", headers: HEADERS }, /empty/],
    ["a table without the column of the key", { text: "ID;host;ip;équipe\n1;a;;\n", headers: HEADERS }, /no column "id"/],
    ["a quote that is never closed", { text: `${CSV}3;"c\n4;d;;\n`, headers: HEADERS }, /cannot be read to its end/],
  ])("%s in place of the file changes nothing", async (_, given, words) => {
    await add();
    await bench.enable("parc");
    await bench.runJobs();
    file = given;
    expect(await bench.read("parc")).toMatchObject({ state: "failed", problem: { words: expect.stringMatching(words) as string } });
    expect((await bench.assets()).every(({ staleSince }) => staleSince === null)).toBe(true);
  });

  test("a wrong password is told before anything is switched on", async () => {
    await add({}, { user: "vigie", password: "wrong" });
    await expect(bench.enable("parc")).rejects.toThrow(/401 who\?/);
  });

  test("half a file would make the other half stale: it is refused", async () => {
    await add();
    await bench.enable("parc");
    await bench.runJobs();
    file = { text: "id;host;ip;équipe\n1;web-1;10.0.0.1;Réseau\n", headers: HEADERS };
    expect(await bench.read("parc")).toMatchObject({ state: "refused" });
    web.faults.push(html);
    expect(await bench.read("parc")).toMatchObject({ state: "failed" });
  });

  test("addresses inside the network are not asked unless the configuration names them", async () => {
    for (const url of ["https://10.0.0.1/a.csv", "https://169.254.169.254/latest", "http://example.com/a.csv", "https://user:pass@example.com/a.csv", "ftp://example.com/a.csv"]) await expect(bench.add({ name: "x", kind: "https", url, settings: { mapping } })).rejects.toThrow("cannot be used");
  });
});

describe.runIf(await hasSshd())("by SFTP", () => {
  let ssh: Sshd;
  beforeAll(async () => { ssh = await startSshd(); });
  const put = async (name: string, text: string, at = "2026-11-24T06:00:00Z"): Promise<void> => {
    await writeFile(join(ssh.folder, name), text);
    await utimes(join(ssh.folder, name), new Date(at), new Date(at));
  };
  const add = (file: string, over: { hostKeys?: readonly string[]; secrets?: Readonly<Record<string, string>> } = {}) =>
    bench.add({ name: "drop", kind: "sftp", url: `sftp://127.0.0.1:${ssh.port}${ssh.folder}/${file}`, secrets: over.secrets ?? { privateKey: ssh.privateKey }, settings: { mapping, sourceKind: "csv", options: { user: ssh.user, hostKeys: over.hostKeys ?? [ssh.hostKey] } } });

  test("a file is read, and is as old as it lies there: marked once that is long", async () => {
    await put("parc.csv", CSV);
    await add("parc.csv");
    expect(await bench.enable("drop")).toMatchObject({ probe: { account: ssh.user, checks: [{ name: "file", ok: true }] } });
    await bench.runJobs();
    const [db] = await bench.assets();
    const words = async () => (await readTenant(bench.state, "north", (tenant) => freshnessOfAsset(tenant, db!.id, bench.now(), "team"))).words;
    expect(await words()).toBe("read 2 h ago");
    bench.pass(3 * 1440);
    await bench.runJobs();
    expect(await bench.last("drop")).toMatchObject({ state: "unchanged" });
    expect(await words()).toBe("read 3 days ago, stale");
  });

  test("of files with a date in their names, the newest", async () => {
    await put("daily-20261122.csv", CSV, "2026-11-22T06:00:00Z");
    await put("daily-20261123.csv", CSV.replace("web-1", "web-2"), "2026-11-23T06:00:00Z");
    await put("other-20261124.csv", "x", "2026-11-24T06:00:00Z");
    await add("daily-*.csv");
    await bench.enable("drop");
    await bench.runJobs();
    expect((await bench.assets()).map(({ name }) => name)).toEqual(["db-1", "web-2"]);
  });

  test("a host with another key is told nothing, and its key is shown", async () => {
    await put("parc.csv", CSV);
    await add("parc.csv", { hostKeys: [`SHA256:${"A".repeat(43)}`] });
    await expect(bench.enable("drop")).rejects.toThrow(`the server shows the key ${ssh.hostKey}, which is none that is known`);
  });

  test.each([["a file that is not there", "gone.csv", undefined, /No such file|no such/i], ["a password that it does not take", "parc.csv", { password: "wrong" }, /authentication/i], ["a key that is none", "parc.csv", { privateKey: "no key" }, /privateKey|parse|key/i]] as const)("%s is told", async (_, file, secrets, words) => {
    await put("parc.csv", CSV);
    await add(file, secrets === undefined ? {} : { secrets });
    await expect(bench.enable("drop")).rejects.toThrow(words);
  });

  test("hosts inside the network are not reached unless the configuration names them", async () => {
    await bench.add({ name: "inside", kind: "sftp", url: "sftp://10.255.255.1/a.csv", settings: { mapping, options: { user: "x", hostKeys: [ssh.hostKey] } } });
    await expect(bench.enable("inside")).rejects.toThrow("inside the network");
  });
});
