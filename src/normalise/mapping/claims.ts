// Which technology an event is of.
import type { Event } from "../../core/index.ts";
import { holds } from "./condition.ts";
import { Plans } from "./plans.ts";
import type { Scope } from "./scope.ts";
import type { Claim, Technology } from "./technology.ts";

/** A claim of a technology on events, and the plans for those that are its. */
export type Claimed = { readonly claim: Claim; readonly technology: Technology; readonly plans: Plans };

/** The product of the technology that takes what no other claims. */
const ANY_PRODUCT = "*";
/** The product of the technology that takes any structured record. */
const ANY_RECORD = "json";
// Products are words of our readers, but for those that a configuration names.
const PRODUCTS_LIMIT = 1000;

/** Finds the claim that an event meets; holds the claims by product. */
export class Claims {
  readonly #byProduct = new Map<string, readonly Claimed[]>();
  readonly #unclaimed = new Map<string, Claimed>();
  readonly #other: Technology | undefined;
  readonly #record: Claimed | undefined;

  constructor(technologies: readonly Technology[]) {
    const all = technologies.flatMap(claimsOf);
    for (const product of new Set(all.map(({ claim }) => claim.product))) {
      this.#byProduct.set(product, all.filter(({ claim }) => claim.product === product).toSorted((a, b) => asked(b.claim) - asked(a.claim)));
    }
    this.#other = this.#byProduct.get(ANY_PRODUCT)?.[0]?.technology;
    this.#record = this.#byProduct.get(ANY_RECORD)?.[0];
  }

  /** The claim on the scope's event that asks for most, among those that it meets. */
  find(scope: Scope): Claimed | undefined {
    const { event } = scope;
    for (const claimed of this.#byProduct.get(event.product) ?? []) {
      const { claim, technology } = claimed;
      if (claim.channels !== undefined && !isOneOf(claim.channels, event.channel)) continue;
      if (claim.codes !== undefined && !isOneOf(claim.codes, String(event.code))) continue;
      if (technology.conditions > 0) scope.asked.fill(0, 0, technology.conditions);
      if (claim.when === undefined || holds(claim.when, scope)) return claimed;
    }
    // A record whose names nobody knows is still taken apart; a line of text that nobody knows is not.
    return this.#left(event, scope) ?? (event.text === undefined ? this.#record : undefined);
  }

  // What a reader recognised and no mapping claims is kept under the product's name. A label alone recognises nothing.
  #left({ product, code, time }: Event, scope: Scope): Claimed | undefined {
    if (product === "" || (code ?? time) === undefined) return undefined;
    const known = this.#unclaimed.get(product);
    if (known !== undefined || this.#other === undefined || this.#unclaimed.size >= PRODUCTS_LIMIT) return known;
    const [made] = claimsOf({ ...this.#other, name: product, root: [product] });
    if (made !== undefined) this.#unclaimed.set(product, made);
    scope.asked.fill(0);
    return made;
  }
}

/** Whether the technology takes what no other claims, each event under its product's name. */
export const takesAnyProduct = (technology: Technology): boolean => technology.claims.some(({ product }) => product === ANY_PRODUCT);

function claimsOf(technology: Technology): Claimed[] {
  const plans = new Plans(technology);
  return technology.claims.map((claim) => ({ claim, technology, plans }));
}

const asked = ({ when, codes, channels }: Claim): number => (when === undefined ? 0 : 4) + (codes === undefined ? 0 : 2) + (channels === undefined ? 0 : 1);

/** Whether the lower-case texts hold the name, which most sources write in one way. */
const isOneOf = (texts: ReadonlySet<string>, name: string): boolean => texts.has(name) || texts.has(name.toLowerCase());
