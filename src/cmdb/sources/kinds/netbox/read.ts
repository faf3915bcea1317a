import type { Http } from "../../../../outbound/index.ts";
import { RemoteError } from "../../../../outbound/index.ts";
import { type GivenNetwork, type GivenTeam, NOTHING, type Opening, type Snapshot, type SourceReader } from "../../kind.ts";
import { lookedAt, mayRead } from "../probes.ts";
import { countOf, listAll, listBy } from "./api.ts";
import { affectedBy, changesBehind, newestChange } from "./changes.ts";
import type { NetboxOptions } from "./options.ts";
import { type Contacts, recordOf } from "./records.ts";
import { Address, Assignment, Contact, Device, Prefix } from "./shapes.ts";

const DEVICES = "api/dcim/devices/?exclude=config_context";
const MACHINES = "api/virtualization/virtual-machines/?exclude=config_context";
const ADDRESSES = "api/ipam/ip-addresses/";
const PREFIXES = "api/ipam/prefixes/";

/** Reads NetBox. */
export function readerOf(opening: Opening<NetboxOptions>): SourceReader {
  const { reads, options, zone } = opening;
  const http = opening.http({ authorization: signIn(opening.secrets["token"] ?? "") });
  const readOthers = async (): Promise<Pick<Snapshot, "networks" | "teams"> & { readonly contacts: Contacts }> => {
    const contacts = await contactsOf(http, options);
    return { contacts, teams: reads.has("teams") ? contacts.teams : [], networks: reads.has("networks") ? await networksOf(http, zone) : [] };
  };
  const recordsOf = (devices: readonly Device[], machines: readonly Device[], addresses: readonly Address[], contacts: Contacts): readonly unknown[] =>
    [...devices.map((one) => recordOf("device", one, addresses, contacts, zone)), ...machines.map((one) => recordOf("vm", one, addresses, contacts, zone))];
  return {
    probe: () => probe(http, opening),
    readAll: async () => {
      // Before all else: what changes while we read is read again.
      const cursor = await newestChange(http);
      const { contacts, ...others } = await readOthers();
      const notes = cursor === null ? ["The change log may not be read: all is read each time. Give the account the right to view object changes."] : [];
      if (!reads.has("assets")) return { ...NOTHING, ...others, cursor, notes };
      const [devices, machines, addresses] = [await listAll(http, DEVICES, Device), await listAll(http, MACHINES, Device), await listAll(http, ADDRESSES, Address)];
      return { ...NOTHING, ...others, assets: recordsOf(devices, machines, addresses, contacts), cursor, notes };
    },
    readChanges: async (cursor) => {
      const changes = await changesBehind(http, Number(cursor));
      const last = changes.at(-1)?.id ?? Number(cursor);
      const touched = await affectedBy(http, changes);
      const others = touched.others ? await readOthers() : { contacts: await contactsOf(http, touched.devices.length + touched.machines.length === 0 ? NO_CONTACTS : options), teams: [], networks: [] };
      const { contacts, teams, networks } = others;
      if (!reads.has("assets")) return { ...NOTHING, teams, networks, cursor: String(last) };
      const [devices, machines] = [await listBy(http, DEVICES, Device, "id", touched.devices), await listBy(http, MACHINES, Device, "id", touched.machines)];
      const addresses = [...(await listBy(http, ADDRESSES, Address, "device_id", touched.devices)), ...(await listBy(http, ADDRESSES, Address, "virtual_machine_id", touched.machines))];
      return { ...NOTHING, teams, networks, assets: recordsOf(devices, machines, addresses, contacts), gone: touched.gone, cursor: String(last) };
    },
  };
}

const NO_CONTACTS: NetboxOptions = { teamRole: null, contactRole: null };

function signIn(given: string): string {
  // As NetBox shows it once, with the word before it.
  const token = given.trim().replace(/^(?:Bearer|Token)\s+/i, "");
  return token.startsWith("nbt_") ? `Bearer ${token}` : `Token ${token}`;
}

async function networksOf(http: Http, zone: string | null): Promise<readonly GivenNetwork[]> {
  const prefixes = await listAll(http, PREFIXES, Prefix);
  return prefixes.filter(({ status }) => status?.value !== "deprecated").map(({ id, prefix, description, vrf, role, site, scope }) => ({
    // All that is in NetBox is the organisation's own.
    key: String(id), cidr: prefix, zone: vrf?.name ?? zone, isInternal: true, meaning: [description, role?.name, scope?.name ?? site?.name].filter((part) => part !== null && part !== undefined && part !== "").join(", "),
  }));
}

async function contactsOf(http: Http, { teamRole, contactRole }: NetboxOptions): Promise<Contacts & { readonly teams: readonly GivenTeam[] }> {
  if (teamRole === null && contactRole === null) return { team: new Map(), contact: new Map(), teams: [] };
  const assignments = await listAll(http, "api/tenancy/contact-assignments/", Assignment);
  const contacts = new Map((await listAll(http, "api/tenancy/contacts/", Contact)).map((one) => [one.id, one]));
  const of = (role: string | null) => new Map(assignments.filter((one) => role !== null && one.role?.slug === role).map((one) => [`${one.object_type ?? one.content_type ?? ""}:${one.object_id}`, one.contact.id]));
  const [team, contact] = [of(teamRole), of(contactRole)];
  const named = (ids: ReadonlyMap<string, number>): ReadonlyMap<string, string> => new Map([...ids].flatMap(([object, id]) => { const found = contacts.get(id); return found === undefined ? [] : [[object, found.name] as const]; }));
  const teams = [...new Set(team.values())].flatMap((id) => contacts.get(id) ?? []).map(({ id, name, title, email, phone }) => ({ key: String(id), name, contact: title ?? null, email: email ?? null, phone: phone ?? null }));
  return { team: named(team), contact: named(contact), teams };
}

function probe(http: Http, { now, reads, options }: Opening<NetboxOptions>) {
  return lookedAt(now, async () => {
    const { json, headers } = await http.ask({ path: "api/status/" });
    const version = (json as { readonly "netbox-version"?: string } | undefined)?.["netbox-version"] ?? null;
    const count = (path: string) => async (): Promise<number> => (await countOf(http, path)).count;
    const looks: readonly (readonly [string, string])[] = [
      ...(reads.has("assets") ? ([["devices", DEVICES], ["virtual machines", MACHINES], ["addresses", ADDRESSES]] as const) : []), ...(reads.has("networks") ? ([["prefixes", PREFIXES]] as const) : []),
      ...(options.teamRole === null && options.contactRole === null ? [] : ([["contacts", "api/tenancy/contacts/"], ["contact assignments", "api/tenancy/contact-assignments/"]] as const)),
    ];
    const seen = [];
    for (const [name, path] of looks) seen.push(await mayRead(name, count(path)));
    const log = await newestChange(http).catch((error: unknown) => { if (error instanceof RemoteError) return null; throw error; });
    const [devices, machines] = seen;
    return {
      version, date: headers["date"], counts: { ...(reads.has("assets") ? { assets: (devices?.count ?? 0) + (machines?.count ?? 0) } : {}), ...(reads.has("networks") ? { networks: seen.find(({ check }) => check.name === "prefixes")?.count ?? 0 } : {}) },
      checks: [...seen.map(({ check }) => check), { name: "change log", ok: true, words: log === null ? "it may not be read, or is empty: all is read each time" : `as far as change ${log}` }],
    };
  });
}
