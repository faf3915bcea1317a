// Which of many values occur: the SQL of an indicator search. One statement looks for all values of one kind in one
// field, so that thousands cost little more than one.
import type { SqlParam } from "./compiled.ts";
import { fieldOf, quote } from "./field.ts";
import { fold, isAscii } from "./fold.ts";
import { formatAddress, parseAddress, parseNetwork } from "./network.ts";

/**
 * How a field's value is compared. `text`: the whole of it without regard to case. `number`. `address`: an IP address
 * in any spelling, alone or in a network. `domain`: the name itself and all that end in it. `word`: any word of the line.
 */
export type KeyShape = "text" | "number" | "address" | "domain" | "word";

/** A question of hits: its condition on the event, and the expression that gives the values found, as a list. */
export type HitsSql = { readonly where: string; readonly keys: string; readonly params: Readonly<Record<string, SqlParam>> };

/** The statement's parts for these values; the values found come back as `hitKey` gives them. */
export function compileHits(name: string, shape: KeyShape, values: readonly string[]): HitsSql {
  const { column, isList, type } = fieldOf(name);
  if (column === undefined) throw new Error(`indicators are looked for in columns, and ${name} is none`);
  const x = quote(column);
  const texts: Readonly<Record<string, SqlParam>> = { h0: { type: "Array(String)", value: values.map((value) => hitKey(shape, value)) } };
  switch (shape) {
    case "text":
      return textHits(isList ? x : undefined, values.every(isAscii) ? "lower" : "lowerUTF8", x, texts);
    case "number":
      return { where: `${x} IN arrayMap(v -> toInt64(v), {h0:Array(String)})`, keys: `[toString(${x})]`, params: texts };
    case "address":
      return addressHits(isList ? x : undefined, type === "ip" ? x : `toIPv6OrNull(${x})`, values);
    case "domain":
      return { where: `${x} != ''`, keys: `arrayIntersect(${suffixes(`lower(${x})`)}, {h0:Array(String)})`, params: texts };
    case "word":
      return { where: `hasAnyTokens(lower(${x}), {h0:Array(String)})`, keys: `arrayIntersect(tokens(lower(${x}), 'splitByNonAlpha'), {h0:Array(String)})`, params: texts };
  }
}

/** A value as a hit names it, to find the indicator again that it was. */
export function hitKey(shape: KeyShape, value: string): string {
  if (shape === "number") return String(Number(value));
  if (shape !== "address") return fold(value);
  const address = parseAddress(value);
  return address === undefined ? value : formatAddress(address);
}

function textHits(list: string | undefined, lower: string, x: string, params: HitsSql["params"]): HitsSql {
  if (list === undefined) return { where: `${lower}(${x}) IN {h0:Array(String)}`, keys: `[${lower}(${x})]`, params };
  const all = `arrayMap(v -> ${lower}(v), ${list})`;
  return { where: `hasAny(${all}, {h0:Array(String)})`, keys: `arrayIntersect(${all}, {h0:Array(String)})`, params };
}

/** Networks are told by what was asked, addresses by their eight groups. */
function addressHits(list: string | undefined, x: string, values: readonly string[]): HitsSql {
  const networks = values.flatMap((value) => {
    const network = parseNetwork(value);
    return network === undefined ? [] : [{ key: hitKey("address", value), low: formatAddress(network.low), high: formatAddress(network.high) }];
  });
  const params: HitsSql["params"] = {
    h0: { type: "Array(String)", value: networks.map(({ key }) => key) },
    h1: { type: "Array(String)", value: networks.map(({ low }) => low) },
    h2: { type: "Array(String)", value: networks.map(({ high }) => high) },
  };
  const lows = "arrayMap(v -> toIPv6(v), {h1:Array(String)})";
  const highs = "arrayMap(v -> toIPv6(v), {h2:Array(String)})";
  const keysOf = (address: string): string => `arrayFilter((k, lo, hi) -> ${address} >= lo AND ${address} <= hi, {h0:Array(String)}, ${lows}, ${highs})`;
  if (list !== undefined) {
    const keys = `arrayDistinct(arrayFlatten(arrayMap(a -> ${keysOf("assumeNotNull(toIPv6OrNull(a))")}, arrayFilter(v -> isNotNull(toIPv6OrNull(v)), ${list}))))`;
    return { where: `notEmpty(${list})`, keys, params };
  }
  const isAlone = networks.every(({ low, high }) => low === high);
  const where = isAlone ? `ifNull(${x} IN ${lows}, 0)` : `isNotNull(${x})`;
  return { where, keys: keysOf(`assumeNotNull(${x})`), params };
}

/** `a.example.com` → itself, `example.com`, `com`. */
const suffixes = (name: string): string => `arrayMap(i -> arrayStringConcat(arraySlice(splitByChar('.', ${name}), i), '.'), range(1, toUInt32(length(splitByChar('.', ${name})) + 1)))`;
