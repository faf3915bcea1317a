// An iTop as a real 3.2.0 answered: 200 whatever happens, a map of objects or null, the newest first in pages, an unknown
// attribute refuses the whole call, times on the wall of Paris. Written apart from the reader.
import { type Answering, play, type Play } from "./server.ts";

export type ItopRow = { readonly id: number; readonly [attribute: string]: unknown };
export type FakeItop = Play & { readonly classes: Record<string, ItopRow[]>; readonly settings: { isUnreadable: string | undefined; lacksRestProfile: boolean } };

// Attributes that a class has, whether or not a row does.
const ITEM = ["id", "name", "finalclass", "organization_name", "business_criticity", "status", "contacts_list", "applicationsolution_list"];
const DEVICE = [...ITEM, "location_name", "serialnumber", "managementip", "osfamily_name", "osversion_name"];
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  Server: DEVICE, VirtualMachine: [...ITEM, "managementip", "osfamily_name", "osversion_name", "virtualhost_name"], NetworkDevice: DEVICE, Team: ["id", "name", "email", "phone", "org_name"], ApplicationSolution: [...ITEM, "description"],
  PhysicalInterface: ["id", "connectableci_id", "ipaddress", "macaddress"], LogicalInterface: ["id", "virtualmachine_id", "ipaddress", "macaddress"], Change: ["id", "ref", "title", "start_date", "end_date", "status", "functionalcis_list"],
};

export async function fakeItop(now: () => Date): Promise<FakeItop> {
  const classes: FakeItop["classes"] = Object.fromEntries(Object.keys(ATTRIBUTES).map((name) => [name, []]));
  const settings: FakeItop["settings"] = { isUnreadable: undefined, lacksRestProfile: false };
  const answering: Answering = (request, url, body) => {
    const form = new URLSearchParams(body);
    const say = (code: number, message: string, objects: unknown = null) => ({ json: { objects, code, message } });
    if (url.pathname !== "/webservices/rest.php" || request.method !== "POST") return { status: 404, text: "<h1>Not Found</h1>" };
    if (form.get("auth_user") !== "vigie" || form.get("auth_pwd") !== "secret") return say(1, "Error: Invalid login");
    if (settings.lacksRestProfile) return say(1, "Error: This user is not authorized to use the web services. (The profile REST Services User is required to access the REST web services)");
    return answer(JSON.parse(form.get("json_data") ?? "{}") as Asked, { classes, settings, say });
  };
  return { ...(await play(answering, now)), classes, settings };
}

type Asked = { readonly operation: string; readonly class: string; readonly key: string; readonly output_fields: string; readonly limit?: number; readonly page?: number };
type There = Pick<FakeItop, "classes" | "settings"> & { readonly say: (code: number, message: string, objects?: unknown) => { readonly json: unknown } };

function answer({ operation, class: name, key, output_fields: output, limit = 0, page = 1 }: Asked, { classes, settings, say }: There) {
  if (operation !== "core/get") return say(11, `Error: Unknown verb '${operation}'`);
  const attributes = ATTRIBUTES[name];
  if (attributes === undefined) return say(100, `Error: class: unknown class '${name}'`);
  if (settings.isUnreadable === name) return say(1, "Error: The current user does not have enough permissions for exporting data of class " + name);
  const fields = output === "*" ? attributes : output.split(",");
  const unknown = fields.find((field) => !attributes.includes(field));
  if (unknown !== undefined) return say(100, `Error: output_fields: invalid attribute code '${unknown}' for class '${name}'`);
  const organization = /o\.name = "([^"]*)"/.exec(key)?.[1];
  const [from, until] = [/end_date >= "([^"]+)"/.exec(key)?.[1], /start_date <= "([^"]+)"/.exec(key)?.[1]];
  const rows = (classes[name] ?? []).filter((row) => (organization === undefined || row["organization_name"] === organization) && (from === undefined || String(row["end_date"]) >= from) && (until === undefined || String(row["start_date"]) <= until)).toSorted((a, b) => b.id - a.id);
  const shown = limit === 0 ? rows : rows.slice((page - 1) * limit, page * limit);
  const objects = shown.map((row) => [`${row["finalclass"] === undefined ? name : (row["finalclass"] as string)}::${row.id}`, { code: 0, message: "", class: row["finalclass"] ?? name, key: String(row.id), fields: Object.fromEntries(fields.map((field) => [field, row[field] ?? (field.endsWith("_list") ? [] : "")])) }]);
  return say(0, `Found: ${rows.length}`, objects.length === 0 ? null : Object.fromEntries(objects));
}

export const item = (name: string, id: number, more: object = {}): ItopRow => ({ id, name, finalclass: "Server", organization_name: "Acme", business_criticity: "high", status: "production", location_name: "Orléans", serialnumber: `S${id}`, managementip: `10.2.0.${id}`, osfamily_name: "Linux", osversion_name: "Debian 12", ...more });
export const contact = (name: string, isTeam: boolean): object => ({ contact_name: name, contact_id_finalclass_recall: isTeam ? "Team" : "Person" });
