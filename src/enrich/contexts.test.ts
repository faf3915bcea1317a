import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { freshState } from "../../test/postgres.ts";
import { createAsset } from "../cmdb/index.ts";
import { systemCaller } from "../core/index.ts";
import { HOT_FIELDS } from "../normalise/index.ts";
import { openState } from "../store/index.ts";
import { Contexts, importIndicators } from "./index.ts";

const NOW = new Date("2026-11-24T08:00:00Z");
const caller = systemCaller("test", NOW);
const AT = { timeMs: NOW.getTime(), arrivedMs: NOW.getTime(), zone: undefined };
const hotOf = (values: Readonly<Record<string, string>>) => HOT_FIELDS.map(({ name }) => values[name]);
const feed = (name: string, value: string) => ({ name, source: "s", format: "csv" as const, fileName: "f", tlp: "GREEN" as const, confidence: 50, withSubdomains: false, validUntil: undefined, mapping: { delimiter: "," as const, value: "ioc" }, file: `ioc\n${value}\n` });

test("each tenant has its own inventory and indicators, and the provider's; changes are heard", async () => {
  const state = await freshState("north", "south");
  const failed: unknown[] = [];
  const contexts = new Contexts({ state, now: () => NOW, onFailed: (_, error) => failed.push(error), places: async () => undefined });
  let ids = 0;
  const newId = (): string => `id-${++ids}`;
  const assets = (tenant: string, host: string) => contexts.of(tenant)?.of(hotOf({ "host.name": host }), AT)?.ends.host?.match?.assets.map(({ name }) => name);
  const hits = (tenant: string, domain: string) => contexts.of(tenant)?.of(hotOf({ "url.domain": domain }), AT)?.hits.length ?? 0;
  const until = async (isSo: () => boolean): Promise<void> => {
    for (let tries = 0; !isSo(); tries++) {
      if (tries > 200) throw new Error("it is not so yet");
      await Promise.all([contexts.ready("north"), contexts.ready("south")]);
      await wait(20);
    }
  };
  expect(contexts.of("north")).toBeUndefined();
  await createAsset(state, caller, "north", { id: newId(), values: { name: "north-web", names: ["web"] } });
  await Promise.all([contexts.ready("north"), contexts.ready("north"), contexts.ready("south")]);
  expect([assets("north", "web"), assets("south", "web")]).toEqual([["north-web"], undefined]);
  await createAsset(state, caller, "south", { id: newId(), values: { name: "south-web", names: ["web"] } });
  await until(() => assets("south", "web")?.[0] === "south-web");
  await importIndicators({ state, newId }, caller, "north", feed("own", "own.example.net"));
  await until(() => hits("north", "own.example.net") === 1);
  await importIndicators({ state, newId }, caller, null, feed("all", "all.example.net"));
  await until(() => hits("north", "all.example.net") === 1 && hits("south", "all.example.net") === 1);
  expect([hits("south", "own.example.net"), hits("north", "own.example.net"), assets("north", "web")]).toEqual([0, 1, ["north-web"]]);
  expect(failed).toEqual([]);
  await contexts.stop();
});

test("what cannot be read is told, and tried again", async () => {
  const broken = openState({ url: (await freshState("north")).url.replace(/[^/]+$/, "nowhere"), onError: () => {} });
  const failed: string[] = [];
  const contexts = new Contexts({ state: broken, now: () => NOW, onFailed: (tenant) => failed.push(tenant) });
  await contexts.ready("north");
  await contexts.ready("north");
  expect([failed, contexts.of("north")]).toEqual([["north"], undefined]);
  await wait(600);
  await contexts.ready("north");
  expect(failed).toEqual(["north", "north"]);
  await contexts.stop();
  await broken.close();
});
