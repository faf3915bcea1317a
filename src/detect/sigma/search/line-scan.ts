import { Automaton } from "./automaton.ts";
import { anyOf, chooseFragments, pieces } from "./fragments.ts";
import { Memo, type MemoBudget } from "./memo.ts";

// Shorter lines are scanned faster than they are looked up.
const LONG = 256;
// With more fragments than this, V8's search is no faster than the automaton.
const MAX_FRAGMENTS = 8;

/**
 * Finds needles anywhere in a text. The needles of long lines are remembered: a text that holds one is seldom seen twice,
 * but the line is (the host application of a PowerShell record). Needles that hold a line break are searched in the whole.
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
    const visitOnce = (needle: number): void => {
      if (this.#seen[needle] === round) return;
      this.#seen[needle] = round;
      visit(needle);
    };
    this.#across?.scan(text, (i) => visitOnce(this.#broken[i]!));
    let scanned = 0;
    for (let start = 0; start < text.length; ) {
      const at = text.indexOf("\n", start);
      const end = at < 0 ? text.length : at;
      if (end - start >= LONG) {
        this.#automaton.scan(text.slice(scanned, start), visitOnce);
        this.#lineNeedles(text.slice(start, end)).forEach(visitOnce);
        scanned = end;
      }
      start = end + 1;
    }
    this.#automaton.scan(text.slice(scanned), visitOnce);
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
