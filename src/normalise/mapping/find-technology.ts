// A technology by its name or by what others call it.
import type { Hint } from "../shape.ts";
import { createReadFurther } from "./declared-reads.ts";
import type { Technology } from "./technology.ts";

/** A technology that somebody named, and what the readers should be told of its records. */
export type Named = { readonly technology: Technology; readonly hint: { readonly product?: string; readonly channel?: string } };

/** What the readers are told of records: of the technology that somebody named, or that nobody named one. */
export function hintFor(technologies: readonly Technology[], named?: Named): Hint {
  return { ...named?.hint, read: createReadFurther(technologies, named?.technology) };
}

/** The technology of that name; `aka` names may have a part `{channel}` that says which of its logs is meant. */
export function findTechnology(technologies: readonly Technology[], name: string): Named | undefined {
  const wanted = name.toLowerCase();
  const technology = technologies.find((one) => one.name === wanted);
  if (technology !== undefined) return { technology, hint: technology.hint };
  for (const one of technologies) {
    for (const aka of one.aka) {
      const [before = "", after] = aka.toLowerCase().split("{channel}");
      if (after === undefined ? before === wanted : wanted.startsWith(before) && wanted.endsWith(after) && wanted.length > before.length + after.length) {
        const channel = after === undefined ? undefined : wanted.slice(before.length, wanted.length - after.length);
        return { technology: one, hint: channel === undefined ? one.hint : { ...one.hint, channel } };
      }
    }
  }
  return undefined;
}
