import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { TestPlatform } from "../test/platform/platform.ts";

const FOLDERS = ["rules", "rules-emerging-threats", "rules-threat-hunting"];
const VIGIE = join(import.meta.dirname, "../bin/vigie");

/** Imports SigmaHQ's rules as a user would, where they are, and enables them for a tenant. Gives how many rules are at work. */
export async function enableSigmaHq(platform: TestPlatform, tenant: string, shared: string): Promise<number> {
  const folders = FOLDERS.map((name) => join(shared, "data/sigma", name)).filter((path) => existsSync(path));
  const url = platform.addresses["api"]!;
  for (const [at, folder] of folders.entries()) {
    const pack = `sigmahq-${at + 1}`;
    const { status, stderr } = spawnSync(VIGIE, ["rules", "import", "--name", pack, "--url", url, "--key", platform.key, "--json", folder], { encoding: "utf8", maxBuffer: 1e9 });
    if (status === null || status > 1) throw new Error(`rules import: ${stderr}`);
    await platform.ask(`/v1/tenants/${tenant}/rule-packs/${pack}`, {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ enabled: true, minimumStatus: null, minimumLevel: null, reason: "benchmark" }),
    });
  }
  const { on } = (await (await platform.ask(`/v1/tenants/${tenant}/rules?limit=1`)).json()) as { on: number };
  return on;
}
