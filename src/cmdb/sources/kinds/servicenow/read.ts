import type { CmdbNoun } from "../../../../contract/cmdb-sources.ts";
import { type Http, RemoteError } from "../../../../outbound/index.ts";
import { NOTHING, type Opening, type Snapshot, type SourceReader } from "../../kind.ts";
import { lookedAt, mayRead } from "../probes.ts";
import { garbage } from "../shapes.ts";
import { ciServices, groupsOf, servicesOf, windowsOf } from "./beside.ts";
import type { ServiceNowOptions } from "./options.ts";
import { FIELDS, kindOfClass } from "./mapping.ts";
import { idOf, lookAt, newestRow, readTable, type Row, type Table, updatedOf } from "./table.ts";

// Of what was written and not seen yet when we looked.
const OVERLAP_MS = 120_000;

/** Reads ServiceNow. */
export function readerOf(opening: Opening<ServiceNowOptions>): SourceReader {
  const { reads, options, zone, now } = opening;
  const http = opening.http(signIn(opening.secrets));
  const tables = options.tables.map((table): Table => ({ table, query: options.query, fields: [...FIELDS, ...options.fields] }));
  const beside = async (isFull: boolean, rows: readonly Row[]): Promise<Pick<Snapshot, "teams" | "services" | "windows">> => ({
    teams: isFull && reads.has("teams") ? await groupsOf(http, rows) : [], services: isFull && reads.has("services") ? await servicesOf(http) : [], windows: reads.has("windows") ? await windowsOf(http, now()) : [],
  });
  const recordsOf = async (rows: readonly Row[]): Promise<readonly unknown[]> => {
    const services = options.carried ? await ciServices(http, rows.map(idOf)) : new Map<string, readonly string[]>();
    return rows.map((row) => recordOf(row, services.get(idOf(row)) ?? [], zone));
  };
  return {
    probe: () => probe(http, tables, opening),
    readAll: async () => {
      // Before all else: what changes while we read is read again.
      const newest = await newestOf(http, tables);
      const notes: string[] = [];
      const rows: Row[] = [];
      if (reads.has("assets")) for (const table of tables) {
        const { rows: some, hidden } = await readTable(http, table);
        rows.push(...some);
        if (hidden > 0) notes.push(`${hidden} rows of ${table.table} are hidden from the account by access rules.`);
      }
      const single = [...new Map(rows.map((row) => [idOf(row), row])).values()];
      return { ...NOTHING, ...(await beside(true, single)), assets: await recordsOf(single), cursor: newest.map(updatedOf).toSorted().at(-1) ?? null, notes };
    },
    readChanges: async (cursor) => {
      const newest = await newestOf(http, tables);
      const since = timeText(new Date(`${cursor.replace(" ", "T")}Z`).getTime() - OVERLAP_MS);
      const rows = new Map<string, Row>();
      if (reads.has("assets")) for (const [i, table] of tables.entries()) {
        const last = newest[i];
        if (last === undefined || updatedOf(last) < since) continue;
        const { rows: changed } = await readTable(http, { ...table, query: [table.query, `sys_updated_on>=${since}`].filter((clause) => clause !== "").join("^") });
        for (const row of changed) if (updatedOf(row) >= since) rows.set(idOf(row), row);
        // Read in a zone west of UTC, the time is hours later: then what changed last is missing.
        if (!rows.has(idOf(last)) && !changed.some((row) => idOf(row) === idOf(last))) throw garbage(`${table.table} does not know that ${idOf(last)} changed after ${since}: set the time zone of the account to UTC (GMT)`);
      }
      const all = [...rows.values()];
      // What is within the overlap came before; the import finds it unchanged.
      return { ...NOTHING, ...(await beside(false, all)), assets: await recordsOf(all), cursor: [cursor, ...newest.map(updatedOf)].toSorted().at(-1) ?? cursor };
    },
  };
}

function signIn({ apiKey, user = "", password = "" }: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return apiKey === undefined ? { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` } : { "x-sn-apikey": apiKey };
}

async function newestOf(http: Http, tables: readonly Table[]): Promise<Row[]> {
  const newest: Row[] = [];
  for (const table of tables) {
    const row = await newestRow(http, { ...table, fields: ["sys_id", "sys_updated_on"] });
    if (row !== undefined && !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(updatedOf(row))) throw garbage(`${table.table} answered no time in sys_updated_on`);
    newest.push(row ?? { sys_updated_on: { value: "", display_value: "" } });
  }
  return newest;
}

/** As encoded queries have times. */
const timeText = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace("T", " ");

/** An item as one record: fields as people see them, and under `raw` as they are kept. */
function recordOf(row: Row, services: readonly string[], zone: string | null) {
  const shown = Object.fromEntries(Object.entries(row).map(([name, { display_value: text }]) => [name, text]));
  const raw = Object.fromEntries(Object.entries(row).map(([name, { value }]) => [name, value]));
  const first = (...names: readonly string[]): string => names.map((name) => shown[name] ?? "").find((text) => text !== "") ?? "";
  return {
    ...shown, raw, zone: zone ?? "", services, sys_id: raw["sys_id"] ?? "", kind: kindOfClass(raw["sys_class_name"] ?? ""), names: [shown["fqdn"] ?? "", shown["host_name"] ?? ""].filter((name) => name !== ""),
    system: [shown["os"], shown["os_version"]].filter((part) => part !== undefined && part !== "").join(" "), team: first("support_group", "assignment_group"), contact: first("managed_by", "owned_by", "assigned_to"),
    criticality: first("business_criticality", "busines_criticality"), stage: first("environment", "used_for"),
  };
}

function probe(http: Http, tables: readonly Table[], { now, reads, options }: Opening<ServiceNowOptions>) {
  return lookedAt(now, async () => {
    const beside: readonly (readonly [CmdbNoun, string])[] = ([["teams", "sys_user_group"], ["services", "cmdb_ci_service"], ["windows", "change_request"], ["windows", "task_ci"]] as const).filter(([noun]) => reads.has(noun));
    const carried: readonly (readonly [undefined, string])[] = options.carried && reads.has("assets") ? [[undefined, "svc_ci_assoc"]] : [];
    const counts: Partial<Record<CmdbNoun, number>> = {};
    const checks = [];
    let date: string | undefined;
    for (const [noun, table] of [...(reads.has("assets") ? tables.map((one) => ["assets", one] as const) : []), ...[...carried, ...beside].map(([name, one]) => [name, { table: one, query: "", fields: ["sys_id"] }] as const)]) {
      const { check, count } = await mayRead(table.table, async () => {
        const seen = await lookAt(http, { ...table, fields: ["sys_id"] });
        date = seen.date;
        if (seen.total > 0 && !seen.isSeen) throw new RemoteError({ problem: "forbidden", words: `${seen.total} rows are there, and none may be seen`, arrived: "no" });
        return seen.total;
      });
      checks.push(check);
      if (noun !== undefined) counts[noun] = (counts[noun] ?? 0) + count;
    }
    return { date, counts, checks };
  });
}
