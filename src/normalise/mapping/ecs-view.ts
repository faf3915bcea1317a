// Events under ECS names: which technology wrote an event, its whole document, and its hot fields fast.
import type { Event } from "../../core/index.ts";
import { HOT_FIELDS, type HotValues } from "../hot-fields.ts";
import { holds } from "./condition.ts";
import { documentOf, plainDocument, type EcsDocument } from "./document.ts";
import { fillHot, makePlan, runExtracts, type Plan } from "./plan.ts";
import type { Scope } from "./scope.ts";
import type { Claim, Technology } from "./technology.ts";

/** Which technology wrote an event, and how sure that is: 1 where nothing else writes such events. */
export type Recognition = { readonly technology: string; readonly confidence: number };

/** Reads events under ECS names. It keeps one scope for all of them, so it belongs to one thread. */
export type EcsView = {
  readonly technologies: readonly Technology[];
  /** The technology, or undefined if none was recognised. */
  readonly recognise: (event: Event) => Recognition | undefined;
  /** The whole document. `ms` is the event's time, if it has one. */
  readonly document: (event: Event, ms: number | undefined) => EcsDocument;
  /** Fills `out` with the hot fields at their places, undefined where the event has none; gives the names of those whose value has the wrong type. */
  readonly hotValues: (event: Event, out: HotValues) => readonly string[];
};

/** One claim of a technology on the events of a product. */
type Claimed = { readonly claim: Claim; readonly technology: Technology; readonly plans: Plans };

/** A view of the technologies; those whose claims are more specific go before the others. */
export function createEcsView(technologies: readonly Technology[]): EcsView {
  const byProduct = claims(technologies);
  const scope: Scope = { event: NO_EVENT, fields: {}, asked: new Uint8Array(Math.max(1, ...technologies.map(({ conditions }) => conditions))) };

  const planOf = (event: Event): { readonly plan: Plan; readonly claimed: Claimed } | undefined => {
    const list = byProduct.get(event.product) ?? byProduct.get(event.product.toLowerCase());
    if (list === undefined) return undefined;
    scope.event = event;
    scope.fields = event.fields;
    for (const claimed of list) {
      const { claim, technology, plans } = claimed;
      if (claim.channels !== undefined && !plans.isOneOf(claim.channels, event.channel)) continue;
      if (claim.codes !== undefined && !plans.isOneOf(claim.codes, String(event.code))) continue;
      if (technology.conditions > 0) scope.asked.fill(0, 0, technology.conditions);
      if (claim.when !== undefined && !holds(claim.when, scope)) continue;
      return { plan: plans.of(event), claimed };
    }
    return undefined;
  };

  return {
    technologies,
    recognise(event) {
      const found = planOf(event);
      return found === undefined ? undefined : { technology: found.claimed.technology.name, confidence: found.claimed.claim.confidence };
    },
    document(event, ms) {
      const found = planOf(event);
      if (found === undefined) return plainDocument(event, ms);
      runExtracts(found.plan, scope);
      return documentOf(found.plan, scope, ms);
    },
    hotValues(event, out) {
      out.length = HOT_FIELDS.length;
      out.fill(undefined);
      const found = planOf(event);
      if (found === undefined) return [];
      runExtracts(found.plan, scope);
      return fillHot(found.plan, scope, out);
    },
  };
}

const NO_EVENT: Event = { product: "", channel: "", code: undefined, time: undefined, host: undefined, fields: {}, text: undefined, json: undefined, source: { path: "", record: 0 } };

function claims(technologies: readonly Technology[]): ReadonlyMap<string, readonly Claimed[]> {
  const byProduct = new Map<string, Claimed[]>();
  for (const technology of technologies) {
    const plans = new Plans(technology);
    for (const claim of technology.claims) {
      const list = byProduct.get(claim.product) ?? [];
      byProduct.set(claim.product, list);
      list.push({ claim, technology, plans });
    }
  }
  // Among those that hold, the one that asks for most is meant.
  const asks = ({ claim }: Claimed): number => (claim.when === undefined ? 0 : 4) + (claim.codes === undefined ? 0 : 2) + (claim.channels === undefined ? 0 : 1);
  return new Map([...byProduct].map(([product, list]) => [product, list.toSorted((a, b) => asks(b) - asks(a))]));
}

/**
 * The plans of one technology, made when first needed. Channels and codes that no section names share one, so that names
 * which an attacker makes up cannot make plans without end.
 */
class Plans {
  readonly #technology: Technology;
  readonly #channels: ReadonlySet<string>;
  readonly #codes: ReadonlySet<string>;
  readonly #made = new Map<string, Map<string | number, Plan>>();

  constructor(technology: Technology) {
    this.#technology = technology;
    this.#channels = new Set(technology.sections.flatMap(({ channels }) => [...(channels ?? [])]));
    this.#codes = new Set(technology.sections.flatMap(({ codes }) => [...(codes ?? [])]));
  }

  /** Whether the lower-case texts hold the name, which most sources write in one way. */
  isOneOf(texts: ReadonlySet<string>, name: string): boolean {
    return texts.has(name) || texts.has(name.toLowerCase());
  }

  of({ channel, code = "" }: Event): Plan {
    const known = this.#made.get(channel)?.get(code);
    if (known !== undefined) return known;
    const [lowerChannel, lowerCode] = [channel.toLowerCase(), String(code).toLowerCase()];
    const channelKey = this.#channels.has(lowerChannel) ? lowerChannel : "";
    const codeKey = this.#codes.has(lowerCode) ? lowerCode : "";
    const plan = this.#made.get(channelKey)?.get(codeKey) ?? makePlan(this.#technology, channelKey, codeKey);
    this.#keep(channelKey, codeKey, plan);
    // As it was written, too, so that the next one needs no lower case; of names that sections have, so few.
    if (channelKey !== "" || channel === "") this.#keepAsWritten(channel, code, codeKey, plan);
    return plan;
  }

  #keep(channel: string, code: string | number, plan: Plan): void {
    const codes = this.#made.get(channel) ?? new Map<string | number, Plan>();
    this.#made.set(channel, codes);
    codes.set(code, plan);
  }

  #keepAsWritten(channel: string, code: string | number, codeKey: string, plan: Plan): void {
    if (this.#made.size > PLANS_LIMIT || (codeKey === "" && code !== "") || (this.#made.get(channel)?.size ?? 0) > PLANS_LIMIT) return;
    this.#keep(channel, code, plan);
  }
}

// Spellings in upper and lower case of one name are many more than sources use.
const PLANS_LIMIT = 2000;
