// So many at once by one name; who comes later waits in turn, and keeps nobody of another name waiting.

/** A place that is held; `leave` gives it to whoever waits longest. */
export type Slot = { readonly name: string; readonly leave: () => void };

export type Slots = {
  /** Undefined: all are taken. */
  readonly tryEnter: (name: string) => Slot | undefined;
  readonly enter: (name: string) => Promise<Slot>;
};

export function createSlots(width: number): Slots {
  const taken = new Map<string, number>();
  const waiting = new Map<string, ((slot: Slot) => void)[]>();
  const slotOf = (name: string): Slot => {
    let isHeld = true;
    return {
      name,
      leave: () => {
        if (!isHeld) return;
        isHeld = false;
        const next = waiting.get(name)?.shift();
        if (next !== undefined) return next(slotOf(name));
        waiting.delete(name);
        const left = (taken.get(name) ?? 1) - 1;
        if (left === 0) taken.delete(name);
        else taken.set(name, left);
      },
    };
  };
  const tryEnter = (name: string): Slot | undefined => {
    const count = taken.get(name) ?? 0;
    if (count >= width) return undefined;
    taken.set(name, count + 1);
    return slotOf(name);
  };
  return { tryEnter, enter: async (name) => tryEnter(name) ?? new Promise((resolve) => waiting.set(name, [...(waiting.get(name) ?? []), resolve])) };
}
