// Where a rule takes its value from: a native name, or one of the names with $ that the platform knows of every event.
import type { Value } from "../../core/index.ts";
import { nativePath } from "./native-path.ts";
import { MappingProblem, type At } from "./problem.ts";
import { present, type Get, type Marks } from "./scope.ts";

/** What compiling a source needs of its technology. */
export type Sources = {
  readonly marks: Marks;
  /** Names to which the mapping itself gives values: they stand in no line. Filled while it is compiled. */
  readonly constants: Set<string>;
  /** Names of the record that the mapping asks for, whatever it does with them. Filled while it is compiled. */
  readonly mentioned: Set<string>;
};

const KNOWN: Readonly<Record<string, Get>> = {
  $host: ({ event }) => event.host,
  $code: ({ event }) => event.code,
  $channel: ({ event }) => (event.channel === "" ? undefined : event.channel),
  $product: ({ event }) => (event.product === "" ? undefined : event.product),
  $text: ({ event }) => event.text,
  $time: ({ event }) => event.time,
};

/** Compiles a name to a getter. */
export function compileSource(name: string, at: At, { marks, mentioned }: Sources): Get {
  if (name.startsWith("$")) {
    if (!Object.hasOwn(KNOWN, name)) throw new MappingProblem(at, `nothing is called ${name}`, `Use one of ${Object.keys(KNOWN).join(", ")}, or a name of the record.`);
    return KNOWN[name]!;
  }
  const read = nativePath(name, at);
  mentioned.add(name.replace(/\[[^\]]*\]/g, ""));
  return ({ fields }): Value => {
    const value = read(fields);
    return value === undefined ? undefined : present(value, marks);
  };
}
