type Counts = Readonly<Record<string, number | undefined>>;
/** As components/horizon draws it. */
type Bar = { readonly at: string; readonly alerts: Readonly<Record<string, number>>; readonly suppressed: Counts };

const added = (a: Counts, b: Counts): Record<string, number> =>
  Object.fromEntries([...new Set([...Object.keys(a), ...Object.keys(b)])].map((name) => [name, (a[name] ?? 0) + (b[name] ?? 0)]));

/** Quarters of an hour put together, so that a bar of a week can be seen. */
export function byHours(bars: readonly Bar[], hours: number): Bar[] {
  const many = hours * 4;
  const found: Bar[] = [];
  for (let at = 0; at < bars.length; at += many) {
    const some = bars.slice(at, at + many);
    found.push({ at: some[0]!.at, alerts: some.reduce((sum, bar) => added(sum, bar.alerts), {}), suppressed: some.reduce((sum, bar) => added(sum, bar.suppressed), {}) });
  }
  return found;
}
