// Makes a difference small enough to read.

/** The smallest value found by leaving parts out of `value` and simplifying the rest, such that `differs` still holds. */
export function minimise<T>(value: T, differs: (smaller: T) => boolean): T {
  let smallest = value;
  for (let steps = 0; steps < 1000; steps++) {
    const smaller = simpler(smallest).find((one) => differs(one as T));
    if (smaller === undefined) return smallest;
    smallest = smaller as T;
  }
  return smallest;
}

/** Values that are one step simpler, boldest first. */
function* simpler(value: unknown): Generator {
  if (typeof value === "string") yield* simplerText(value);
  else if (Array.isArray(value)) yield* simplerList(value);
  else if (typeof value === "object" && value !== null) yield* simplerMap(value as Readonly<Record<string, unknown>>);
  else if (typeof value === "number" && value !== 0 && value !== 1) yield* [0, 1];
}

function* simplerText(text: string): Generator {
  // A condition of one word is as simple as it gets; no other text has words that stand for themselves.
  const names = text.match(/[^\s()]+/g) ?? [];
  if (names.length > 1) yield* names;
  const words = text.split(/([ |]+)/);
  for (let i = 0; words.length > 1 && i < words.length; i++) yield words.toSpliced(i, 1).join("");
  const chars = [...text];
  for (let i = 0; i < chars.length; i++) yield chars.toSpliced(i, 1).join("");
  for (let i = 0; i < chars.length; i++) if (/[^a-z\W]/.test(chars[i]!)) yield chars.toSpliced(i, 1, "a").join("");
}

function* simplerList(list: readonly unknown[]): Generator {
  for (let i = 0; i < list.length; i++) yield list.toSpliced(i, 1);
  if (list.length === 1) yield list[0];
  for (const [i, one] of list.entries()) for (const smaller of simpler(one)) yield list.toSpliced(i, 1, smaller);
}

function* simplerMap(map: Readonly<Record<string, unknown>>): Generator {
  const entries = Object.entries(map);
  for (let i = 0; i < entries.length; i++) yield Object.fromEntries(entries.toSpliced(i, 1));
  for (const [i, [name, one]] of entries.entries()) {
    for (const smaller of simpler(one)) yield Object.fromEntries(entries.toSpliced(i, 1, [name, smaller]));
    const bars = name.split("|");
    for (let j = 1; j < bars.length; j++) yield Object.fromEntries(entries.toSpliced(i, 1, [bars.toSpliced(j, 1).join("|"), one]));
  }
}
