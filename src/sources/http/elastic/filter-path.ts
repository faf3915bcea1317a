// `filter_path`: which parts of an answer the sender wants to hear. Elasticsearch reference, "Common options", Response filtering.

/** Patterns as their segments; `**` stands for any number of them, `*` within a segment for any text. */
export type Paths = readonly (readonly string[])[];

const MAX_PATHS = 32;
const MAX_SEGMENTS = 8;
const EVERYTHING: Paths = [[]];

/** Reads the parameter. Without it, and where it only leaves things out (`-took`), all is told: more than asked harms nobody. */
export function parseFilterPath(text: string | null): Paths {
  const wanted = (text ?? "").split(",", MAX_PATHS).filter((path) => path !== "" && !path.startsWith("-"));
  return wanted.length === 0 ? EVERYTHING : wanted.map((path) => path.split(".", MAX_SEGMENTS));
}

/** The patterns that go on below a key. None: nothing below is wanted. One that is empty: all of it. */
export function below(paths: Paths, key: string): Paths {
  return paths.flatMap((path) => {
    const [segment, ...rest] = path;
    if (segment === undefined) return [path];
    if (segment === "**") return rest.length === 0 ? EVERYTHING : [path, ...below([rest], key)];
    return fits(segment, key) ? [rest] : [];
  });
}

/** What is wanted of a value; undefined if nothing is. */
export function select(value: unknown, paths: Paths): unknown {
  if (paths.some((path) => path.length === 0)) return value;
  if (paths.length === 0 || typeof value !== "object" || value === null) return undefined;
  const kept = Object.entries(value).map(([key, inside]) => [key, select(inside, below(paths, key))] as const).filter(([, inside]) => inside !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

// The keys are our own and short; the pattern is cut at its stars and each part takes the first place where it fits.
function fits(pattern: string, key: string): boolean {
  const [first, ...parts] = pattern.split("*");
  if (parts.length === 0) return pattern === key;
  if (!key.startsWith(first!)) return false;
  let at = first!.length;
  const last = parts.pop()!;
  for (const part of parts) {
    const found = key.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return key.length - last.length >= at && key.endsWith(last);
}
