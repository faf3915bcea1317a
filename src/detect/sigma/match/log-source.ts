import type { Reading } from "./reading.ts";
import type { LogSource, LogSourceMap, Route } from "../types.ts";

/** What is known of each product, by its name. */
export type Routing = ReadonlyMap<string, { readonly routes: readonly Route[]; readonly codeField: string | undefined }>;

/** Joins the maps by product: a second map of a product adds its routes. */
export function indexRoutes(maps: readonly LogSourceMap[]): Routing {
  const byProduct = new Map<string, { routes: Route[]; codeField: string | undefined }>();
  for (const { product, routes, codeField } of maps) {
    const known = byProduct.get(product) ?? { routes: [], codeField: undefined };
    known.routes.push(...routes);
    known.codeField ??= codeField;
    byProduct.set(product, known);
  }
  return byProduct;
}

/** Whether a route of the product names this channel. Without a map each channel is a service of its own. */
export function isNamed(routing: Routing, product: string, channel: string): boolean {
  return routing.get(product)?.routes.some((route) => route.channel !== undefined && admits(route.channel, channel)) ?? false;
}

/** The routes that records of this channel and code take; their further conditions are not looked at. */
export function routesOf(routing: Routing, product: string, channel: string, code: string | number | undefined): readonly Route[] {
  const known = routing.get(product);
  if (known === undefined) return [{ service: channel }];
  return known.routes.filter(
    (route) => admits(route.channel, channel) && (route.code === undefined || (code !== undefined && admits(route.code, String(code)))),
  );
}

const admits = (names: readonly string[] | undefined, name: string): boolean =>
  names === undefined || names.some((one) => one.toLowerCase() === name.toLowerCase());

/**
 * How rules of a log source read records that take these routes; none = they are not for them.
 *
 * Specification, "Log source": each of category, product and service that the rule sets must equal the record's. A
 * category decides the names of fields, without one the service does. A route with neither names fields for every rule.
 */
export function readingsOf(source: LogSource, product: string, routes: readonly Route[]): readonly Reading[] {
  if (source.product !== undefined && !sameWord(source.product, product)) return [];
  const common = Object.assign({}, ...routes.filter(isCommon).map((route) => route.fields)) as Reading["fields"];
  if (source.category === undefined && source.service === undefined) return [{ fields: common, where: {} }];
  if (source.service !== undefined && !routes.some((route) => sameWord(route.service, source.service))) return [];
  const taken = routes.filter((route) => (source.category === undefined ? sameWord(route.service, source.service) : sameWord(route.category, source.category)));
  return taken.map((route) => ({ fields: { ...common, ...route.fields }, where: route.where ?? {} }));
}

const isCommon = (route: Route): boolean => route.category === undefined && route.service === undefined;
const sameWord = (a: string | undefined, b: string | undefined): boolean => a?.toLowerCase() === b?.toLowerCase();

/** Whether records of the mapped products can be what a rule is for; false means that it fires on none of them. */
export function isRouted(source: LogSource, maps: readonly LogSourceMap[]): boolean {
  const routing = indexRoutes(maps);
  if (maps.length === 0) return true;
  return [...routing].some(([product, { routes }]) => readingsOf(source, product, routes).length > 0);
}
