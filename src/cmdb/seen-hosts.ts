// Which hosts the logs name: asked of whoever holds the events, source by source.
import type { SeenHost } from "./coverage.ts";

type Range = { readonly since: Date; readonly until: Date };

/** The values of a field in the events of a range, of one source or of all, and how many events have each. */
export type CountValues = (asked: Range & { readonly field: string; readonly source: string | undefined }) => Promise<{ readonly values: readonly { readonly value: string; readonly count: number }[]; readonly complete: boolean }>;

// Who wrote an event, by name and by address.
const FIELDS = ["host.name", "host.ip"] as const;

/** The hosts that events name between `since` and `until`; recent are those that some event since `recent` names. */
export async function seenHosts(count: CountValues, { since, recent, until }: Range & { readonly recent: Date }): Promise<{ readonly seen: readonly SeenHost[]; readonly complete: boolean }> {
  const sources = await count({ field: "vigie.source", source: undefined, since, until });
  const seen: SeenHost[] = [];
  let complete = sources.complete;
  for (const field of FIELDS) {
    const lately = await count({ field, source: undefined, since: recent, until });
    const isRecent = new Set(lately.values.map(({ value }) => value.toLowerCase()));
    complete &&= lately.complete;
    for (const { value: source } of sources.values) {
      const found = await count({ field, source, since, until });
      complete &&= found.complete;
      seen.push(...found.values.map(({ value, count: events }) => ({ source, host: value.toLowerCase(), events, isRecent: isRecent.has(value.toLowerCase()) })));
    }
  }
  return { seen, complete };
}
