// Which of many marks stand in a text: in one pass over it, however many marks there are.

/** Finds marks in a text. */
export type MarkSearch = {
  /** Tells the number of each mark that begins within the first `most` characters; of one that stands there twice, twice. */
  readonly find: (text: string, most: number, found: (mark: number, place: number) => void) => void;
};

/** Marks have at least so many characters: by these they are looked up. */
export const MARK_BEGINNING = 4;

const BITS = 14;
const MASK = (1 << BITS) - 1;

/** A search for the marks, which are compared as written. */
export function createMarkSearch(marks: readonly string[]): MarkSearch {
  // Whether any mark begins so: most places of a text are ruled out by one look.
  const begins = new Uint8Array(1 << BITS);
  const byBeginning = new Map<string, { readonly mark: string; readonly number: number }[]>();
  for (const [number, mark] of marks.entries()) {
    if (mark.length < MARK_BEGINNING) throw new Error(`the mark ${JSON.stringify(mark)} has fewer than ${MARK_BEGINNING} characters`);
    begins[hashAt(mark, 0)] = 1;
    const beginning = mark.slice(0, MARK_BEGINNING);
    byBeginning.set(beginning, [...(byBeginning.get(beginning) ?? []), { mark, number }]);
  }
  return {
    find(text, most, found) {
      const end = Math.min(text.length - MARK_BEGINNING, most);
      for (let at = 0; at <= end; at += 1) {
        if (begins[hashAt(text, at)] === 0) continue;
        for (const { mark, number } of byBeginning.get(text.slice(at, at + MARK_BEGINNING)) ?? []) if (text.startsWith(mark, at)) found(number, at);
      }
    },
  };
}

function hashAt(text: string, at: number): number {
  return ((text.charCodeAt(at) * 31 + text.charCodeAt(at + 1)) * 31 + text.charCodeAt(at + 2) * 7 + text.charCodeAt(at + 3) * 1009) & MASK;
}
