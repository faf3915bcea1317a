// A file of indicators becomes a list, or the next state of one.
import { createHash } from "node:crypto";
import type { ImportIndicators, IndicatorCounts } from "../../contract/indicators.ts";
import { DomainError, type Caller } from "../../core/index.ts";
import { record, type State, storableText } from "../../store/index.ts";
import { type GivenIndicator, normalIndicator, type Read } from "./indicator.ts";
import type { IndicatorList, Scope } from "./indicator-list.ts";
import { within } from "./list.ts";
import { readIndicators } from "./read.ts";
import { findListByName, forgetGone, lockLists, markGone, selectList, selectStored, saveIndicators, saveList, tellOfChange, type IndicatorRow, type StoredIndicator } from "./repo.ts";

/** What is asked: the file, and what to take of it that says nothing itself. */
export type AskedIndicators = Omit<ImportIndicators, "validUntil"> & { readonly validUntil: Date | undefined };

const MOST = 500_000;
// A feed that changes daily would grow for ever; whoever asks what was watched for does so within a year.
const GONE_KEPT_MS = 400 * 86_400_000;
const MOST_TAGS = 20;
const LONGEST_TAG = 200;
const TOLD_REFUSALS = 20;

/** Imports a file into the list of that name, which is made if there is none. What the file does not name any more is not matched any more. */
export async function importIndicators({ state, newId }: { readonly state: State; readonly newId: () => string }, caller: Caller, scope: Scope, asked: AskedIndicators): Promise<IndicatorList> {
  if (scope === null && isSecret(asked.tlp)) throw new DomainError("invalid", `A list for every organisation cannot be TLP:${asked.tlp}: each match would tell it. Import it for the organisations that may know.`);
  const read = readIndicators(asked);
  if (read.given.length + read.refused.length > MOST) throw new DomainError("invalid", `The file has more than ${MOST} indicators: split it into several lists.`);
  const { rows, duplicates, refused } = rowsOf(read, asked, scope, caller.now);
  return within(state, scope, async (db) => {
    await lockLists(db);
    const known = await findListByName(db, scope, asked.name);
    const id = known ?? newId();
    const stored = known === undefined ? new Map<string, StoredIndicator>() : await selectStored(db, id);
    const { added, changed, unchanged, gone } = differenceOf(rows, stored);
    const counts: IndicatorCounts = {
      entries: rows.size + duplicates + refused.length, added: added.length, changed: changed.length, unchanged, duplicates, refused: refused.length, gone: gone.length,
      withheld: [...rows.keys()].filter((key) => stored.get(key)?.isWithdrawn === true).length,
      expired: [...rows.values()].filter(({ valid_until: until }) => until !== null && new Date(until) <= caller.now).length,
      refusals: refusalsOf(refused),
    };
    const fileDigest = createHash("sha256").update(asked.file).digest("hex");
    await saveList(db, { ...asked, id, tenant: scope, fileDigest, importedBy: caller.who, importedAt: caller.now, counts });
    await saveIndicators(db, id, scope, [...added, ...changed], caller.now);
    await markGone(db, id, gone, caller.now);
    await forgetGone(db, id, new Date(caller.now.getTime() - GONE_KEPT_MS));
    await record(db, caller, { action: "indicator-list.imported", subject: id, details: { name: asked.name, source: asked.source, fileName: asked.fileName, fileDigest, counts } });
    await tellOfChange(db);
    const list = await selectList(db, id);
    if (list === undefined) throw new Error(`The list ${id} is not there though it was saved.`);
    return list;
  });
}

const isSecret = (tlp: string): boolean => tlp === "AMBER+STRICT" || tlp === "RED";

type Refused = Read["refused"][number];

/** Indicators as they are stored, by type and value; of those that stand twice the first counts. */
function rowsOf({ given, refused: unread }: Read, asked: AskedIndicators, scope: Scope, now: Date) {
  const rows = new Map<string, IndicatorRow>();
  const refused: Refused[] = [...unread];
  let duplicates = 0;
  for (const one of given) {
    const row = rowOf(one, asked, scope, now);
    if ("reason" in row) refused.push(row);
    else if (rows.has(keyOf(row))) duplicates++;
    else rows.set(keyOf(row), row);
  }
  return { rows, duplicates, refused };
}

const keyOf = ({ type, value }: { readonly type: string; readonly value: string }): string => `${type} ${value}`;

function rowOf(one: GivenIndicator, asked: AskedIndicators, scope: Scope, now: Date): IndicatorRow | Refused {
  const normal = normalIndicator(one.type, one.value);
  const example = one.value.slice(0, 200);
  if (!normal.ok) return { reason: normal.reason, example };
  const tlp = one.tlp ?? asked.tlp;
  if (scope === null && isSecret(tlp)) return { reason: `TLP:${tlp}: for every organisation that cannot be matched, since each match would tell it`, example };
  const until = one.validUntil ?? asked.validUntil ?? null;
  const from = one.validFrom ?? (until !== null && until <= now ? undefined : now);
  if (until !== null && from !== undefined && from >= until) return { reason: "it ends before it begins to hold", example };
  const isBelow = asked.withSubdomains && normal.type === "domain-name" && !normal.value.startsWith("*.");
  return {
    type: normal.type, value: storableText(isBelow ? `*.${normal.value}` : normal.value), tlp, confidence: one.confidence ?? asked.confidence,
    valid_from: (from ?? new Date((until ?? now).getTime() - 1)).toISOString(), hasFrom: one.validFrom !== undefined, valid_until: until?.toISOString() ?? null,
    tags: (one.tags ?? []).slice(0, MOST_TAGS).map((tag) => storableText(tag.slice(0, LONGEST_TAG))), reference: one.reference === undefined ? null : storableText(one.reference.slice(0, LONGEST_TAG)),
  };
}

function differenceOf(rows: ReadonlyMap<string, IndicatorRow>, stored: ReadonlyMap<string, StoredIndicator>) {
  const added: IndicatorRow[] = [];
  const changed: IndicatorRow[] = [];
  let unchanged = 0;
  for (const [key, row] of rows) {
    const before = stored.get(key);
    if (before === undefined) added.push(row);
    else if (before.isGone || !isSame(row, before)) changed.push(row.hasFrom ? row : { ...row, valid_from: before.validFrom });
    else unchanged++;
  }
  const gone = [...stored].filter(([key, { isGone }]) => !isGone && !rows.has(key)).map(([, { type, value }]) => ({ type, value }));
  return { added, changed, unchanged, gone };
}

const isSame = (row: IndicatorRow, before: StoredIndicator): boolean =>
  row.tlp === before.tlp && row.confidence === before.confidence && (!row.hasFrom || row.valid_from === before.validFrom) && row.valid_until === before.validUntil && row.reference === before.reference && row.tags.join("\n") === before.tags.join("\n");

function refusalsOf(refused: readonly Refused[]): IndicatorCounts["refusals"] {
  const byReason = Map.groupBy(refused, ({ reason }) => reason);
  return [...byReason].map(([reason, all]) => ({ reason, count: all.length, example: storableText(all[0]?.example.slice(0, 200) ?? "") })).toSorted((a, b) => b.count - a.count).slice(0, TOLD_REFUSALS);
}
