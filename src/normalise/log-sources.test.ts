// Every log source that a rule of the SigmaHQ corpus names must be one that our map leads to.
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { LogSourceMap, Transform } from "../detect/sigma/index.ts";

const MAPS = globSync("content/logsources/*.yml").map((path) => [path, parse(readFileSync(path, "utf8")) as LogSourceMap] as const);
const CORPUS = join(import.meta.dirname, "../../../shared/data/sigma");
const TRANSFORMS = new Set<Transform>(["first", "decimal", "integrity_level", "registry_path", "ip_protocol", "initiated", "join"]);

/** Log sources that no event of a log can be of, and why. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  "file_access/windows/-": "only the ETW provider Microsoft-Windows-Kernel-File tells of it; no event log does",
};

type Triple = { readonly category?: string; readonly product?: string; readonly service?: string };

const isReached = ({ category, product, service }: Triple): boolean =>
  MAPS.some(([, map]) => {
    if (product !== undefined && map.product !== product) return false;
    // One record may take several routes: category and service need not stand on the same.
    const has = (key: "category" | "service", wanted: string | undefined) => wanted === undefined || map.routes.some((route) => route[key] === wanted);
    return has("category", category) && has("service", service);
  });

test.each(MAPS)("%s has the shape of a log-source map", (path, map) => {
  expect(path).toContain(`${map.product}.yml`);
  expect(map.routes.length).toBeGreaterThan(0);
  for (const route of map.routes) {
    expect(Object.keys(route).filter((key) => !["channel", "code", "where", "category", "service", "fields"].includes(key))).toEqual([]);
    for (const names of [route.channel ?? [], route.code ?? [], ...Object.values(route.where ?? {})]) {
      expect(names.every((name) => typeof name === "string")).toBe(true);
    }
    for (const source of Object.values(route.fields ?? {})) {
      if (typeof source !== "string") expect(TRANSFORMS.has(source.as), source.as).toBe(true);
    }
  }
});

const corpus = existsSync(CORPUS) ? globSync("rules*/**/*.yml", { cwd: CORPUS }) : [];
const reason = corpus.length === 0 ? " (skipped: the SigmaHQ corpus is not beside the project)" : "";

test.skipIf(corpus.length === 0)(`leads to every log source of the corpus${reason}`, () => {
  const missing = new Set<string>();
  for (const path of corpus) {
    const { logsource } = parse(readFileSync(join(CORPUS, path), "utf8")) as { logsource: Triple };
    const name = `${logsource.category ?? "-"}/${logsource.product ?? "-"}/${logsource.service ?? "-"}`;
    if (!isReached(logsource)) missing.add(name);
  }
  expect([...missing].toSorted()).toEqual(Object.keys(UNREACHABLE).toSorted());
}, 60_000);
