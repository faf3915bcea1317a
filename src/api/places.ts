import { HttpRefusal } from "./errors.ts";

/** How many connections stay open at once: of one caller, and of all. */
export type PlaceLimits = { readonly ofOne: number; readonly ofAll: number };

/** Counts connections that stay open, so that nobody takes them all. */
export class Places {
  readonly #limits: PlaceLimits;
  readonly #taken = new Map<string, number>();
  #all = 0;

  constructor(limits: PlaceLimits) {
    this.#limits = limits;
  }

  /** Takes a place, and gives what frees it again; throws if there is none. */
  take(caller: string): () => void {
    const { ofOne, ofAll } = this.#limits;
    const taken = this.#taken.get(caller) ?? 0;
    if (taken >= ofOne) throw new HttpRefusal("too_many_attempts", `This caller listens ${ofOne} times already: close a page or a program that does.`);
    if (this.#all >= ofAll) throw new HttpRefusal("unavailable", `${ofAll} others listen already: ask again in some minutes, and load lists anew until then.`);
    this.#taken.set(caller, taken + 1);
    this.#all += 1;
    let isFree = false;
    return () => {
      if (isFree) return;
      isFree = true;
      this.#all -= 1;
      const left = (this.#taken.get(caller) ?? 1) - 1;
      if (left === 0) this.#taken.delete(caller);
      else this.#taken.set(caller, left);
    };
  }
}
