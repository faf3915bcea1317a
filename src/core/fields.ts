/** Any value a log record can hold once it is taken apart. */
export type Value = string | number | boolean | null | undefined | readonly Value[] | { readonly [name: string]: Value };

/**
 * A line taken apart by a parser, under the names that the product itself uses.
 *
 * The names come from the log, so an attacker may choose them: read a name that is not a constant with
 * `Object.hasOwn`, or `constructor` and `__proto__` answer for a field that nobody sent.
 */
export type Fields = { readonly [name: string]: Value };

/** Fields in the making: they belong to the one who makes them. */
export type Draft = { [name: string]: Value };

/** Writes a name that came from the log: assigning to `__proto__` would change the object's prototype instead. */
export function put(draft: Draft, name: string, value: Value): void {
  if (name === "__proto__") Object.defineProperty(draft, name, { value, enumerable: true, configurable: true, writable: true });
  else draft[name] = value;
}
