// What every kind does when it looks at the other side.
import type { CmdbNoun, CmdbProbe } from "../../../contract/cmdb-sources.ts";
import { RemoteError } from "../../../outbound/index.ts";

export type Check = CmdbProbe["checks"][number];

type Seen = { readonly version?: string | null; readonly account?: string | null; readonly date?: string | undefined; readonly counts?: Partial<Record<CmdbNoun, number>>; readonly checks: readonly Check[] };

/** What was seen, with how far the other side's clock is from ours by the time of its answer. */
export async function lookedAt(now: () => Date, look: () => Promise<Seen>): Promise<CmdbProbe> {
  const { version = null, account = null, date, counts = {}, checks } = await look();
  const theirs = Date.parse(date ?? "");
  return { version, account, skewSeconds: Number.isNaN(theirs) ? null : Math.round((theirs - now().getTime()) / 1000), counts: { ...counts }, checks: [...checks] };
}

/** Whether something may be read, and how much there is of it: what is forbidden is told, what breaks is thrown. */
export async function mayRead(name: string, count: () => Promise<number>): Promise<{ readonly check: Check; readonly count: number }> {
  try {
    const n = await count();
    return { check: { name, ok: true, words: `${n} there` }, count: n };
  } catch (error) {
    if (!(error instanceof RemoteError) || !["forbidden", "not_found", "refused"].includes(error.problem)) throw error;
    return { check: { name, ok: false, words: `${error.words}. Give the account the right to read it, or leave it out of what is read: docs/cmdb-sources.md.` }, count: 0 };
  }
}
