import { asciiBytes } from "../values/ascii.ts";
import { TextTable } from "./text-table.ts";

/** Texts longer than this are not remembered: a few of them would fill the memory. */
const MAX_LENGTH = 16_384;
// Texts longer than this are remembered only while enough of them come again: at least one in `WORTHWHILE` of the last
// `TRIAL`; whoever fails is tried again after `PAUSE`.
const LONG = 512;
const WORTHWHILE = 3;
const TRIAL = 256;
const PAUSE = 8192;

/** What an entry takes besides its characters, about. */
const OVERHEAD = 64;

/** How many characters all memos of one matcher may remember together; when it is full, each forgets what it has not used lately. */
export class MemoBudget {
  readonly #limit: number;
  /** Weakly: an index that a plan gave up must go with its memo. */
  #memos: WeakRef<{ turn: () => void }>[] = [];
  #used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  join(memo: { turn: () => void }): void {
    this.#memos.push(new WeakRef(memo));
  }

  spend(characters: number): void {
    this.#used += characters + OVERHEAD;
    // An old generation may still be as large as the young one.
    if (this.#used <= this.#limit / 2) return;
    this.#used = 0;
    this.#memos = this.#memos.filter((memo) => memo.deref() !== undefined);
    for (const memo of this.#memos) memo.deref()?.turn();
  }
}

/**
 * Remembers answers by value within a shared budget. Two generations: what is asked for again moves to the young one,
 * and at every turn the old one goes whole. So memory is bounded and the values that come again are kept.
 */
export class Memo<Answer> {
  readonly #budget: MemoBudget;
  #longAsked = 0;
  #longKnown = 0;
  #young = new TextTable<Answer>();
  #old = new TextTable<Answer>();

  constructor(budget: MemoBudget) {
    this.#budget = budget;
    budget.join(this);
  }

  get(value: string): Answer | undefined {
    const isLong = value.length > LONG;
    if (isLong && !this.#keepsLong(value.length)) return undefined;
    const known = this.#young.get(value) ?? (this.#old.size > 0 ? this.#revive(value) : undefined);
    if (isLong && known !== undefined) this.#longKnown++;
    return known;
  }

  /** For a value that `get` has just not known. `isSlice`: it may be a part of a longer text, which would be kept alive with it. */
  set(value: string, answer: Answer, isSlice: boolean): void {
    if (value.length > LONG && (value.length > MAX_LENGTH || this.#longAsked > TRIAL)) return;
    this.#add(isSlice ? detach(value) : value, answer);
  }

  turn(): void {
    this.#old = this.#young;
    this.#young = new TextTable();
  }

  #keepsLong(length: number): boolean {
    if (length > MAX_LENGTH) return false;
    this.#longAsked++;
    if (this.#longAsked === TRIAL && this.#longKnown * WORTHWHILE >= TRIAL) this.#longAsked = this.#longKnown = 0;
    if (this.#longAsked > PAUSE) this.#longAsked = this.#longKnown = 0;
    return this.#longAsked <= TRIAL;
  }

  #revive(value: string): Answer | undefined {
    const known = this.#old.get(value);
    if (known !== undefined) this.#add(value, known);
    return known;
  }

  #add(value: string, answer: Answer): void {
    this.#budget.spend(value.length);
    this.#young.set(value, answer);
  }
}

const decoder = new TextDecoder();

/** A copy that shares no memory with the text it was cut from: engines keep the whole text alive for a slice of 13 characters or more. */
function detach(text: string): string {
  if (text.length < 13) return text;
  const bytes = asciiBytes(text);
  return bytes === undefined ? (JSON.parse(JSON.stringify(text)) as string) : decoder.decode(bytes.subarray(0, text.length));
}
