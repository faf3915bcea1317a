// Aho & Corasick, "Efficient string matching" (1975): all needles in one pass over the text.
import { asciiBytes } from "../values/ascii.ts";
import { Trie } from "./trie.ts";

// Rows of the shallow states, where a scan spends nearly all its time, are full tables; the budget is in cells.
const DENSE_CELLS = 1 << 17;

/** Set in a cell whose state ends a needle, so that a scan reads one table only. */
const ENDS = 1 << 30;
const STATE = ENDS - 1;

/**
 * Finds which of many folded literals occur in a text as it is.
 *
 * The first `#dense` states of the trie, the shallowest, have complete rows with failures resolved, in `#rows` at
 * `state << #shift`; the others step by their edges and failure states. `#link[s]` is the next shorter state in which a
 * needle ends, -1 for none. A cell is a state, and `ENDS`.
 */
export class Automaton {
  readonly #trie: Trie;
  readonly #shift: number;
  readonly #dense: number = 0;
  readonly #rows: Int32Array;
  readonly #fail: Int32Array;
  readonly #link: Int32Array;
  readonly #seen: Float64Array;
  #round = 0;

  constructor(needles: readonly string[]) {
    const trie = new Trie(needles);
    const states = trie.report.length;
    this.#trie = trie;
    this.#shift = Math.ceil(Math.log2(trie.width));
    const dense = Math.max(1, Math.min(states, DENSE_CELLS >> this.#shift));
    this.#rows = new Int32Array(dense << this.#shift);
    this.#fail = new Int32Array(states);
    this.#link = new Int32Array(states).fill(-1);
    this.#seen = new Float64Array(needles.length);
    for (let state = 1; state < states; state++) this.#findFailure(state);
    for (let state = 0; state < dense; state++) this.#fillRow(state);
    this.#dense = dense;
  }

  /** Visits each needle that occurs in the text, once. Time grows with the text's length plus the number of needles found. */
  scan(text: string, visit: (needle: number) => void): void {
    this.#round++;
    const bytes = asciiBytes(text);
    if (bytes === undefined) this.#scanUnits(text, visit);
    else this.#scanBytes(bytes, text.length, visit);
  }

  #scanBytes(bytes: Uint8Array, length: number, visit: (needle: number) => void): void {
    const kinds = this.#trie.asciiKinds;
    const rows = this.#rows;
    const shift = this.#shift;
    const dense = this.#dense;
    let state = 0;
    for (let i = 0; i < length; i++) {
      const kind = kinds[bytes[i]!]!;
      const cell = state < dense ? rows[(state << shift) + kind]! : this.#next(state, kind);
      state = cell & STATE;
      if (cell !== state) this.#visitAll(state, visit);
    }
  }

  #scanUnits(text: string, visit: (needle: number) => void): void {
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      const cell = this.#next(state, this.#trie.kindOf(text.charCodeAt(i)));
      state = cell & STATE;
      if (cell !== state) this.#visitAll(state, visit);
    }
  }

  /** A state's needle and the shorter ones that end at the same place. Where one was seen, the shorter ones were seen with it. */
  #visitAll(state: number, visit: (needle: number) => void): void {
    for (let at = state; at >= 0; at = this.#link[at]!) {
      const needle = this.#trie.report[at]!;
      if (needle < 0) continue;
      if (this.#seen[needle] === this.#round) return;
      this.#seen[needle] = this.#round;
      visit(needle);
    }
  }

  #next(state: number, kind: number): number {
    if (kind === 0) return 0;
    for (let at = state; ; at = this.#fail[at]!) {
      if (at < this.#dense) return this.#rows[(at << this.#shift) + kind]!;
      const child = this.#trie.child(at, kind);
      if (child >= 0) return this.#cell(child);
      if (at === 0) return 0;
    }
  }

  #cell(state: number): number {
    return this.#trie.report[state]! >= 0 || this.#link[state]! >= 0 ? state | ENDS : state;
  }

  /** In breadth-first order: the failure states of shallower states are known. */
  #findFailure(state: number): void {
    const { parents, arrivals, report } = this.#trie;
    const parent = parents[state]!;
    const fail = parent === 0 ? 0 : this.#next(this.#fail[parent]!, arrivals[state]!) & STATE;
    this.#fail[state] = fail;
    this.#link[state] = report[fail]! >= 0 ? fail : this.#link[fail]!;
  }

  #fillRow(state: number): void {
    const from = this.#fail[state]! << this.#shift;
    for (let kind = 1; kind < this.#trie.width; kind++) {
      const child = this.#trie.child(state, kind);
      const cell = child >= 0 ? this.#cell(child) : state === 0 ? 0 : this.#rows[from + kind]!;
      this.#rows[(state << this.#shift) + kind] = cell;
    }
  }
}
