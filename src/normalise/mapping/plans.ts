import type { Event } from "../../core/index.ts";
import { makePlan, type Plan } from "./plan.ts";
import type { Technology } from "./technology.ts";

/**
 * The plans of one technology, made when first needed. Channels and codes that no section names share one, so that names
 * which an attacker makes up cannot make plans without end.
 */
export class Plans {
  readonly #technology: Technology;
  readonly #channels: ReadonlySet<string>;
  readonly #codes: ReadonlySet<string>;
  readonly #made = new Map<string, Map<string | number, Plan>>();

  constructor(technology: Technology) {
    this.#technology = technology;
    this.#channels = new Set(technology.sections.flatMap(({ channels }) => [...(channels ?? [])]));
    this.#codes = new Set(technology.sections.flatMap(({ codes }) => [...(codes ?? [])]));
  }

  /** The plan for an event of the technology. */
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
