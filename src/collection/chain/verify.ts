// The digest chain against the store: what was written down of each batch when it was stored, and what is there now.
import { type BatchCheck, checkBatch, type EventStore, type StoredEvent, unknownBatches } from "../../events/index.ts";
import { partitionOf } from "../../spool/index.ts";
import { readTenant, type State, withSystem } from "../../store/index.ts";
import { committedPositions } from "../repo.ts";
import { countLinks, findLink, type KeptLink, linksBehind } from "./repo.ts";

/** Where events and what tells of them are kept. */
export type Stores = { readonly state: State; readonly events: EventStore };

/** What was found wrong with a batch. */
export type Difference = Omit<Extract<BatchCheck, { ok: false }>, "ok">;

/** How far a verification is, and in the end what it found. */
export type VerifyStep =
  | { readonly type: "progress"; readonly batches: number; readonly of: number; readonly events: number }
  | {
      readonly type: "result";
      readonly ok: boolean;
      readonly batches: number;
      /** Events that were looked at. */
      readonly events: number;
      /** Batches whose events retention has taken, all or some: of what is left each event by itself was looked at. */
      readonly expired: number;
      /** How many batches differ, and the first of them. */
      readonly differing: number;
      readonly differences: readonly Difference[];
    };

const PAGE = 1_000;
// Batches between two lines of progress.
const EACH = 100;
const TOLD = 100;

/** The links of a tenant's chain, from its beginning. */
export async function* linksOf(state: State, tenant: string): AsyncGenerator<KeptLink> {
  for (let page = await linksAfter(state, tenant, -1); page.length > 0; page = await linksAfter(state, tenant, page.at(-1)!.batch)) yield* page;
}

const linksAfter = (state: State, tenant: string, batch: number): Promise<readonly KeptLink[]> => readTenant(state, tenant, (db) => linksBehind(db, batch, PAGE));

/** Looks whether every stored event is what was stored, none is missing and none was added. Reads the whole store of the tenant. */
export async function* verifyTenant({ state, events }: Stores, tenant: string): AsyncGenerator<VerifyStep> {
  const of = await readTenant(state, tenant, countLinks);
  yield { type: "progress", batches: 0, of, events: 0 };
  // Read before the links: whatever is stored now and has no link by the end was not committed.
  const unlinked = new Set(await events.batchesOf(tenant));
  const counts = { batches: 0, events: 0, expired: 0, differing: 0 };
  const differences: Difference[] = [];
  const tell = (check: BatchCheck): void => {
    if (check.ok) return;
    counts.differing++;
    const { ok: _, ...difference } = check;
    if (differences.length < TOLD) differences.push(difference);
  };
  let previous: string | undefined;
  for await (const link of linksOf(state, tenant)) {
    const isStored = unlinked.delete(link.batch);
    if (link.expiredAt !== null) counts.expired++;
    if (link.expiredAt === null || isStored) {
      const { check, looked } = await checkLink({ state, events }, tenant, previous, link);
      counts.events += looked;
      tell(check);
    }
    previous = link.digest;
    if (++counts.batches % EACH === 0) yield { type: "progress", of: Math.max(of, counts.batches), batches: counts.batches, events: counts.events };
  }
  for (const check of unknownBatches(new Set(), await committedOf(state, unlinked))) tell(check);
  yield { type: "result", ok: counts.differing === 0, ...counts, differences };
}

async function checkLink({ state, events }: Stores, tenant: string, previous: string | undefined, link: KeptLink): Promise<{ readonly check: BatchCheck; readonly looked: number }> {
  const rows: StoredEvent[] = [];
  for await (const event of events.rowsOfBatch(tenant, link.batch)) {
    rows.push(event);
    // One too many shows that some were added; how many is not worth their memory.
    if (rows.length > link.rows) break;
  }
  const check = checkBatch(tenant, previous, link, rows);
  if (check.ok || check.problem === "event_changed" || check.problem === "event_added") return { check, looked: rows.length };
  // Retention may have come by since the link was read.
  const now = link.expiredAt === null ? await readTenant(state, tenant, (db) => findLink(db, link.batch)) : link;
  const isExpired = now !== undefined && now.expiredAt !== null;
  return { check: isExpired ? { ok: true, batch: link.batch, rows: rows.length } : check, looked: rows.length };
}

/** Those of some batches that do not just lie between being stored and being written down. */
async function committedOf(state: State, batches: ReadonlySet<number>): Promise<readonly number[]> {
  if (batches.size === 0) return [];
  const positions = await withSystem(state, committedPositions);
  return [...batches].filter((batch) => batch <= (positions.get(partitionOf(batch)) ?? 0)).toSorted((a, b) => a - b);
}
