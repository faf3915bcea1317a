// What is queued goes out: to the platform itself in one transaction, elsewhere so that a crash leaves it once or unknown.
import { systemCaller } from "../../core/index.ts";
import { withSystem, withTenant } from "../../store/index.ts";
import { each } from "../each.ts";
import { platformAsker } from "../request.ts";
import { type DeliverDeps, LEASE_MS, type Place } from "./attempt.ts";
import { begin } from "./begin.ts";
import { end } from "./end.ts";
import { selectDue } from "./repo.ts";
import { sendOnce } from "./send-once.ts";
import { createSlots, type Slot, type Slots } from "../slots.ts";

const AT_ONCE = 500;
const OF_ONE_TENANT = 50;
// What one system gets at once. Beginning takes connections of the pool, and is as wide.
const WIDTH = 6;

export type Deliveries = {
  /** Begins what is due, and waits for no system outside. Gives how many deliveries; rejects with what went wrong since. */
  readonly begin: () => Promise<number>;
  /** Waits for all that were begun. */
  readonly end: () => Promise<void>;
};

/** All that goes out: each system has its own turn, so that one that is slow keeps those of others from nothing. */
export function createDeliveries(deps: DeliverDeps): Deliveries {
  const slots = createSlots(WIDTH);
  const running = new Map<string, Promise<void>>();
  const faults: unknown[] = [];
  const told = (): void => {
    if (faults.length > 0) throw new AggregateError(faults.splice(0), "a request could not be delivered");
  };
  return {
    begin: async () => {
      const now = deps.now();
      const due = await withSystem(deps.state, (db) => selectDue(db, now, { begunBefore: new Date(now.getTime() - LEASE_MS), perTenant: OF_ONE_TENANT, limit: AT_ONCE }));
      const fresh = due.filter((delivery) => !running.has(nameOf(delivery)));
      await each(fresh, async (delivery) => {
        const rest = await first(deps, slots, delivery);
        if (rest !== undefined) running.set(nameOf(delivery), rest().catch((error: unknown) => { faults.push(error); }).finally(() => running.delete(nameOf(delivery))));
      }, WIDTH);
      told();
      return fresh.length;
    },
    end: async () => {
      await Promise.all(running.values());
      told();
    },
  };
}

const nameOf = ({ tenant, request, round }: Place): string => `${tenant} ${request} ${round}`;

/** Sends what is due, and waits until it is. Gives how many deliveries there were. */
export async function deliverDue(deps: DeliverDeps): Promise<number> {
  const deliveries = createDeliveries(deps);
  const count = await deliveries.begin();
  await deliveries.end();
  return count;
}

/** What can be done at once is; gives what takes a system outside, and so its time. */
async function first(deps: DeliverDeps, slots: Slots, place: Place, held?: Slot): Promise<(() => Promise<void>) | undefined> {
  let slot = held;
  if (deps.isDraining?.() === true) {
    slot?.leave();
    return undefined;
  }
  const mayEnter = (name: string): boolean => {
    if (slot?.name === name) return true;
    slot?.leave();
    slot = slots.tryEnter(name);
    return slot !== undefined;
  };
  const step = await withTenant(deps.state, place.tenant, (db) => begin(db, platformAsker(systemCaller("delivery", deps.now())), place, { deps, mayEnter })).catch((error: unknown) => {
    slot?.leave();
    throw error;
  });
  if (step === undefined) {
    slot?.leave();
    return undefined;
  }
  if ("waitsFor" in step) {
    return async () => {
      const rest = await first(deps, slots, place, await slots.enter(step.waitsFor));
      await rest?.();
    };
  }
  return async () => {
    try {
      const outcome = await sendOnce(deps, place, step);
      if (outcome !== undefined) await withTenant(deps.state, place.tenant, (db) => end(db, platformAsker(systemCaller("delivery", deps.now())), step, outcome));
    } finally {
      slot?.leave();
    }
  };
}
