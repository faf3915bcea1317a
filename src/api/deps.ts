// What the API is given: all that it knows of the rest of the platform.
import type { Caller } from "../core/index.ts";
import type { Seal } from "../identity/index.ts";
import type { Known } from "./authenticate.ts";
import type { FastifyBaseLogger, FastifyRequest } from "fastify";
import type { Readiness, SourceHealth } from "../contract/tenants.ts";
import type { Playbook } from "../playbooks/index.ts";
import type { State } from "../store/index.ts";
import type { Routes } from "./routes.ts";

/** A tenant as the configuration names it. */
export type ConfiguredTenant = {
  readonly id: string;
  readonly name: string;
  readonly retentionDays: number;
  /** Made up, to look around in. */
  readonly isDemonstration?: boolean | undefined;
  readonly sources: readonly { readonly name: string; readonly technology?: string | undefined; readonly timezone: string; readonly origin?: "api" | undefined }[];
};

export type ApiDeps = {
  readonly state: State;
  /** For secrets that are kept. */
  readonly seal: Seal;
  readonly now: () => Date;
  readonly newId: () => string;
  /** Six digits that nobody can guess. */
  readonly newCode: () => string;
  readonly log: FastifyBaseLogger;
  /** prom-client's registry, or one that has the figures of other processes too. */
  readonly metrics: { readonly contentType: string; readonly metrics: () => Promise<string> };
  readonly readiness: () => Promise<Readiness["parts"]>;
  readonly tenants: () => readonly ConfiguredTenant[];
  /** The last day of each of a tenant's sources, by name. */
  readonly sourceHealth: (tenant: string) => Promise<ReadonlyMap<string, SourceHealth>>;
  /** The origin that browsers see. */
  readonly publicUrl: () => URL;
  /** Hosts of identity providers that may have an address inside the network. */
  readonly internalIssuers: ReadonlySet<string>;
  /** Hosts inside the network that webhooks may go to. */
  readonly internalWebhooks: ReadonlySet<string>;
  /** The shipped playbooks, with the provider's own; none: the shipped ones. */
  readonly playbooks?: (() => Promise<readonly Playbook[]>) | undefined;
  /** The folder of the built web app; undefined: the API alone. */
  readonly web?: string | undefined;
  /** Resources of other folders, behind the same guard. */
  readonly routes: readonly ((deps: RouteDeps) => Routes)[];
};

/** What the routes of one resource are given. */
export type RouteDeps = ApiDeps & {
  readonly callerOf: (request: FastifyRequest) => Caller;
  /** The caller with what they may do. */
  readonly knownOf: (request: FastifyRequest) => Known;
  /** Whether a request that was let in would be let in now, too: for connections that stay open. */
  readonly isStillIn: (request: FastifyRequest) => Promise<boolean>;
  /** The caller as of now, with the organisations as of now; undefined if they would not be let in any more. */
  readonly knownNow: (request: FastifyRequest) => Promise<Known | undefined>;
  /** Looks up anew which organisations there are: one was made, renamed or archived just now. */
  readonly reloadTenants: () => Promise<void>;
};
