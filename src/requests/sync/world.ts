// One connector while it is worked on.
import { systemCaller } from "../../core/index.ts";
import type { State } from "../../store/index.ts";
import type { Connector, AnyConnectorKind } from "../connectors/connector.ts";
import { type Asker, platformAsker } from "../request.ts";
import type { StoredConnector } from "./setup/connector.ts";
import { theirs } from "./ticket/apply.ts";
import type { DeliverTicketDeps } from "./ticket/deliver-ticket.ts";
import { type Mapping, mappingOf } from "./ticket/mapping.ts";
import type { StoredWrite } from "./write/repo.ts";
import { commentText } from "./ticket/words.ts";

export type SyncDeps = DeliverTicketDeps & { readonly state: State };

export type World = {
  readonly deps: SyncDeps;
  readonly stored: StoredConnector;
  readonly kind: AnyConnectorKind;
  readonly connector: Connector;
  readonly mapping: Mapping;
};

export const worldOf = (parts: Omit<World, "mapping">): World => ({ ...parts, mapping: mappingOf(parts.kind, parts.stored.settings) });

/** The platform itself, where it writes down what it did with a connector. */
export const callerOf = ({ deps, stored }: { readonly deps: Pick<SyncDeps, "now">; readonly stored: StoredConnector }): Asker => platformAsker({ ...systemCaller(stored.name, deps.now()), id: `connector:${stored.id}` });

/** Somebody there, as the platform names them. */
export const byTheirs = ({ deps, stored, kind }: Pick<World, "deps" | "stored" | "kind">, author: string | null): Asker => theirs({ connector: stored, product: kind.product, now: deps.now() }, author);

/** A comment of ours as it stands there. */
export function textOfWrite({ deps, stored }: Pick<World, "deps" | "stored">, { key, content }: StoredWrite, ref: string): string {
  if (content.kind !== "comment") return "";
  const { who, side, text } = content;
  return commentText({ who, side, text, key, language: stored.settings.language, link: deps.linkOf(ref) });
}
