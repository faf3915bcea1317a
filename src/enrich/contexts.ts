// The contexts of the tenants that a process works for: read when they are first needed, and anew after a change.
import { type Inventory, readInventory } from "../cmdb/index.ts";
import { listen, readTenant, type State, withSystem } from "../store/index.ts";
import { type Context, createContext } from "./context/context.ts";
import { IndicatorIndex } from "./indicators/indicator-index.ts";
import { selectMatched } from "./indicators/repo.ts";
import { loadPlaces, type PlaceOf } from "./places/places.ts";

export type ContextsOptions = {
  readonly state: State;
  readonly now: () => Date;
  /** Hears of what could not be read; it is tried again, and what was known before holds until then. */
  readonly onFailed: (tenant: string, error: unknown) => void;
  /** Where addresses are; without it by the data that comes with the program. */
  readonly places?: () => Promise<PlaceOf | undefined>;
};

type Kept = { context: Context | undefined; inventory: Inventory | undefined; isOld: boolean; readAtMs: number; reading: Promise<void> | undefined };

// An inventory that changes all the time is read this often at most: fifty thousand assets take half a second.
const PAUSE_MS = 500;

const DONE = Promise.resolve();

/** Keeps contexts of tenants. Nothing is read before somebody asks. */
export class Contexts {
  readonly #options: ContextsOptions;
  readonly #tenants = new Map<string, Kept>();
  readonly #listening: readonly { readonly stop: () => Promise<void> }[];
  #provider: Promise<IndicatorIndex> | undefined;

  constructor(options: ContextsOptions) {
    this.#options = options;
    // Without a tenant: notifications may have been missed, or the provider's indicators changed, which are everybody's.
    const each = (tenant: string | undefined, change: (kept: Kept) => void): void => {
      for (const [name, kept] of this.#tenants) if (tenant === undefined || tenant === "" || tenant === name) change(kept);
    };
    this.#listening = [
      listen(options.state, "vigie_inventory", (tenant) => each(tenant, (kept) => {
        kept.isOld = true;
        kept.inventory = undefined;
      })),
      listen(options.state, "vigie_indicator", (tenant) => {
        if (tenant === undefined || tenant === "") this.#provider = undefined;
        each(tenant, (kept) => (kept.isOld = true));
      }),
    ];
  }

  /** The context as it was read last; undefined before the first `ready`, and where reading failed. */
  of(tenant: string): Context | undefined {
    return this.#tenants.get(tenant)?.context;
  }

  /** Resolves once the context is as new as it has to be: within a second of a change. Never rejects. */
  ready(tenant: string): Promise<void> {
    const kept = this.#tenants.get(tenant) ?? { context: undefined, inventory: undefined, isOld: true, readAtMs: -Infinity, reading: undefined };
    this.#tenants.set(tenant, kept);
    if (kept.reading !== undefined) return kept.reading;
    if (!kept.isOld || performance.now() - kept.readAtMs < PAUSE_MS) return DONE;
    kept.reading = this.#renew(tenant, kept).finally(() => (kept.reading = undefined));
    return kept.reading;
  }

  /** Lets the connections go. */
  async stop(): Promise<void> {
    await Promise.all(this.#listening.map((one) => one.stop()));
  }

  async #renew(tenant: string, kept: Kept): Promise<void> {
    // Before reading: a change that comes while it is read makes it old again.
    kept.isOld = false;
    try {
      kept.context = await this.#read(tenant, kept);
    } catch (error) {
      kept.isOld = true;
      this.#options.onFailed(tenant, error);
    }
    kept.readAtMs = performance.now();
  }

  async #read(tenant: string, kept: Kept): Promise<Context> {
    const { state, now, places = loadPlaces } = this.#options;
    const known = kept.inventory;
    const [inventory, own] = await readTenant(state, tenant, async (db) => [known ?? (await readInventory(db)), await selectMatched(db, now())] as const);
    // What changed while it was read is read anew.
    if (!kept.isOld) kept.inventory = inventory;
    return createContext({ inventory, indicators: [new IndicatorIndex(own), await this.#ofProvider()], placeOf: await places() });
  }

  /** One index for all tenants; of several that ask at once, all wait for the same. */
  #ofProvider(): Promise<IndicatorIndex> {
    if (this.#provider === undefined) {
      const reading = withSystem(this.#options.state, (db) => selectMatched(db, this.#options.now())).then((all) => new IndicatorIndex(all));
      this.#provider = reading;
      reading.catch(() => {
        if (this.#provider === reading) this.#provider = undefined;
      });
    }
    return this.#provider;
  }
}
