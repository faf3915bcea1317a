// How old what the inventory says is, and whether it may still be relied on: told wherever it is used.
import { ago } from "../../core/index.ts";
import type { TenantDb } from "../../store/index.ts";
import { BY_HAND, type Claim, type Field, saidAt } from "../assets/asset.ts";
import { saidOf } from "../assets/merge.ts";
import { claimsOf } from "../assets/repo.ts";
import { settingsIn } from "../settings.ts";
import { lastReadBefore, selectSourceTimes, type SourceTimes } from "./repo.ts";

export type Freshness = {
  /** When a source last said so; null: a person did, or nobody. */
  readonly readAt: Date | null;
  readonly isStale: boolean;
  /** "read 3 days ago, stale", "entered 2 h ago"; null: nobody said it. */
  readonly words: string | null;
};

const NOT_SAID: Freshness = { readAt: null, isStale: false, words: null };
/** Of what a person said, which no reading makes old. */
const entered = (at: Date, now: Date): Freshness => ({ ...NOT_SAID, words: `entered ${ago(now.getTime() - at.getTime())} ago` });

/** Of each source of these claims, by its name. */
export async function freshnessOfClaims(db: TenantDb, claims: readonly Claim[], now: Date): Promise<ReadonlyMap<string, Freshness>> {
  const sources = await selectSourceTimes(db, claims.map(({ source }) => source));
  const fresh = new Map<string, Freshness>();
  for (const claim of claims) fresh.set(claim.source, claim.source === BY_HAND ? entered(claim.givenAt, now) : await freshnessOfClaim(db, claim, sources.get(claim.source), now));
  return fresh;
}

async function freshnessOfClaim(db: TenantDb, claim: Claim, source: SourceTimes | undefined, now: Date): Promise<Freshness> {
  if (claim.staleSince !== null) {
    const seenAt = (await lastReadBefore(db, claim.source, claim.staleSince)) ?? claim.givenAt;
    return { readAt: seenAt, isStale: true, words: `last seen in ${claim.source} ${ago(now.getTime() - seenAt.getTime())} ago, stale` };
  }
  const readAt = source?.readAt ?? later(claim.givenAt, await lastReadBefore(db, claim.source, new Date(now.getTime() + 1)));
  const isStale = source !== undefined && now.getTime() - readAt.getTime() > source.staleAfterMs;
  return { readAt, isStale, words: readWords(readAt, isStale, now) };
}

const later = (a: Date, b: Date | undefined): Date => (b === undefined || b < a ? a : b);

/** "read 3 days ago, stale" */
export const readWords = (readAt: Date, isStale: boolean, now: Date): string => `read ${ago(now.getTime() - readAt.getTime())} ago${isStale ? ", stale" : ""}`;

/** Of what counts of an asset: of one field, or of the asset as a whole by the source that saw it last. */
export async function freshnessOfAsset(db: TenantDb, asset: string, now: Date, field?: Field): Promise<Freshness> {
  const claims = (await claimsOf(db, [asset])).get(asset) ?? [];
  if (field !== undefined) {
    const [counts] = saidOf(claims, field, await settingsIn(db));
    const claim = claims.find(({ source }) => source === counts?.source);
    if (claim === undefined) return NOT_SAID;
    if (claim.source === BY_HAND) return entered(saidAt(claim, field), now);
    return (await freshnessOfClaims(db, [claim], now)).get(claim.source) ?? NOT_SAID;
  }
  const all = [...(await freshnessOfClaims(db, claims, now)).values()];
  // What one source saw lately is not stale because another did not.
  return all.toSorted((a, b) => Number(a.isStale) - Number(b.isStale) || (b.readAt?.getTime() ?? 0) - (a.readAt?.getTime() ?? 0))[0] ?? NOT_SAID;
}
