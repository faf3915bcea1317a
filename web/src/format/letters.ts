// Words that name nothing in a name: "Centre hospitalier de la Baie" is CB.
const SMALL = new Set(["de", "du", "des", "la", "le", "les", "et", "of", "the", "and", "d", "l"]);

/** Two letters that stand for an organisation on a row. */
export function lettersOf(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "" && !SMALL.has(word.toLowerCase()));
  const [first = "?", ...rest] = words;
  const last = rest.at(-1);
  return (last === undefined ? first.slice(0, 2) : `${first.slice(0, 1)}${last.slice(0, 1)}`).toUpperCase();
}
