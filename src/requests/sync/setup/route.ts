// Which connector has the requests of a team, and in which queue there.
import type { TenantDb } from "../../../store/index.ts";
import type { StoredConnector } from "./connector.ts";
import { selectConnectors, selectTeams, type TeamNames } from "./repo.ts";

export type Way = { readonly connector: StoredConnector; readonly queue: string };

/** Where the requests of a team go: the connector that names it, else one that takes all. Undefined: they stay in the portal. */
export async function wayOf(db: TenantDb, team: string | null): Promise<Way | undefined> {
  const connectors = (await selectConnectors(db)).filter(({ use }) => use !== "off");
  const named = connectors.find(({ settings }) => team !== null && settings.teams[team] !== undefined);
  const connector = named ?? connectors.find(({ settings }) => settings.queue !== null);
  if (connector === undefined) return undefined;
  const queue = queueOf(connector, team, await selectTeams(db));
  return queue === null ? undefined : { connector, queue };
}

/** The queue of a team on a connector: as it is mapped, else by the team's name in the ITSM, else where all others go. */
export async function queueOn(db: TenantDb, connector: StoredConnector, team: string | null): Promise<string | null> {
  return queueOf(connector, team, await selectTeams(db));
}

/** The team of a queue; undefined: none, or more than one. */
export async function teamOf(db: TenantDb, connector: StoredConnector, queue: string): Promise<string | undefined> {
  const teams = (await selectTeams(db)).filter(({ id }) => isSame(queueOf(connector, id, []) ?? "", queue) && connector.settings.teams[id] !== undefined);
  const [mapped] = teams;
  if (mapped !== undefined) return teams.length === 1 ? mapped.id : undefined;
  const named = (await selectTeams(db)).filter(({ itsmName }) => itsmName !== null && isSame(itsmName, queue));
  return named.length === 1 ? named[0]?.id : undefined;
}

function queueOf({ settings }: Pick<StoredConnector, "settings">, team: string | null, teams: readonly TeamNames[]): string | null {
  const mapped = team === null ? undefined : settings.teams[team];
  if (mapped !== undefined) return mapped;
  if (settings.queue === null) return null;
  return teams.find(({ id }) => id === team)?.itsmName ?? settings.queue;
}

const isSame = (one: string, other: string): boolean => one.trim().toLocaleLowerCase("en") === other.trim().toLocaleLowerCase("en");
