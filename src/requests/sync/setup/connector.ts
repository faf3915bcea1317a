// A connector of an organisation: a kind, with the settings and secrets of one system.
import type { ConnectorSettings } from "../../../contract/connectors.ts";
import { DomainError } from "../../../core/index.ts";
import type { Seal } from "../../../identity/index.ts";
import { createHttp } from "../../../outbound/index.ts";
import type { Connector, AnyConnectorKind, Probe } from "../../connectors/connector.ts";
import { KINDS } from "../../connectors/index.ts";

/** Why the last round failed. */
export type Problem = { readonly at: string; readonly problem: string; readonly words: string; readonly todo: string };

export type StoredConnector = {
  readonly tenant: string;
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly url: string;
  readonly use: "off" | "dry-run" | "on";
  readonly settings: ConnectorSettings;
  readonly secretNames: readonly string[];
  readonly secrets: Uint8Array;
  readonly hookId: string;
  readonly hookSecret: Uint8Array;
  readonly hintedAt: Date | null;
  readonly cursor: string | null;
  readonly nextRoundAt: Date;
  readonly polledAt: Date | null;
  readonly succeededAt: Date | null;
  readonly problem: Problem | null;
  readonly failures: number;
  readonly probe: Probe | null;
  readonly probedAt: Date | null;
  readonly stopped: { readonly at: Date; readonly by: string; readonly reason: string } | null;
  readonly version: number;
  readonly madeAt: Date;
  readonly madeBy: string;
};

/** What connectors reach, and how secrets are opened. */
export type ConnectorDeps = {
  readonly seal: Seal;
  readonly now: () => Date;
  /** Hosts inside the network that the configuration names. */
  readonly internalHosts: ReadonlySet<string>;
  readonly proxy: string | undefined;
  /** For tests of one kind alone. */
  readonly kinds?: readonly AnyConnectorKind[];
};

export const HINT = "connectors.internalHosts of the configuration would allow it";
const TIMEOUT_MS = 30_000;
// Beside the largest file: what a system answers in JSON.
const LONGEST_ANSWER = 8 * 1024 * 1024;

/** What a secret of a connector is sealed for. */
export const sealedFor = ({ tenant, id }: Pick<StoredConnector, "tenant" | "id">, part: "secrets" | "hook"): string => `connector ${tenant} ${id} ${part}`;

/** A kind by its name. */
export function kindOf({ kinds = KINDS }: Pick<ConnectorDeps, "kinds">, name: string): AnyConnectorKind {
  const found = kinds.find(({ kind }) => kind === name);
  if (found === undefined) throw new DomainError("invalid", `There is no kind of connector ${name.slice(0, 100)}: there are ${kinds.map(({ kind }) => kind).join(", ")}.`);
  return found;
}

/** Opens the other side. */
export function openConnector(deps: ConnectorDeps, stored: Pick<StoredConnector, "tenant" | "id" | "kind" | "url" | "settings" | "secrets">): Connector {
  const { seal, now, internalHosts, proxy } = deps;
  const { settings, url } = stored;
  const kind = kindOf(deps, stored.kind);
  const ca = settings.ca ?? undefined;
  const guard = { internal: internalHosts, hint: HINT, longestAnswer: Math.max(LONGEST_ANSWER, 2 * settings.largestFileBytes), timeoutMs: TIMEOUT_MS, ca, proxy: settings.usesProxy ? proxy : undefined };
  return kind.open({
    http: (headers) => createHttp({ base: url, guard, headers, perMinute: settings.requestsPerMinute }),
    url, options: kind.options.parse(settings.options) as never, now, ca, internal: internalHosts,
    secrets: JSON.parse(seal.open(stored.secrets, sealedFor(stored, "secrets"))) as Record<string, string>,
  });
}

/** Why it is not spoken to now, for people; undefined: it may be. */
export function standsStill({ name, use, stopped }: Pick<StoredConnector, "name" | "use" | "stopped">): string | undefined {
  if (stopped !== null) return `The connector ${name} was stopped by ${stopped.by}: ${stopped.reason}`;
  return use === "off" ? `The connector ${name} is off.` : undefined;
}
