import { Automaton } from "./automaton.ts";
import { anyOf, chooseFragments, pieces } from "./fragments.ts";
import { Memo, type MemoBudget } from "./memo.ts";

// Shorter texts are scanned faster than they are cut.
const LONG = 256;
// With more fragments than this, V8's search is no faster than the automaton.
const MAX_FRAGMENTS = 8;

/**
 * Finds needles anywhere in a text. Long texts are looked at line by line and each line's needles are remembered: such a
 * text is seldom seen twice, but most of its lines are (the host application of a PowerShell record, the frames of a
 * stack). Needles that hold a line break are searched in the whole.
 */
export class LineScan {
  readonly #automaton: Automaton;
  readonly #broken: readonly number[];
  readonly #across: Automaton | undefined;
  readonly #fragments: RegExp | undefined;
  readonly #lines: Memo<readonly number[]>;
  /** The last scan that visited each needle. */
  readonly #seen: Float64Array;
  #round = 0;

  constructor(needles: readonly string[], budget: MemoBudget) {
    this.#automaton = new Automaton(needles);
    this.#broken = needles.flatMap((needle, i) => (needle.includes("\n") ? [i] : []));
    this.#across = this.#broken.length > 0 ? new Automaton(this.#broken.map((i) => needles[i]!)) : undefined;
    const fragments = chooseFragments(needles, pieces, MAX_FRAGMENTS);
    this.#fragments = fragments && anyOf(fragments);
    this.#lines = new Memo(budget);
    this.#seen = new Float64Array(needles.length);
  }

  /** Visits each needle that occurs in the text, once. */
  scan(text: string, visit: (needle: number) => void): void {
    if (text.length < LONG) return this.#automaton.scan(text, visit);
    if (this.#fragments?.test(text) === false) return;
    if (!text.includes("\n")) return this.#automaton.scan(text, visit);
    const round = ++this.#round;
    this.#across?.scan(text, (i) => visit(this.#broken[i]!));
    for (let start = 0; start < text.length; ) {
      const at = text.indexOf("\n", start);
      const end = at < 0 ? text.length : at;
      for (const needle of this.#lineNeedles(text.slice(start, end))) {
        if (this.#seen[needle] === round) continue;
        this.#seen[needle] = round;
        visit(needle);
      }
      start = end + 1;
    }
  }

  #lineNeedles(line: string): readonly number[] {
    const known = this.#lines.get(line);
    if (known !== undefined) return known;
    const found: number[] = [];
    this.#automaton.scan(line, (needle) => found.push(needle));
    this.#lines.set(line, found, true);
    return found;
  }
}
