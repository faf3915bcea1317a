// A ServiceNow as its documents describe the Table API: encoded queries of which a bad part is ignored, rows that access rules
// hide after they were counted, values in two forms, times read in the zone of the account. Written apart from the reader.
import { type Answering, play, type Play } from "./server.ts";

export type Cell = string | { readonly value: string; readonly display_value: string };
export type Item = { readonly [field: string]: Cell };

export type FakeServiceNow = Play & {
  readonly tables: Record<string, Item[]>;
  /** sys_ids that the account may not see. */
  readonly hidden: Set<string>;
  readonly forbidden: Set<string>;
  /** `zoneHours`: how far the zone of the account is ahead of UTC. `ignored`: fields of which clauses are left out, as of a field that is not there. */
  readonly settings: { zoneHours: number; ignored: Set<string> };
};

export const id = (n: number): string => n.toString(16).padStart(32, "0");
export const ref = (n: number, shown: string): Cell => ({ value: id(n), display_value: shown });

export async function fakeServiceNow(now: () => Date): Promise<FakeServiceNow> {
  const tables: FakeServiceNow["tables"] = { cmdb_ci_hardware: [], sys_user_group: [], cmdb_ci_service: [], svc_ci_assoc: [], change_request: [], task_ci: [] };
  const [hidden, forbidden] = [new Set<string>(), new Set<string>()];
  const settings: FakeServiceNow["settings"] = { zoneHours: 0, ignored: new Set() };
  const answering: Answering = (request, url) => {
    if (request.headers.authorization !== `Basic ${Buffer.from("vigie:secret").toString("base64")}`) return { status: 401, json: { error: { message: "User Not Authenticated", detail: "Required to provide Auth information" }, status: "failure" } };
    const table = /^\/api\/now\/table\/([a-z0-9_]+)$/.exec(url.pathname)?.[1] ?? "";
    const all = tables[table];
    if (all === undefined) return { status: 400, json: { error: { message: `Invalid table ${table}`, detail: null }, status: "failure" } };
    if (forbidden.has(table)) return { status: 403, json: { error: { message: "Insufficient rights to query records", detail: "Field(s) present in the query do not have permission to be read" }, status: "failure" } };
    return page(all, url, { hidden, settings });
  };
  return { ...(await play(answering, now)), tables, hidden, forbidden, settings };
}

const valueOf = (cell: Cell | undefined): string => (cell === undefined ? "" : typeof cell === "string" ? cell : cell.value);

function page(all: readonly Item[], url: URL, { hidden, settings }: Pick<FakeServiceNow, "hidden" | "settings">) {
  const clauses = (url.searchParams.get("sysparm_query") ?? "").split("^").filter((clause) => clause !== "");
  let rows = [...all];
  for (const clause of clauses) {
    const order = /^ORDERBY(DESC)?(\w+)$/.exec(clause);
    if (order !== null) {
      const field = order[2] ?? "";
      if (!settings.ignored.has(`ORDERBY${field}`)) rows.sort((a, b) => (valueOf(a[field]) < valueOf(b[field]) ? -1 : 1) * (order[1] === undefined ? 1 : -1));
      continue;
    }
    const [, field = "", operator = "", given = ""] = /^([a-z_]+)(>=|<=|!=|>|<|=|IN)(.*)$/.exec(clause) ?? [];
    // A field that no row has, or a clause that cannot be read: left out.
    if (operator === "" || settings.ignored.has(field)) continue;
    const asked = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(given) ? new Date(Date.parse(`${given.replace(" ", "T")}Z`) - settings.zoneHours * 3_600_000).toISOString().slice(0, 19).replace("T", " ") : given;
    const fits: Readonly<Record<string, (value: string) => boolean>> = { ">=": (v) => v >= asked, "<=": (v) => v <= asked, "!=": (v) => v !== asked, ">": (v) => v > asked, "<": (v) => v < asked, "=": (v) => v === asked, IN: (v) => asked.split(",").includes(v) };
    rows = rows.filter((row) => fits[operator]?.(valueOf(row[field])) === true);
  }
  const total = rows.length;
  const offset = Number(url.searchParams.get("sysparm_offset") ?? 0);
  const limit = Math.min(Number(url.searchParams.get("sysparm_limit") ?? 10_000), 10_000);
  // Counted and cut first, hidden then.
  const visible = rows.slice(offset, offset + limit).filter((row) => !hidden.has(valueOf(row["sys_id"])));
  const fields = (url.searchParams.get("sysparm_fields") ?? "").split(",");
  const isAll = url.searchParams.get("sysparm_display_value") === "all";
  const cell = (value: Cell | undefined): unknown => (value === undefined || value === "" ? (isAll ? { display_value: "", value: "" } : "") : typeof value === "string" ? (isAll ? { display_value: value, value } : value) : isAll ? value : value.value);
  // A field that the table does not have is left out without a word.
  const result = visible.map((row) => Object.fromEntries(fields.filter((field) => Object.hasOwn(row, field)).map((field) => [field, cell(row[field])])));
  return { headers: { "x-total-count": String(total) }, json: { result } };
}

export const server = (n: number, name: string, more: Item = {}): Item => ({
  sys_id: id(n), sys_updated_on: "2026-11-24 07:00:00", name, sys_class_name: { value: "cmdb_ci_linux_server", display_value: "Serveur Linux" }, fqdn: `${name}.acme.test`, host_name: "", ip_address: `10.1.0.${n}`, serial_number: `S${n}`, os: "Linux Debian", os_version: "12",
  install_status: { value: "1", display_value: "Installé" }, environment: "Production", business_criticality: "1 - most critical", support_group: ref(900, "Linux N2"), managed_by: ref(800, "Jeanne Martin"), location: ref(700, "Orléans"), ...more,
});
