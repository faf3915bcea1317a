// Which stored events a rule can be for, as far as columns tell: technology and code.
import { isRouted, type LogSourceMap, type Rule } from "../../detect/index.ts";
import type { Technology } from "../../normalise/index.ts";
import { ANY_PRODUCT, CODED } from "./technologies.ts";

/** What is known of the technologies: which products' events each of them claims. */
export type KnownTechnology = Pick<Technology, "name"> & { readonly claims: readonly { readonly product: string }[] };

/** What narrowing is made from. */
export type Estate = { readonly technologies: readonly KnownTechnology[]; readonly logsources: readonly LogSourceMap[] };

/** Whether a rule can match events of a technology, and with which codes; all codes if undefined. */
export type Reach = { readonly codes: ReadonlySet<string> | undefined };

/** The technologies whose events a rule can match; of others than the known ones nothing is said. */
export function reachOf({ logsource, expression }: Rule, { technologies, logsources }: Estate): ReadonlyMap<string, Reach> {
  const reached = new Map<string, Reach>();
  for (const { name, claims } of technologies) {
    if (claims.some(({ product }) => ANY_PRODUCT.has(product))) {
      reached.set(name, { codes: undefined });
      continue;
    }
    const products = [...new Set(claims.map(({ product }) => product))].filter((product) => mayBeFor(logsource, product, logsources));
    if (products.length === 0) continue;
    const codes = products.map((product) => codesIn(logsource, expression, mapsOf(product, logsources)));
    reached.set(name, { codes: CODED.has(name) ? unionOf(codes) : undefined });
  }
  return reached;
}

/** Errs towards yes: a record's service may be its channel's name, which no map tells. */
function mayBeFor(source: Rule["logsource"], product: string, logsources: readonly LogSourceMap[]): boolean {
  if (source.product !== undefined && !sameWord(source.product, product)) return false;
  if (source.category === undefined) return true;
  const maps = mapsOf(product, logsources);
  return maps.length > 0 && isRouted(source, maps);
}

const mapsOf = (product: string, logsources: readonly LogSourceMap[]): readonly LogSourceMap[] => logsources.filter((map) => sameWord(map.product, product));

/** Codes that both the log source and the rule's own conditions admit. */
function codesIn(source: Rule["logsource"], expression: Rule["expression"], maps: readonly LogSourceMap[]): ReadonlySet<string> | undefined {
  const asked = maps.length === 0 ? undefined : askedCodes(expression, new Set(maps.flatMap(({ codeField }) => codeField ?? [])));
  const routed = routedCodes(source, maps);
  if (asked === undefined || routed === undefined) return asked ?? routed;
  return asked.intersection(routed);
}

function routedCodes(source: Rule["logsource"], maps: readonly LogSourceMap[]): ReadonlySet<string> | undefined {
  const { category, service } = source;
  if (maps.length === 0 || (category === undefined && service === undefined)) return undefined;
  const taken = maps.flatMap(({ routes }) => routes).filter((route) => (category === undefined ? sameWord(route.service, service) : sameWord(route.category, category)));
  return unionOf(taken.map(({ code }) => (code === undefined ? undefined : new Set(code.map((one) => one.toLowerCase())))));
}

/** The codes that an event must have one of for the expression to hold; undefined if any will do. */
function askedCodes(expression: Rule["expression"], codeFields: ReadonlySet<string>): ReadonlySet<string> | undefined {
  switch (expression.op) {
    case "named": return askedCodes(expression.arg, codeFields);
    case "not": return undefined;
    case "and": return expression.args.map((arg) => askedCodes(arg, codeFields)).find((codes) => codes !== undefined);
    case "or": return unionOf(expression.args.map((arg) => askedCodes(arg, codeFields)));
    case "item": {
      const { field, tests } = expression.item;
      return field === undefined || !codeFields.has(field) ? undefined : unionOf(tests.map(codeOf));
    }
  }
}

type Test = Extract<Rule["expression"], { readonly op: "item" }>["item"]["tests"][number];

function codeOf(test: Test): ReadonlySet<string> | undefined {
  if (test.kind !== "pattern" || test.pattern.length !== 1) return undefined;
  const [literal] = test.pattern;
  return typeof literal === "string" ? new Set([literal.toLowerCase()]) : undefined;
}

/** All codes of the sets; undefined, all codes there are, if one of them is. */
function unionOf(sets: readonly (ReadonlySet<string> | undefined)[]): ReadonlySet<string> | undefined {
  const all = new Set<string>();
  for (const set of sets) {
    if (set === undefined) return undefined;
    for (const one of set) all.add(one);
  }
  return all;
}

const sameWord = (a: string | undefined, b: string | undefined): boolean => a?.toLowerCase() === b?.toLowerCase();
