// A NetBox as its documents describe it: keyset filters, a cap on pages, a change log, tokens of two versions, objects in place
// of values. Written apart from the reader.
import { type Answering, play, type Play } from "./server.ts";

type Row = { id: number; [name: string]: unknown };
type Tables = Readonly<Record<string, Row[]>>;

export type FakeNetbox = Play & {
  readonly tables: { readonly devices: Row[]; readonly machines: Row[]; readonly addresses: Row[]; readonly prefixes: Row[]; readonly interfaces: Row[]; readonly virtualInterfaces: Row[]; readonly contacts: Row[]; readonly assignments: Row[]; readonly changes: Row[] };
  /** Paths that the account may not see. */
  readonly forbidden: Set<string>;
  readonly settings: { pageSize: number; version: string; ignoresFilters: boolean };
  /** Changes a row as a person would, and writes the log. */
  readonly change: (table: "devices" | "machines" | "addresses" | "prefixes", id: number, values: object | null) => void;
};

const TYPES = { devices: "dcim.device", machines: "virtualization.virtualmachine", addresses: "ipam.ipaddress", prefixes: "ipam.prefix" };

export async function fakeNetbox(token: string, now: () => Date): Promise<FakeNetbox> {
  const tables: FakeNetbox["tables"] = { devices: [], machines: [], addresses: [], prefixes: [], interfaces: [], virtualInterfaces: [], contacts: [], assignments: [], changes: [] };
  const forbidden = new Set<string>();
  const settings = { pageSize: 1000, version: "4.2.3", ignoresFilters: false };
  const isOld = (): boolean => settings.version < "4.1";
  const places = (): Readonly<Record<string, Row[]>> => ({
    "/api/dcim/devices/": tables.devices, "/api/virtualization/virtual-machines/": tables.machines, "/api/ipam/ip-addresses/": tables.addresses, "/api/ipam/prefixes/": tables.prefixes, "/api/dcim/interfaces/": tables.interfaces, "/api/virtualization/interfaces/": tables.virtualInterfaces,
    "/api/tenancy/contacts/": tables.contacts, "/api/tenancy/contact-assignments/": tables.assignments, [isOld() ? "/api/extras/object-changes/" : "/api/core/object-changes/"]: tables.changes,
  });
  const answering: Answering = (request, url) => {
    const expected = token.startsWith("nbt_") ? `Bearer ${token}` : `Token ${token}`;
    if (request.headers.authorization !== expected) return { status: 403, json: { detail: "Invalid token" } };
    if (url.pathname === "/api/status/") return { json: { "netbox-version": settings.version, "django-version": "5.1" } };
    if (forbidden.has(url.pathname)) return { status: 403, json: { detail: "You do not have permission to perform this action." } };
    const table = places()[url.pathname];
    if (table === undefined) return { status: 404, json: { detail: "Not found." } };
    return { json: page(table, url, settings) };
  };
  const started = await play(answering, now);
  return {
    ...started, tables, forbidden, settings,
    change: (name, id, values) => {
      const table: Row[] = (tables as Tables)[name]!;
      const at = table.findIndex((row) => row.id === id);
      const before = table[at];
      const after = values === null ? undefined : { ...before, id, ...values };
      if (after === undefined) table.splice(at, 1);
      else if (at === -1) table.push(after);
      else table[at] = after;
      const action = before === undefined ? "create" : after === undefined ? "delete" : "update";
      // The log keeps an address's interface by type and id.
      const logged = (row: Row | undefined): object | null => (row === undefined ? null : { name: row["name"], assigned_object_type: row["_type"] ?? null, assigned_object_id: row["_interface"] ?? null });
      tables.changes.push({ id: tables.changes.length + 101, time: "2026-11-24T08:00:00Z", user_name: "somebody", action: { value: action, label: action }, changed_object_type: TYPES[name], changed_object_id: id, prechange_data: logged(before), postchange_data: logged(after) });
    },
  };
}

function page(table: readonly Row[], url: URL, { pageSize, ignoresFilters }: FakeNetbox["settings"]): object {
  const query = url.searchParams;
  const ids = (name: string): readonly number[] => query.getAll(name).map(Number);
  const on = (row: Row, part: string): number => ((row["assigned_object"] as Readonly<Record<string, { id: number } | null>> | null)?.[part]?.id ?? -1);
  let rows = table.filter((row) => ignoresFilters || ((!query.has("id") || ids("id").includes(row.id)) && (!query.has("id__gt") || row.id > Number(query.get("id__gt")))
    && (!query.has("device_id") || ids("device_id").includes(on(row, "device"))) && (!query.has("virtual_machine_id") || ids("virtual_machine_id").includes(on(row, "virtual_machine")))));
  const ordering = query.get("ordering") ?? "name";
  rows = ordering === "id" ? rows.toSorted((a, b) => a.id - b.id) : ordering === "-id" ? rows.toSorted((a, b) => b.id - a.id) : rows.toSorted((a, b) => String(a["name"]).localeCompare(String(b["name"])));
  const limit = Math.min(Number(query.get("limit") ?? 50), pageSize);
  return { count: rows.length, next: rows.length > limit ? `${url.pathname}?limit=${limit}&offset=${limit}` : null, previous: null, results: rows.slice(0, limit) };
}

const named = (name: string) => ({ id: 1, name, slug: name.toLowerCase().replaceAll(" ", "-"), display: name });

export const device = (id: number, name: string, more: object = {}): Row => ({
  id, name, display: name, device_type: { id: 1, model: "R650", manufacturer: named("Dell") }, role: named("Server"), tenant: named("Acme"), platform: named("Debian 12"), serial: `SN-${id}`, asset_tag: null, site: named("Orléans"), location: named("Room 2"),
  status: { value: "active", label: "Active" }, tags: [named("pci")], custom_fields: { env: "PROD" }, last_updated: "2026-11-24T07:00:00Z", ...more,
});
export const machine = (id: number, name: string, more: object = {}): Row => ({ id, name, display: name, role: null, platform: named("Ubuntu"), site: named("Orléans"), cluster: named("vc1"), tenant: null, status: { value: "active", label: "Active" }, tags: [], custom_fields: {}, ...more });
export const addressOn = (id: number, address: string, on: { device: number } | { machine: number } | null, more: object = {}): Row => ({
  id, address, family: { value: 4 }, vrf: null, dns_name: "", status: { value: "active" }, assigned_object: on === null ? null : "device" in on ? { id: 1000 + id, device: { id: on.device, name: "x" } } : { id: 1000 + id, virtual_machine: { id: on.machine, name: "x" } },
  _type: on === null ? null : "device" in on ? "dcim.interface" : "virtualization.vminterface", _interface: on === null ? null : 1000 + id, ...more,
});
export const vrf = (name: string): object => named(name);
