import { unitsThatFoldTo } from "../values/fold.ts";

/** Marks a state with several children in `onlyKind`; 0 marks a leaf. */
const MANY = 0xffff;

/**
 * Folded literals as a tree over UTF-16 units, walked with texts as they are: case is ignored by mapping all units that
 * fold to the same one to one kind. Kind 0 is every unit that no needle has. A needle may hold no letter outside the
 * basic plane that has case, for its halves alone do not tell it (see `safePart`).
 *
 * States are numbered breadth-first. Most have one child (`onlyKind`, `onlyNext`); the edges of those with more are in a
 * hash with open addressing.
 */
export class Trie {
  /** The kind of each ASCII unit. */
  readonly asciiKinds = new Uint16Array(0x80);
  /** Number of kinds. */
  readonly width: number;
  /** The needle that ends in a state, -1 for none. */
  readonly report: Int32Array;
  readonly parents: Int32Array;
  /** The kind by which a state is entered. */
  readonly arrivals: Uint16Array;
  readonly #onlyKind: Uint16Array;
  readonly #onlyNext: Int32Array;
  readonly #edges: EdgeHash;
  /** The kinds of other units; most tries have none. */
  readonly #wideKinds = new Map<number, number>();

  /** Needles must not be empty, and each must be given once. */
  constructor(needles: readonly string[]) {
    this.width = this.#mapKinds(needles) + 1;
    const order = needles.map((_, i) => i).toSorted((a, b) => (needles[a]! < needles[b]! ? -1 : 1));
    const size = needles.reduce((sum, needle) => sum + needle.length, 1);
    const report = new Int32Array(size).fill(-1);
    const parents = new Int32Array(size);
    const arrivals = new Uint16Array(size);
    const onlyKind = new Uint16Array(size);
    const onlyNext = new Int32Array(size);
    const branches: number[] = [];
    // The needles below a state are a range of the sorted list, for they have its text as their beginning.
    const from = new Int32Array(size);
    const to = new Int32Array(size);
    const depths = new Int32Array(size);
    to[0] = needles.length;
    let count = 1;
    for (let state = 0; state < count; state++) {
      const depth = depths[state]!;
      const end = to[state]!;
      const first = count;
      let at = from[state]!;
      if (at < end && needles[order[at]!]!.length === depth) report[state] = order[at++]!;
      while (at < end) {
        const unit = needles[order[at]!]!.charCodeAt(depth);
        const child = count++;
        parents[child] = state;
        arrivals[child] = this.kindOf(unit);
        depths[child] = depth + 1;
        from[child] = at;
        while (at < end && needles[order[at]!]!.charCodeAt(depth) === unit) at++;
        to[child] = at;
      }
      if (count === first) continue;
      onlyKind[state] = count - first === 1 ? arrivals[first]! : MANY;
      onlyNext[state] = first;
      if (count - first > 1) for (let child = first; child < count; child++) branches.push(child);
    }
    this.report = report.slice(0, count);
    this.parents = parents.slice(0, count);
    this.arrivals = arrivals.slice(0, count);
    this.#onlyKind = onlyKind.slice(0, count);
    this.#onlyNext = onlyNext.slice(0, count);
    this.#edges = new EdgeHash(branches, this.parents, this.arrivals);
  }

  kindOf(unit: number): number {
    return unit < 0x80 ? this.asciiKinds[unit]! : (this.#wideKinds.get(unit) ?? 0);
  }

  /** The state behind an edge, or -1. */
  child(state: number, kind: number): number {
    const only = this.#onlyKind[state]!;
    if (only === kind) return this.#onlyNext[state]!;
    return only === MANY ? this.#edges.get(state, kind) : -1;
  }

  /** The needle that is the whole text, or -1. */
  find(text: string): number {
    let state = 0;
    for (let i = 0; i < text.length && state >= 0; i++) state = this.#enter(state, text.charCodeAt(i));
    return state > 0 ? this.report[state]! : -1;
  }

  /** Visits every needle that the text begins with. */
  eachPrefix(text: string, visit: (needle: number) => void): void {
    for (let i = 0, state = 0; i < text.length; i++) {
      state = this.#enter(state, text.charCodeAt(i));
      if (state < 0) return;
      if (this.report[state]! >= 0) visit(this.report[state]!);
    }
  }

  /** Visits every needle that, read backwards, the text ends with. */
  eachSuffix(text: string, visit: (needle: number) => void): void {
    for (let i = text.length - 1, state = 0; i >= 0; i--) {
      state = this.#enter(state, text.charCodeAt(i));
      if (state < 0) return;
      if (this.report[state]! >= 0) visit(this.report[state]!);
    }
  }

  #enter(state: number, unit: number): number {
    const kind = this.kindOf(unit);
    return kind === 0 ? -1 : this.child(state, kind);
  }

  #mapKinds(needles: readonly string[]): number {
    let count = 0;
    for (const needle of needles) {
      for (let i = 0; i < needle.length; i++) {
        const unit = needle.charCodeAt(i);
        if (this.kindOf(unit) !== 0) continue;
        count++;
        for (const same of unitsThatFoldTo(unit)) {
          if (same < 0x80) this.asciiKinds[same] = count;
          else this.#wideKinds.set(same, count);
        }
      }
    }
    return count;
  }
}

/** (state, kind) → child for states with several children. */
class EdgeHash {
  readonly #mask: number;
  /** Three numbers an edge: state, kind, child; child 0 marks a free place, as no edge leads to the root. */
  readonly #table: Int32Array;

  constructor(children: readonly number[], parents: Int32Array, arrivals: Uint16Array) {
    let places = 4;
    while (places < children.length * 2) places *= 2;
    this.#mask = places - 1;
    this.#table = new Int32Array(places * 3);
    for (const child of children) {
      let place = this.#place(parents[child]!, arrivals[child]!);
      while (this.#table[place * 3 + 2] !== 0) place = (place + 1) & this.#mask;
      this.#table.set([parents[child]!, arrivals[child]!, child], place * 3);
    }
  }

  get(state: number, kind: number): number {
    const table = this.#table;
    for (let place = this.#place(state, kind); ; place = (place + 1) & this.#mask) {
      const child = table[place * 3 + 2]!;
      if (child === 0) return -1;
      if (table[place * 3] === state && table[place * 3 + 1] === kind) return child;
    }
  }

  #place(state: number, kind: number): number {
    return (Math.imul(state, 0x9e3779b1) ^ Math.imul(kind, 0x85ebca6b)) >>> 7 & this.#mask;
  }
}
