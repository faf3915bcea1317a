import { useSyncExternalStore } from "react";

// One timer for all that shows the time, not one a row.
const listeners = new Set<() => void>();
let tick = Math.floor(Date.now() / 1000);
setInterval(() => {
  tick = Math.floor(Date.now() / 1000);
  for (const listen of listeners) listen();
}, 1000);

const subscribe = (listen: () => void): (() => void) => {
  listeners.add(listen);
  return () => listeners.delete(listen);
};

/** The time, renewed every so many milliseconds. */
export function useNow(everyMs = 1000): Date {
  const step = Math.max(1, Math.round(everyMs / 1000));
  const at = useSyncExternalStore(subscribe, () => Math.floor(tick / step) * step);
  return new Date(at * 1000);
}
