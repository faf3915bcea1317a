import { instantIn, type Itop, type ItopObject, openItop, oqlText, RemoteError, textIn, wordsOfEntities } from "../../../../outbound/index.ts";
import type { CmdbNoun } from "../../../../contract/cmdb-sources.ts";
import { type GivenService, type GivenTeam, type GivenWindow, NOTHING, type Opening, type SourceReader } from "../../kind.ts";
import { type Check, lookedAt, mayRead } from "../probes.ts";
import type { ItopSourceOptions } from "./options.ts";
import { kindOfClass } from "./mapping.ts";

const MOST = 500_000;
const DAY_MS = 86_400_000;
// Of an item as iTop comes; a class that lacks one refuses all of them, and is then asked for whatever it has.
const ITEM = "id,name,finalclass,organization_name,business_criticity,status,location_name,serialnumber,managementip,osfamily_name,osversion_name,contacts_list,applicationsolution_list";
const PLANNED = new Set(["approved", "planned", "plannedscheduled", "implemented"]);

/** Reads iTop. */
export function readerOf(opening: Opening<ItopSourceOptions>): SourceReader {
  const { options, reads, now } = opening;
  const itop = openItop(opening.http({}), { user: options.user, password: opening.secrets["password"] ?? "" });
  const of = (name: string, alias = "c"): string => selectOf(name, options.organization, alias);
  return {
    probe: () => probe(itop, of, opening),
    readAll: async () => ({
      ...NOTHING,
      assets: reads.has("assets") ? await itemsOf(itop, of, opening) : [],
      teams: reads.has("teams") ? (await list(itop, "Team", of("Team"), "id,name,email,phone")).map(teamOf) : [],
      services: reads.has("services") ? (await list(itop, "ApplicationSolution", of("ApplicationSolution"), "id,name,description,business_criticity,contacts_list")).map(serviceOf) : [],
      windows: reads.has("windows") ? (await changesOf(itop, of, options, now())).map((change) => windowOf(change, options.timeZone)) : [],
    }),
  };
}

function selectOf(name: string, organization: string | null, alias: string): string {
  return organization === null ? `SELECT ${name} AS ${alias}` : `SELECT ${alias} FROM ${name} AS ${alias} JOIN Organization AS o ON ${alias}.org_id = o.id WHERE o.name = ${oqlText(organization)}`;
}

const list = (itop: Itop, name: string, key: string, fields: string): Promise<readonly ItopObject[]> => itop.list({ class: name, key, output_fields: fields, most: MOST });

async function itemsOf(itop: Itop, of: (name: string) => string, { options, zone }: Opening<ItopSourceOptions>): Promise<readonly unknown[]> {
  const items = new Map<string, ItopObject>();
  for (const name of options.classes) for (const one of await listWhatThereIs(itop, name, of(name))) items.set(one.key, one);
  const interfaces = options.interfaces ? await interfacesOf(itop) : new Map<string, readonly Interface[]>();
  return [...items.values()].map((one) => recordOf(one, interfaces.get(one.key) ?? [], zone));
}

async function listWhatThereIs(itop: Itop, name: string, key: string): Promise<readonly ItopObject[]> {
  try {
    return await list(itop, name, key, ITEM);
  } catch (error) {
    if (error instanceof RemoteError && error.problem === "refused" && /attribute|output_fields/i.test(error.words)) return list(itop, name, key, "*");
    throw error;
  }
}

type Interface = { readonly address: string; readonly mac: string };

/** By the item that has them. */
async function interfacesOf(itop: Itop): Promise<ReadonlyMap<string, readonly Interface[]>> {
  const physical = await list(itop, "PhysicalInterface", "SELECT PhysicalInterface", "connectableci_id,ipaddress,macaddress");
  const logical = await list(itop, "LogicalInterface", "SELECT LogicalInterface", "virtualmachine_id,ipaddress,macaddress");
  const grouped = Map.groupBy([...physical, ...logical], ({ fields }) => textOf(fields, "connectableci_id") || textOf(fields, "virtualmachine_id"));
  return new Map([...grouped].map(([id, some]) => [id, some.map(({ fields }) => ({ address: textOf(fields, "ipaddress"), mac: textOf(fields, "macaddress") }))]));
}

type Fields = ItopObject["fields"];

const textOf = (fields: Fields, name: string): string => {
  const value = fields[name];
  return typeof value === "string" ? wordsOfEntities(value).trim() : typeof value === "number" ? String(value) : "";
};
const linksOf = (fields: Fields, name: string): readonly Fields[] => (Array.isArray(fields[name]) ? (fields[name] as readonly Fields[]) : []);

function contactsOf(fields: Fields): { readonly team: string; readonly contact: string } {
  const contacts = linksOf(fields, "contacts_list").map((link) => ({ name: textOf(link, "contact_name") || textOf(link, "contact_id_friendlyname"), isTeam: textOf(link, "contact_id_finalclass_recall") === "Team" }));
  // In their order: the first is meant where there are several.
  return { team: contacts.find(({ isTeam }) => isTeam)?.name ?? "", contact: contacts.find(({ isTeam }) => !isTeam)?.name ?? "" };
}

function recordOf({ class: name, key, fields }: ItopObject, interfaces: readonly Interface[], zone: string | null) {
  const shown = Object.fromEntries(Object.keys(fields).filter((field) => ["string", "number"].includes(typeof fields[field])).map((field) => [field, textOf(fields, field)]));
  const addresses = [textOf(fields, "managementip"), ...interfaces.map(({ address }) => address)].filter((address) => address !== "");
  return {
    ...shown, id: key, class: name, kind: kindOfClass(name), zone: zone ?? "", ...contactsOf(fields), system: [textOf(fields, "osfamily_name"), textOf(fields, "osversion_name")].filter((part) => part !== "").join(" "),
    services: linksOf(fields, "applicationsolution_list").map((link) => textOf(link, "applicationsolution_name") || textOf(link, "applicationsolution_id_friendlyname")).filter((service) => service !== "").toSorted(),
    addresses: [...new Set(addresses)].toSorted(), macs: [...new Set(interfaces.flatMap(({ mac }) => (mac === "" ? [] : [mac])))].toSorted(),
  };
}

const orNull = (text: string): string | null => (text === "" ? null : text);
const teamOf = ({ key, fields }: ItopObject): GivenTeam => ({ key, name: textOf(fields, "name"), contact: null, email: orNull(textOf(fields, "email")), phone: orNull(textOf(fields, "phone")) });
const serviceOf = ({ key, fields }: ItopObject): GivenService => ({ key, name: textOf(fields, "name"), description: orNull(textOf(fields, "description")), criticality: { high: 3, medium: 2, low: 1 }[textOf(fields, "business_criticity")] ?? 2, team: orNull(contactsOf(fields).team) });

function changesOf(itop: Itop, of: (name: string) => string, { organization, timeZone }: ItopSourceOptions, now: Date): Promise<readonly ItopObject[]> {
  const from = textIn(timeZone, new Date(now.getTime() - DAY_MS));
  const until = textIn(timeZone, new Date(now.getTime() + 31 * DAY_MS));
  return list(itop, "Change", `${of("Change")} ${organization === null ? "WHERE" : "AND"} c.end_date >= "${from}" AND c.start_date <= "${until}"`, "id,ref,title,start_date,end_date,status,functionalcis_list");
}

function windowOf({ key, fields }: ItopObject, timeZone: string): GivenWindow {
  const title = `${textOf(fields, "ref")} ${textOf(fields, "title")}`.trim();
  const at = (name: string): Date => instantIn(timeZone, textOf(fields, name)) ?? new Date(Number.NaN);
  return { key, title, startsAt: at("start_date"), endsAt: at("end_date"), assets: linksOf(fields, "functionalcis_list").map((link) => textOf(link, "functionalci_id")).filter((id) => id !== ""), services: [], reason: `Change ${title}`, isCancelled: !PLANNED.has(textOf(fields, "status")) };
}

function probe(itop: Itop, of: (name: string) => string, { now, reads, options }: Opening<ItopSourceOptions>) {
  return lookedAt(now, async () => {
    const counts: Partial<Record<CmdbNoun, number>> = {};
    const checks: Check[] = [];
    let date: string | undefined;
    const looks: readonly (readonly [CmdbNoun, string])[] = [...options.classes.map((name) => ["assets", name] as const), ["teams", "Team"], ["services", "ApplicationSolution"], ["windows", "Change"]];
    for (const [noun, name] of looks.filter(([one]) => reads.has(one))) {
      const { check, count } = await mayRead(name, async () => {
        const answer = await itop.run({ operation: "core/get", class: name, key: of(name), output_fields: "id", limit: 1, page: 1 });
        date = answer.date;
        return Number(/^Found: (\d{1,9})$/.exec(answer.message)?.[1] ?? answer.objects.length);
      });
      checks.push(check);
      counts[noun] = (counts[noun] ?? 0) + count;
    }
    return { account: options.user, date, counts, checks };
  });
}
