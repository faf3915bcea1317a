// How a connector stands, as both sides read it.
import type { TenantDb } from "../../../store/index.ts";
import { standsStill, type StoredConnector } from "./connector.ts";
import { selectConnector, selectConnectors } from "./repo.ts";
import { countTickets } from "../ticket/repo.ts";
import { countWrites } from "../write/repo.ts";

export type ConnectorStatus = {
  readonly connector: StoredConnector;
  readonly words: string;
  /** How old what is known of the other side is; null: it was never asked. */
  readonly lagSeconds: number | null;
  readonly writes: { readonly queued: number; readonly unknown: number; readonly refused: number; readonly confirmed: number };
  readonly tickets: { readonly open: number; readonly gone: number; readonly missing: number; readonly foreign: number };
};

/** All connectors of a tenant, with how they stand. */
export async function connectorStatuses(db: TenantDb, now: Date): Promise<readonly ConnectorStatus[]> {
  const all: ConnectorStatus[] = [];
  for (const connector of await selectConnectors(db)) all.push(await statusOf(db, connector, now));
  return all;
}

/** One of them; undefined: there is none. */
export async function connectorStatus(db: TenantDb, id: string, now: Date): Promise<ConnectorStatus | undefined> {
  const connector = await selectConnector(db, id);
  return connector === undefined ? undefined : statusOf(db, connector, now);
}

async function statusOf(db: TenantDb, connector: StoredConnector, now: Date): Promise<ConnectorStatus> {
  const writes = await countWrites(db, connector.id);
  const tickets = await countTickets(db, connector.id);
  const lagSeconds = connector.succeededAt === null ? null : Math.max(0, Math.round((now.getTime() - connector.succeededAt.getTime()) / 1000));
  return {
    connector, words: [wordsOf(connector, lagSeconds), ...troubleOf(tickets)].join(" "), lagSeconds,
    writes: { queued: (writes["queued"] ?? 0) + (writes["sending"] ?? 0), unknown: writes["unknown"] ?? 0, refused: writes["refused"] ?? 0, confirmed: writes["confirmed"] ?? 0 },
    tickets: { open: tickets["open"] ?? 0, gone: tickets["gone"] ?? 0, missing: tickets["missing"] ?? 0, foreign: tickets["foreign"] ?? 0 },
  };
}

/** What is wrong with tickets, and not with the connector. */
function troubleOf({ missing = 0, foreign = 0 }: Readonly<Record<string, number>>): readonly string[] {
  return [
    ...(missing === 0 ? [] : [`Tickets that are not to be seen: ${missing}; see whether the account may read their queues.`]),
    ...(foreign === 0 ? [] : [`Tickets under whose ids there stand those of others: ${foreign}; the other side was restored from a backup, or is another system. Nothing is written there.`]),
  ];
}

function wordsOf(connector: StoredConnector, lagSeconds: number | null): string {
  const still = standsStill(connector);
  if (still !== undefined) return still;
  if (connector.problem !== null) return `${connector.problem.words} ${connector.problem.todo}`;
  if (connector.use === "dry-run") return "It shows what it would write, and writes nothing.";
  return lagSeconds === null ? "It has not been asked anything yet." : `In step as of ${lagSeconds} s ago.`;
}
