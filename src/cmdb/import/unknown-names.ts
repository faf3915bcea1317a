// Teams, services and zones that rows name and nobody registered: kept as they are written, and told.
import type { TenantDb } from "../../store/index.ts";
import type { Row } from "./mapping.ts";
import { selectRegistered } from "./repo.ts";

const MOST_TOLD = 100;

/** The names that are not registered, a hundred of each at most. */
export async function unknownNames(db: TenantDb, rows: readonly Row[]): Promise<{ readonly unknownTeams: readonly string[]; readonly unknownServices: readonly string[]; readonly unknownZones: readonly string[] }> {
  const registered = await selectRegistered(db);
  const unknown = (names: ReadonlySet<string>, known: ReadonlySet<string>): readonly string[] => [...names].filter((name) => !known.has(name.toLowerCase())).toSorted().slice(0, MOST_TOLD);
  const [teams, services, zones] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const { values } of rows) {
    if (values.team !== undefined) teams.add(values.team);
    for (const service of values.services ?? []) services.add(service);
    for (const { zone } of values.addresses ?? []) if (zone !== null) zones.add(zone);
  }
  return { unknownTeams: unknown(teams, registered.teams), unknownServices: unknown(services, registered.services), unknownZones: unknown(zones, registered.zones) };
}
