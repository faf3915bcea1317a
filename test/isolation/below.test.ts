// Below the routes: what no forgotten condition and no forgotten permission lets through.
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { openApi } from "../../scripts/openapi.ts";
import { fillEveryTable } from "../every-table.ts";
import { freshState } from "../postgres.ts";
import { leaksOf } from "./leaks.ts";

test("no table shows or takes a row of another tenant, whoever forgets to ask for one", async () => {
  const state = await freshState("north", "south");
  const tables = await fillEveryTable(state, "north");
  expect(tables.length).toBeGreaterThan(70);
  expect(await leaksOf(state, tables)).toEqual([]);
});

test("each route asks for the permission that docs/openapi.json says: a change of one is seen", async () => {
  expect(permissionsIn(await openApi())).toEqual(permissionsIn(await readFile("docs/openapi.json", "utf8")));
});

function permissionsIn(document: string): Readonly<Record<string, string | undefined>> {
  const { paths } = JSON.parse(document) as { readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly "x-permission"?: string }>>>> };
  return Object.fromEntries(Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, route]) => [`${method} ${path}`, route["x-permission"]])));
}
