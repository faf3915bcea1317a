// Where public addresses are, by data that comes with the program: nothing is looked up outside (PDIS IV.2.1.t).
// IP Geolocation by DB-IP (https://db-ip.com), CC BY 4.0; AS data by Route Views, NRO and DB-IP, CC BY 4.0: NOTICE.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type CountryResponse, Reader } from "mmdb-lib";
import type { Place } from "../context/event-context.ts";
import { writtenAddress } from "../indicators/indicator.ts";
import { readAsTable } from "./as-table.ts";

/** Where an address is; undefined where nobody knows. */
export type PlaceOf = (address: string, bytes: Uint8Array) => Place | undefined;

let loading: Promise<PlaceOf> | undefined;

/** Reads the data, once for the process: about a second, some fifty megabytes. */
export const loadPlaces = (): Promise<PlaceOf> => (loading ??= load());

async function load(): Promise<PlaceOf> {
  const [countries, asV4, asV6] = await Promise.all([read("dbip-country-mmdb", "dbip-country.mmdb"), read("asn", "asn-ipv4.csv"), read("asn", "asn-ipv6.csv")]);
  const reader = new Reader<CountryResponse & { readonly country_code?: string }>(countries);
  const systems = readAsTable(asV4, asV6);
  return (address, bytes) => {
    const found = reader.get(address.includes(":") ? writtenAddress(bytes) : address);
    const country = found?.country_code ?? found?.country?.iso_code;
    const system = systems.of(bytes);
    return country === undefined && system === undefined ? undefined : { country, asNumber: system?.number, asOrganisation: system?.organisation };
  };
}

const packages = createRequire(import.meta.url);

const read = (name: string, file: string): Promise<Buffer> => readFile(join(dirname(packages.resolve(`@ip-location-db/${name}/package.json`)), file));
