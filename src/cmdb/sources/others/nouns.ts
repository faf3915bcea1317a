// What a source says of teams, services, networks and windows, as columns of our tables; and what of it cannot be one of ours.
import type { CmdbNoun } from "../../../contract/cmdb-sources.ts";
import { storableText, type TenantDb } from "../../../store/index.ts";
import { rangeOf } from "../../register/places.ts";
import { insertRow, type RegisterTable, type Row, selectRows } from "../../register/repo.ts";
import type { GivenNetwork, GivenService, GivenTeam, GivenWindow, Snapshot } from "../kind.ts";
import { assetsOfKeys, type RecordNoun } from "./repo.ts";

export type OthersWork = {
  readonly source: { readonly id: string; readonly name: string };
  readonly snapshot: Snapshot;
  readonly reads: ReadonlySet<CmdbNoun>;
  /** all: what is not named is not there any more. */
  readonly part: "all" | "changes";
  readonly now: Date;
  readonly newId: () => string;
};

export type Columns = Readonly<Record<string, unknown>>;
/** Without `columns` it cannot be one of ours, and why. */
type Entry = { readonly key: string; readonly title: string; readonly columns?: Columns | undefined; readonly why?: string };

export type NounWork = {
  readonly noun: RecordNoun;
  readonly table: RegisterTable;
  readonly entries: readonly Entry[];
  readonly rows: ReadonlyMap<string, Row>;
  /** The row that is the same thing by its name. */
  readonly same: (columns: Columns) => Row | undefined;
  readonly add: (row: Row) => void;
};

// More than any organisation has of one noun.
const ALL = { limit: 1_000_000 };

/** The nouns that a source is to tell of, each with what it says and what there is. */
export async function nounsOf(db: TenantDb, work: OthersWork, dryRun: boolean): Promise<readonly NounWork[]> {
  const { snapshot, reads, source } = work;
  const nouns: NounWork[] = [];
  const add = async (noun: RecordNoun, table: RegisterTable, entries: readonly Entry[], by: (columns: Columns) => string | undefined): Promise<void> => {
    const rows = new Map((await selectRows(db, table, "id", ALL)).map((row) => [row.id, row]));
    const named = new Map([...rows.values()].map((row) => [by(row), row]));
    nouns.push({ noun, table, entries: withoutDoubles(entries), rows, same: (columns) => { const name = by(columns); return name === undefined ? undefined : named.get(name); }, add: (row) => { rows.set(row.id, row); named.set(by(row), row); } });
  };
  const byName = ({ name }: Columns): string | undefined => (typeof name === "string" ? name.toLowerCase() : undefined);
  if (reads.has("teams")) await add("team", "team", snapshot.teams.map(teamEntry), byName);
  if (reads.has("services")) await add("service", "business_service", snapshot.services.map(serviceEntry), byName);
  if (reads.has("networks")) await add("network", "network", await networkEntries(db, snapshot.networks, work, dryRun), ({ zone_id: zone, cidr }) => `${String(zone)} ${String(cidr)}`);
  if (reads.has("windows")) await add("window", "maintenance_window", await windowEntries(db, snapshot.windows, source.name), () => undefined);
  return nouns;
}

/** Of two of one key the first one counts: they came in two pages, as one of them moved between them. */
const withoutDoubles = (entries: readonly Entry[]): readonly Entry[] => [...new Map(entries.toReversed().map((entry) => [entry.key, entry])).values()].toReversed();

const short = (text: string, most: number): string => storableText(text.trim()).slice(0, most);
const shortOrNull = (text: string | null, most: number): string | null => (text === null || text.trim() === "" ? null : short(text, most));

function teamEntry({ key, name, contact, email, phone }: GivenTeam): Entry {
  if (name.trim() === "") return { key, title: key, why: "it has no name" };
  return { key, title: name, columns: { name: short(name, 200), contact: shortOrNull(contact, 320), email: shortOrNull(email, 320), phone: shortOrNull(phone, 100), itsm_name: short(name, 200) } };
}

function serviceEntry({ key, name, description, criticality, team }: GivenService): Entry {
  if (name.trim() === "") return { key, title: key, why: "it has no name" };
  return { key, title: name, columns: { name: short(name, 200), description: shortOrNull(description, 2000), criticality, team: shortOrNull(team, 200), contact: null } };
}

async function networkEntries(db: TenantDb, given: readonly GivenNetwork[], { source, now, newId }: OthersWork, dryRun: boolean): Promise<readonly Entry[]> {
  const zones = new Map((await selectRows(db, "zone", "id", ALL)).map((row) => [String(row["name"]).toLowerCase(), row.id]));
  const entries: Entry[] = [];
  for (const { key, cidr, zone, meaning, isInternal } of given) {
    const range = networkOf(cidr);
    if (range === undefined || zone === null) {
      entries.push({ key, title: cidr, why: range === undefined ? `"${cidr.slice(0, 60)}" is no network` : "it names no zone, and an address means something only within one: give the source a zone in its settings" });
      continue;
    }
    let id = zones.get(zone.toLowerCase());
    if (id === undefined) {
      id = newId();
      zones.set(zone.toLowerCase(), id);
      if (!dryRun) await insertRow(db, "zone", { id, name: short(zone, 100), description: null, source: source.name, changed_at: now });
    }
    entries.push({ key, title: `${range} in ${zone}`, columns: { zone_id: id, cidr: range, meaning: short(meaning === "" ? range : meaning, 200), is_internal: isInternal } });
  }
  return entries;
}

function networkOf(text: string): string | undefined {
  try {
    return rangeOf(text);
  } catch {
    return undefined;
  }
}

async function windowEntries(db: TenantDb, given: readonly GivenWindow[], sourceName: string): Promise<readonly Entry[]> {
  const assets = await assetsOfKeys(db, sourceName, [...new Set(given.flatMap((one) => one.assets))]);
  return given.map(({ key, title, startsAt, endsAt, assets: keys, services, reason, isCancelled }): Entry => {
    const known = keys.flatMap((one) => assets.get(one) ?? []).toSorted();
    if (!(endsAt > startsAt)) return { key, title, why: "it does not end after it starts" };
    if (known.length + services.length === 0) return { key, title, why: keys.length === 0 ? "it names no asset or service" : `none of the ${keys.length} assets that it names is known here` };
    return { key, title, columns: { title: short(title, 200), starts_at: startsAt, ends_at: endsAt, assets: known, services: services.map((one) => short(one, 200)), tags: [], reason: short(reason, 2000), created_by: `source ${sourceName}`, cancelled_at: isCancelled ? startsAt : null } };
  });
}
