// What a file would change: which row is which asset. Pure; nothing is guessed, what is not clear is refused with its reason.
import { hostName } from "../assets/values.ts";
import type { RefusedRow, Row } from "./mapping.ts";

/** What the source said at its last import. */
export type Known = { readonly key: string; readonly asset: string; readonly digest: string; readonly staleSince: Date | null };

/** An asset that a new row might be, by serial number or name; `keyHere` is what this source knew it by. */
export type Candidate = { readonly id: string; readonly name: string; readonly serial: string | null; readonly names: readonly string[]; readonly keyHere: string | undefined };

/** A row that changes what is said. Without `asset` it is a new one; `keyBefore` is what the source called the same asset. */
export type PlannedRow = { readonly row: Row; readonly kind: "added" | "changed" | "revived"; readonly asset: string | undefined; readonly joinedBy?: "serial" | "fqdn" | "name"; readonly keyBefore?: string };

export type Plan = {
  readonly planned: readonly PlannedRow[];
  readonly unchanged: number;
  /** Rows that say the same as another. */
  readonly duplicates: readonly RefusedRow[];
  readonly refused: readonly RefusedRow[];
  /** Assets that the source does not name any more. */
  readonly absent: readonly Known[];
};

/**
 * Compares rows with what the source said before. `refused` are rows that could not be read: they are present all the same,
 * as are the keys `kept`, of which nothing was read.
 */
export function planImport({ rows, refused, known, candidates, kept = [] }: { readonly kept?: readonly string[]; readonly rows: readonly Row[]; readonly refused: readonly RefusedRow[]; readonly known: ReadonlyMap<string, Known>; readonly candidates: readonly Candidate[] }): Plan {
  const keys = new Set([...kept, ...[...rows, ...refused].flatMap(({ key }) => key ?? [])]);
  const single = withoutDoubles(rows);
  const planned: PlannedRow[] = [];
  const fresh: Row[] = [];
  let unchanged = 0;
  for (const row of single.rows) {
    const before = known.get(row.key);
    if (before === undefined) fresh.push(row);
    else if (before.staleSince !== null) planned.push({ row, kind: "revived", asset: before.asset });
    else if (before.digest === row.digest) unchanged += 1;
    else planned.push({ row, kind: "changed", asset: before.asset });
  }
  const matched = matchRows(fresh, candidates.filter(({ keyHere }) => keyHere === undefined || !keys.has(keyHere)));
  const all = [...planned, ...matched.planned].toSorted((a, b) => a.row.line - b.row.line);
  const renamed = new Set(matched.planned.flatMap(({ keyBefore }) => keyBefore ?? []));
  const absent = [...known.values()].filter(({ key, staleSince }) => staleSince === null && !keys.has(key) && !renamed.has(key));
  return { planned: all, unchanged, duplicates: single.duplicates, refused: [...refused, ...single.refused, ...matched.refused].toSorted((a, b) => a.line - b.line), absent };
}

/** Rows of one key or one serial number: the same said twice counts once; if it differs, none of them does. */
function withoutDoubles(rows: readonly Row[]): { readonly rows: readonly Row[]; readonly duplicates: readonly RefusedRow[]; readonly refused: readonly RefusedRow[] } {
  const duplicates: RefusedRow[] = [];
  const refused: RefusedRow[] = [];
  const kept: Row[] = [];
  for (const [key, group] of Map.groupBy(rows, (row) => row.key)) {
    const first = group[0]!;
    if (group.every((row) => row === first || row.digest === first.digest)) {
      kept.push(first);
      duplicates.push(...group.slice(1).map(({ line }) => ({ line, key, reason: `it says the same as line ${first.line}` })));
    } else refused.push(...group.map(({ line }) => ({ line, key, reason: `lines ${linesOf(group)} have the key ${key}, and say different things` })));
  }
  const clear: Row[] = [];
  for (const [serial, group] of Map.groupBy(kept, ({ values }) => values.serial?.toLowerCase())) {
    if (serial === undefined || group.length === 1) clear.push(...group);
    else refused.push(...group.map(({ line, key }) => ({ line, key, reason: `lines ${linesOf(group)} have one serial number, ${serial}, under different keys` })));
  }
  return { rows: clear, duplicates, refused };
}

const linesOf = (rows: readonly Row[]): string => rows.slice(0, 10).map(({ line }) => line).join(", ");

/** Finds the assets that rows with new keys mean. */
function matchRows(rows: readonly Row[], candidates: readonly Candidate[]): { readonly planned: readonly PlannedRow[]; readonly refused: readonly RefusedRow[] } {
  const index = indexOf(candidates);
  const refused: RefusedRow[] = [];
  const planned: PlannedRow[] = [];
  for (const row of rows) {
    const { found, by } = candidatesOf(row, index);
    const [only, ...others] = found;
    if (only === undefined) planned.push({ row, kind: "added", asset: undefined });
    else if (others.length > 0) refused.push({ line: row.line, key: row.key, reason: `it may be ${found.slice(0, 5).map(({ id, name }) => `${name} (${id})`).join(" or ")}, which have the same ${by}` });
    else planned.push({ row, kind: "changed", asset: only.id, joinedBy: by, ...(only.keyHere === undefined ? {} : { keyBefore: only.keyHere }) });
  }
  const clear: PlannedRow[] = [];
  for (const [asset, group] of Map.groupBy(planned, (one) => one.asset)) {
    if (asset === undefined || group.length === 1) clear.push(...group);
    else refused.push(...group.map(({ row }) => ({ line: row.line, key: row.key, reason: `lines ${linesOf(group.map((one) => one.row))} may each be the asset ${asset}` })));
  }
  return { planned: clear, refused };
}

type Index = { readonly serial: ReadonlyMap<string, readonly Candidate[]>; readonly name: ReadonlyMap<string, readonly Candidate[]> };

function indexOf(candidates: readonly Candidate[]): Index {
  const [serial, name] = [new Map<string, Candidate[]>(), new Map<string, Candidate[]>()];
  const add = (map: Map<string, Candidate[]>, key: string, candidate: Candidate) => (map.get(key) ?? map.set(key, []).get(key)!).push(candidate);
  for (const candidate of candidates) {
    if (candidate.serial !== null) add(serial, candidate.serial.toLowerCase(), candidate);
    for (const one of candidate.names) add(name, one, candidate);
  }
  return { serial, name };
}

/** By serial number, else by FQDN, else by host name. Two serial numbers that differ, or two FQDNs, are two machines. */
function candidatesOf({ values }: Row, index: Index): { readonly found: readonly Candidate[]; readonly by: "serial" | "fqdn" | "name" } {
  const serial = values.serial?.toLowerCase();
  const bySerial = serial === undefined ? [] : (index.serial.get(serial) ?? []);
  if (bySerial.length > 0) return { found: bySerial, by: "serial" };
  const names = namesIn(values);
  const fqdns = names.filter((name) => name.includes("."));
  const isSameMachine = (candidate: Candidate): boolean => serial === undefined || candidate.serial === null;
  const byFqdn = distinct(fqdns, index).filter(isSameMachine);
  if (byFqdn.length > 0) return { found: byFqdn, by: "fqdn" };
  const hosts = names.filter((name) => !name.includes("."));
  const hasOtherFqdn = (candidate: Candidate): boolean => fqdns.length > 0 && candidate.names.some((name) => name.includes("."));
  return { found: distinct(hosts, index).filter((candidate) => isSameMachine(candidate) && !hasOtherFqdn(candidate)), by: "name" };
}

/** The host names and FQDNs that values hold. */
export function namesIn(values: Row["values"]): readonly string[] {
  const own = values.name === undefined ? undefined : hostName(values.name);
  return [...new Set([...(values.names ?? []), ...(own === undefined ? [] : [own])])];
}

const distinct = (names: readonly string[], { name }: Index): readonly Candidate[] => [...new Set(names.flatMap((one) => name.get(one) ?? []))];
