// What of a record has no ECS field of its own, for the technology's root.
import { type Draft, put, type Value } from "../../core/index.ts";
import { cutDeep } from "./depth.ts";

type Fields = { readonly [name: string]: Value };

const DEPTH_LIMIT = 20;

/** The fields but those used and those to be ignored; of objects of which a part was used, the other parts. Undefined if nothing is left. */
export function leftOver(fields: Fields, used: ReadonlySet<string>, ignored: ReadonlySet<string>, clashed: ReadonlySet<string>): Value {
  // A path picks its way through lists and objects; only a name of an object is taken out again, and its parents change.
  const parents = new Set([...used, ...clashed].flatMap((path) => path.split(".").slice(0, -1).map((_, i, names) => names.slice(0, i + 1).join("."))));
  const rest = (value: Fields, at: string, depth: number): Draft | undefined => {
    const kept: Draft = {};
    let some = false;
    for (const name of Object.keys(value)) {
      const path = at === "" ? name : `${at}.${name}`;
      const one = value[name];
      if (one === undefined || one === null || one === "" || (used.has(path) && !clashed.has(path)) || ignored.has(path)) continue;
      const isParent = parents.has(path) && typeof one === "object" && !Array.isArray(one) && depth < DEPTH_LIMIT;
      const part: Value = isParent ? rest(one as Fields, path, depth + 1) : clashed.has(path) ? textOf(one) : one;
      if (part === undefined) continue;
      put(kept, name, part);
      some = true;
    }
    return some ? kept : undefined;
  };
  return rest(fields, "", 0);
}

const textOf = (value: Value): Value => (typeof value === "string" ? value : JSON.stringify(cutDeep(value)));
