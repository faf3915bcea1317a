// What routes ask for, and what roles may: all of it wrong at once, and each route has its own test that has to say so.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Judged, requirePassing } from "./conditions-run.ts";
import { CLIENT_ROLES, PERMISSIONS, PROVIDER_ROLES } from "../../src/contract/roles.ts";
import type { Tree } from "./tree.ts";

const TEST = "test/isolation/who-may.test.ts";

const ROUTES = "src/api/routes.ts";
const ASKED = '"x-permission": needed }';

const TABLE = "src/identity/permissions.ts";
const GIVEN = "const TABLE: Readonly<Record<Role, readonly Permission[]>> = {";

type Asked = { readonly route: string; readonly permission: string };

/** What each route asks for, and what each role may; the first tree is for the one, the other for the other. */
export async function judgePermissions([one, other]: readonly [Tree, Tree]): Promise<{ readonly routes: readonly Judged[]; readonly roles: readonly Judged[] }> {
  await requirePassing([one], [TEST]);
  const { paths } = JSON.parse(await readFile(join(one.folder, "docs/openapi.json"), "utf8")) as { readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly "x-permission"?: string }>>>> };
  const asked = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).flatMap(([method, { "x-permission": permission }]): readonly Asked[] => (permission === undefined || permission === "own" ? [] : [{ route: `${method.toUpperCase()} ${path}`, permission }])));
  const [routes, roles] = await Promise.all([ofRoutes(one, asked), ofRoles(other, asked)]);
  return { routes, roles };
}

/** No route asks for anything: anybody may call it who is somebody. */
async function ofRoutes(tree: Tree, asked: readonly Asked[]): Promise<readonly Judged[]> {
  const noticed = await noticedBy(tree, ROUTES, ASKED, '"x-permission": (needed, "own") }');
  return asked.map(({ route, permission }) => ({ file: ROUTES, line: 0, what: `${route} without ${permission}`, killedBy: noticed.has(route) ? `${TEST} > ${route}` : undefined }));
}

/** Each role may what it may not, and may not what it may. */
async function ofRoles(tree: Tree, asked: readonly Asked[]): Promise<readonly Judged[]> {
  const flipped = `const TABLE = new Proxy({} as Record<Role, readonly Permission[]>, { get: (_, role: Role) => PERMISSIONS.filter((permission) => !GIVEN[role].includes(permission)) });\n\n`;
  const noticed = await noticedBy(tree, TABLE, GIVEN, `${flipped}${GIVEN.replace("TABLE", "GIVEN")}`);
  const roles = [...PROVIDER_ROLES, ...CLIENT_ROLES];
  return roles.flatMap((role, place) => PERMISSIONS.flatMap((permission) => {
    // A client's role is nothing on the platform: what routes of the platform alone ask for, it could have or not.
    const routes = asked.filter((one) => one.permission === permission && (place < PROVIDER_ROLES.length || one.route.includes("{tenant}")));
    if (routes.length === 0) return [];
    const by = routes.find(({ route }) => noticed.get(route)?.has(place));
    return [{ file: TABLE, line: 0, what: `${role}: ${permission} the other way round`, killedBy: by === undefined ? undefined : `${TEST} > ${by.route}` }];
  }));
}

/** With a change in one file: the routes whose test fails, and which roles, by their places, are answered in another way there. */
async function noticedBy(tree: Tree, file: string, was: string, now: string): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const source = await readFile(join(tree.folder, file), "utf8");
  if (source.split(was).length !== 2) throw new Error(`${file} does not say ${was} any more; test/mutation/permissions-run.ts looks for it.`);
  const { tests, output } = await tree.with(new Map([[file, source.replace(was, () => now)]]), () => tree.run([TEST]));
  if (tests.length === 0) throw new Error(`No test ran:\n${output}`);
  return new Map(tests.flatMap(({ test, ok, why }) => {
    const [, had = "", wanted = ""] = /expected '([x.]+)' to be '([x.]+)'/.exec(why) ?? [];
    return ok ? [] : [[test, new Set([...wanted].flatMap((letter, place) => (letter === had[place] ? [] : [place])))] as const];
  }));
}
