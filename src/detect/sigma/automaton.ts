// Aho & Corasick, "Efficient string matching" (1975): all needles in one pass over the text.

/** Visits a needle by its number. */
type Visit = (needle: number) => void;

// Rows of the shallow states, where a scan spends nearly all its time, are full tables; the budget is in cells.
const DENSE_CELLS = 1 << 19;

/**
 * Finds which of many needles occur in a text.
 *
 * Layout: states are numbered breadth-first, so the first `dense` states are the shallowest and have complete rows with
 * failures resolved. Of the others most have one child (`onlyClass`, `onlyNext`); the edges of those with more are in an
 * open hash. `report[s]` is the needle that ends in state s (-1: none), `link[s]` the next shorter state that reports.
 * Characters are mapped to classes, 0 being every character that no needle has.
 */
export class Automaton {
  readonly #classes = new Uint16Array(0x10000);
  readonly #width: number;
  readonly #dense: number;
  readonly #rows: Int32Array;
  readonly #onlyClass: Uint16Array;
  readonly #onlyNext: Int32Array;
  readonly #edges: Map<number, number>;
  readonly #fail: Int32Array;
  readonly #report: Int32Array;
  readonly #link: Int32Array;
  readonly #seen: Int32Array;
  #round = 0;

  /** Needles must not be empty; equal needles must be given once. */
  constructor(needles: readonly string[]) {
    let classes = 0;
    let size = 1;
    for (const needle of needles) {
      size += needle.length;
      for (let i = 0; i < needle.length; i++) {
        const unit = needle.charCodeAt(i);
        if (this.#classes[unit] === 0) this.#classes[unit] = ++classes;
      }
    }
    this.#width = classes + 1;
    const trie = buildTrie(needles, this.#classes, this.#width, size);
    this.#onlyClass = trie.onlyClass;
    this.#onlyNext = trie.onlyNext;
    this.#edges = trie.edges;
    this.#report = trie.report;
    this.#seen = new Int32Array(needles.length).fill(-1);
    const states = trie.report.length;
    this.#fail = new Int32Array(states);
    this.#link = new Int32Array(states).fill(-1);
    this.#dense = Math.max(1, Math.min(states, Math.floor(DENSE_CELLS / this.#width)));
    this.#rows = new Int32Array(this.#dense * this.#width);
    this.#resolve(trie.parents, trie.arrivals);
  }

  /** Visits each needle that occurs in the text, once. Time grows with the text's length plus the number of needles found. */
  scan(text: string, visit: Visit): void {
    const classes = this.#classes;
    const rows = this.#rows;
    const width = this.#width;
    const dense = this.#dense;
    const round = ++this.#round;
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      const kind = classes[text.charCodeAt(i)]!;
      if (kind === 0) {
        state = 0;
        continue;
      }
      state = state < dense ? rows[state * width + kind]! : this.#step(state, kind);
      if (this.#report[state]! >= 0 || this.#link[state]! >= 0) this.#visitAll(state, round, visit);
    }
  }

  /** A state's needle and the shorter ones that end at the same place. Where one was seen, the shorter ones were seen with it. */
  #visitAll(state: number, round: number, visit: Visit): void {
    for (let at = state; at >= 0; at = this.#link[at]!) {
      const needle = this.#report[at]!;
      if (needle < 0) continue;
      if (this.#seen[needle] === round) return;
      this.#seen[needle] = round;
      visit(needle);
    }
  }

  #step(state: number, kind: number): number {
    for (;;) {
      if (state < this.#dense) return this.#rows[state * this.#width + kind]!;
      const next = this.#child(state, kind);
      if (next >= 0) return next;
      state = this.#fail[state]!;
    }
  }

  #child(state: number, kind: number): number {
    const only = this.#onlyClass[state]!;
    if (only === kind) return this.#onlyNext[state]!;
    return only === MANY ? (this.#edges.get(state * this.#width + kind) ?? -1) : -1;
  }

  /** Failure states and dense rows, in breadth-first order: what a state needs of shallower ones is there already. */
  #resolve(parents: Int32Array, arrivals: Uint16Array): void {
    for (let state = 0; state < this.#fail.length; state++) {
      const parent = parents[state]!;
      const kind = arrivals[state]!;
      if (state > 0) {
        this.#fail[state] = parent === 0 ? 0 : this.#step(this.#fail[parent]!, kind);
        const fail = this.#fail[state]!;
        this.#link[state] = this.#report[fail]! >= 0 ? fail : this.#link[fail]!;
      }
      if (state < this.#dense) this.#fillRow(state);
    }
  }

  #fillRow(state: number): void {
    const from = this.#fail[state]! * this.#width;
    for (let kind = 1; kind < this.#width; kind++) {
      const next = this.#child(state, kind);
      this.#rows[state * this.#width + kind] = next >= 0 ? next : state === 0 ? 0 : this.#rows[from + kind]!;
    }
  }
}

/** Marks a state with several children in `onlyClass`; 0 marks a leaf. */
const MANY = 0xffff;

type Trie = {
  readonly onlyClass: Uint16Array;
  readonly onlyNext: Int32Array;
  /** state * width + class → child, for states with several children. */
  readonly edges: Map<number, number>;
  readonly report: Int32Array;
  readonly parents: Int32Array;
  /** The class by which a state is entered. */
  readonly arrivals: Uint16Array;
};

/** Builds the trie breadth-first from the sorted needles: those with a common prefix are neighbours, so a state is a range. */
function buildTrie(needles: readonly string[], classes: Uint16Array, width: number, size: number): Trie {
  const order = needles.map((_, i) => i).sort((a, b) => (needles[a]! < needles[b]! ? -1 : 1));
  const onlyClass = new Uint16Array(size);
  const onlyNext = new Int32Array(size);
  const edges = new Map<number, number>();
  const report = new Int32Array(size).fill(-1);
  const parents = new Int32Array(size);
  const arrivals = new Uint16Array(size);
  const from = new Int32Array(size);
  const to = new Int32Array(size);
  const depths = new Int32Array(size);
  to[0] = needles.length;
  let count = 1;
  for (let state = 0; state < count; state++) {
    const depth = depths[state]!;
    const end = to[state]!;
    let at = from[state]!;
    if (at < end && needles[order[at]!]!.length === depth) report[state] = order[at++]!;
    const first = count;
    while (at < end) {
      const unit = needles[order[at]!]!.charCodeAt(depth);
      const child = count++;
      parents[child] = state;
      arrivals[child] = classes[unit]!;
      depths[child] = depth + 1;
      from[child] = at;
      while (at < end && needles[order[at]!]!.charCodeAt(depth) === unit) at++;
      to[child] = at;
    }
    if (count - first === 1) {
      onlyClass[state] = arrivals[first]!;
      onlyNext[state] = first;
    } else if (count > first) {
      onlyClass[state] = MANY;
      for (let child = first; child < count; child++) edges.set(state * width + arrivals[child]!, child);
    }
  }
  return {
    onlyClass: onlyClass.slice(0, count), onlyNext: onlyNext.slice(0, count), edges, report: report.slice(0, count),
    parents: parents.slice(0, count), arrivals: arrivals.slice(0, count),
  };
}
