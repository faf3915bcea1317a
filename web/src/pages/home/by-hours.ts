import type { HorizonBar } from "../../components/horizon/horizon.tsx";

const added = (a: Readonly<Record<string, number | undefined>>, b: Readonly<Record<string, number | undefined>>): Record<string, number> =>
  Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));

/** Quarters of an hour put together, so that a bar of a week can be seen. */
export function byHours(bars: readonly HorizonBar[], hours: number): HorizonBar[] {
  const many = hours * 4;
  const found: HorizonBar[] = [];
  for (let at = 0; at < bars.length; at += many) {
    const some = bars.slice(at, at + many);
    found.push({ at: some[0]!.at, alerts: some.reduce((sum, bar) => added(sum, bar.alerts), {}), suppressed: some.reduce((sum, bar) => added(sum, bar.suppressed), {}) });
  }
  return found;
}
