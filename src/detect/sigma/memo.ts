/** Values longer than this are looked at anew each time: they rarely come again and would fill the memory. */
const MAX_LENGTH = 4096;
/** What an entry takes besides its characters, about. */
const OVERHEAD = 64;

type Key = string | number | boolean;

/** How many characters all memos of one matcher may remember together; when it is full, each forgets what it has not used lately. */
export class MemoBudget {
  readonly #limit: number;
  readonly #memos: { turn: () => void }[] = [];
  #used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  join(memo: { turn: () => void }): void {
    this.#memos.push(memo);
  }

  spend(characters: number): void {
    this.#used += characters + OVERHEAD;
    // An old generation may still be as large as the young one.
    if (this.#used <= this.#limit / 2) return;
    this.#used = 0;
    for (const memo of this.#memos) memo.turn();
  }
}

/**
 * Remembers answers by value within a shared budget. Two generations: what is asked for again moves to the young one,
 * and at every turn the old one goes whole. So memory is bounded and the values that come again are kept.
 */
export class Memo<Answer> {
  readonly #budget: MemoBudget;
  #young = new Map<Key, Answer>();
  #old = new Map<Key, Answer>();

  constructor(budget: MemoBudget) {
    this.#budget = budget;
    budget.join(this);
  }

  get(value: Key): Answer | undefined {
    if ((value as string).length > MAX_LENGTH) return undefined;
    const known = this.#young.get(value);
    if (known !== undefined || this.#old.size === 0) return known;
    const old = this.#old.get(value);
    if (old !== undefined) this.#add(value, old);
    return old;
  }

  /** `isSlice`: the value may be a part of a longer text, which would be kept alive with it. */
  set(value: Key, answer: Answer, isSlice: boolean): void {
    if (typeof value === "string" && value.length > MAX_LENGTH) return;
    this.#add(isSlice && typeof value === "string" ? detach(value) : value, answer);
  }

  turn(): void {
    this.#old = this.#young;
    this.#young = new Map();
  }

  #add(value: Key, answer: Answer): void {
    this.#budget.spend(typeof value === "string" ? value.length : 0);
    this.#young.set(value, answer);
  }
}

/** A copy that shares no memory with the text it was cut from: engines keep the whole text alive for a slice of 13 characters or more. */
const detach = (text: string): string => (text.length < 13 ? text : (JSON.parse(JSON.stringify(text)) as string));
