// What NetBox's change log says of machines: its ids only grow.
import { z } from "zod";
import { type Http, RemoteError } from "../../../../outbound/index.ts";
import { parsed } from "../shapes.ts";
import { listAll, listBy } from "./api.ts";
import { Change, Interface } from "./shapes.ts";

const LOGS = ["api/core/object-changes/", "api/extras/object-changes/"];
const Newest = z.object({ results: z.array(z.object({ id: z.int() })) });

/** The id of the last change; null: the log may not be read, or is empty. */
export async function newestChange(http: Http): Promise<string | null> {
  try {
    const { json } = await inLog((path) => http.ask({ path, query: { limit: 1, ordering: "-id" } }));
    const id = parsed(Newest, json, "the change log").results[0]?.id;
    return id === undefined ? null : String(id);
  } catch (error) {
    if (error instanceof RemoteError && (error.problem === "forbidden" || error.problem === "not_found")) return null;
    throw error;
  }
}

export const changesBehind = (http: Http, id: number): Promise<readonly Change[]> => inLog((path) => listAll(http, path, Change, id));

/** Where the log is depends on the version. */
async function inLog<T>(ask: (path: string) => Promise<T>): Promise<T> {
  try {
    return await ask(LOGS[0]!);
  } catch (error) {
    if (error instanceof RemoteError && error.problem === "not_found") return ask(LOGS[1]!);
    throw error;
  }
}

/** `others`: networks or teams are to be read again. */
export type Affected = { readonly devices: readonly number[]; readonly machines: readonly number[]; readonly gone: readonly string[]; readonly others: boolean };

/** Which machines the changes are about: themselves, or an address that is or was theirs. */
export async function affectedBy(http: Http, changes: readonly Change[]): Promise<Affected> {
  const [devices, machines, gone] = [new Set<number>(), new Set<number>(), new Set<string>()];
  const [ports, virtualPorts] = [new Set<number>(), new Set<number>()];
  for (const change of changes) {
    const { changed_object_type: type, changed_object_id: id, action } = change;
    const isDelete = (typeof action === "string" ? action : action.value) === "delete";
    const [machine, name] = type === "dcim.device" ? [devices, `device:${id}`] : type === "virtualization.virtualmachine" ? [machines, `vm:${id}`] : [undefined, ""];
    if (machine !== undefined && isDelete) { machine.delete(id); gone.add(name); }
    else machine?.add(id);
    if (type !== "ipam.ipaddress") continue;
    for (const data of [change.prechange_data, change.postchange_data]) {
      const port = data?.assigned_object_id ?? undefined;
      if (port === undefined) continue;
      // In older versions the type is a number that means another on each server: both are looked at.
      if (data?.assigned_object_type !== "virtualization.vminterface") ports.add(port);
      if (data?.assigned_object_type !== "dcim.interface") virtualPorts.add(port);
    }
  }
  for (const { device } of await listBy(http, "api/dcim/interfaces/", Interface, "id", [...ports])) if (isThere(device)) devices.add(device.id);
  for (const { virtual_machine: machine } of await listBy(http, "api/virtualization/interfaces/", Interface, "id", [...virtualPorts])) if (isThere(machine)) machines.add(machine.id);
  return { devices: [...devices], machines: [...machines], gone: [...gone], others: changes.some(({ changed_object_type: type }) => type.startsWith("ipam.prefix") || type.startsWith("tenancy.contact")) };
}

const isThere = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined;
