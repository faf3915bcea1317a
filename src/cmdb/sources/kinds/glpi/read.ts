import { type Glpi, type GlpiRow, openGlpi, wordsOfEntities } from "../../../../outbound/index.ts";
import { type GivenTeam, NOTHING, type Opening, type SourceReader } from "../../kind.ts";
import { type Check, lookedAt, mayRead } from "../probes.ts";
import type { GlpiSourceOptions } from "./options.ts";
import { kindOf } from "./mapping.ts";

const MOST = 500_000;
const EXPANDED = { expand_dropdowns: "true", get_hateoas: "false" };

/** Reads GLPI. */
export function readerOf(opening: Opening<GlpiSourceOptions>): SourceReader {
  const { options, reads, secrets, zone } = opening;
  const glpi = openGlpi(opening.http({}), { api: "legacy", userToken: secrets["userToken"] ?? "", appToken: secrets["appToken"] ?? "", entity: options.entity });
  return {
    probe: () => probe(glpi, opening),
    readAll: async () => ({ ...NOTHING, assets: reads.has("assets") ? await itemsOf(glpi, options.itemtypes, zone) : [], teams: reads.has("teams") ? await teamsOf(glpi) : [] }),
    close: () => glpi.close(),
  };
}

async function itemsOf(glpi: Glpi, itemtypes: readonly string[], zone: string | null): Promise<readonly unknown[]> {
  const systems = byItem(await list(glpi, "Item_OperatingSystem"), "itemtype", "items_id");
  const addresses = byItem(await list(glpi, "IPAddress"), "mainitemtype", "mainitems_id");
  const ports = byItem(await list(glpi, "NetworkPort"), "itemtype", "items_id");
  const records: unknown[] = [];
  for (const itemtype of itemtypes) {
    for (const row of await list(glpi, itemtype)) {
      const key = `${itemtype}:${row.id}`;
      const [system] = systems.get(key) ?? [];
      records.push({
        ...Object.fromEntries(Object.keys(row).map((field) => [field, textOf(row, field)])), key, itemtype, zone: zone ?? "", kind: kindOf(itemtype, textOf(row, "computertypes_id")), team: textOf(row, "groups_id_tech"), technician: textOf(row, "users_id_tech"),
        system: system === undefined ? "" : [textOf(system, "operatingsystems_id"), textOf(system, "operatingsystemversions_id")].filter((part) => part !== "").join(" "),
        addresses: single((addresses.get(key) ?? []).map((one) => textOf(one, "name")).filter((ip) => ip !== "0.0.0.0")), macs: single((ports.get(key) ?? []).map((one) => textOf(one, "mac")).filter((mac) => mac !== "00:00:00:00:00:00")),
      });
    }
  }
  return records;
}

/** What is neither in the bin nor a template. */
async function list(glpi: Glpi, itemtype: string): Promise<readonly GlpiRow[]> {
  const rows = await glpi.list(itemtype, { query: EXPANDED, most: MOST });
  return rows.filter((row) => !isSet(row["is_deleted"]) && !isSet(row["is_template"]));
}

const isSet = (value: unknown): boolean => value === true || value === 1 || value === "1";

function byItem(rows: readonly GlpiRow[], type: string, id: string): ReadonlyMap<string, readonly GlpiRow[]> {
  return Map.groupBy(rows, (row) => `${String(row[type])}:${String(row[id])}`);
}

const single = (words: readonly string[]): readonly string[] => [...new Set(words.filter((word) => word !== ""))].toSorted();

/** A field as people wrote it; of a list its first entry. What is not said is written in several ways. */
function textOf(row: GlpiRow, field: string): string {
  const value = [row[field]].flat()[0];
  if (typeof value === "number") return value === 0 && field.endsWith("_id") ? "" : String(value);
  if (typeof value !== "string") return "";
  let text = value;
  for (let times = 0; times < 3; times++) {
    const decoded = wordsOfEntities(text);
    if (decoded === text) break;
    text = decoded;
  }
  const trimmed = text.replaceAll("\u00a0", " ").trim();
  return trimmed === "0" && field.endsWith("_id") ? "" : trimmed;
}

async function teamsOf(glpi: Glpi): Promise<readonly GivenTeam[]> {
  const groups = await list(glpi, "Group");
  return groups.filter((row) => row["is_assign"] === undefined || isSet(row["is_assign"])).map((row) => ({ key: String(row.id), name: textOf(row, "completename") || textOf(row, "name"), contact: null, email: null, phone: null }));
}

function probe(glpi: Glpi, { now, reads, options }: Opening<GlpiSourceOptions>) {
  return lookedAt(now, async () => {
    const checks: Check[] = [];
    let assets = 0;
    let date: string | undefined;
    const types = [...(reads.has("assets") ? [...options.itemtypes, "Item_OperatingSystem", "IPAddress", "NetworkPort"] : []), ...(reads.has("teams") ? ["Group"] : [])];
    for (const itemtype of types) {
      const { check, count } = await mayRead(itemtype, async () => {
        const { headers, json } = await glpi.ask({ path: itemtype, query: { range: "0-0" } });
        date = headers["date"];
        return Number(/\/(\d{1,9})$/.exec(headers["content-range"] ?? "")?.[1] ?? (Array.isArray(json) ? json.length : 0));
      });
      checks.push(check);
      if (options.itemtypes.includes(itemtype)) assets += count;
    }
    return { date, counts: reads.has("assets") ? { assets } : {}, checks };
  });
}
