// What a kind of source does: it looks at the other side, reads all of it, and where it can what changed. It keeps nothing
// and decides nothing: which record is which asset of ours, and what of it counts, is the import's.
import type { Socket } from "node:net";
import type { z } from "zod";
import type { ImportMapping } from "../../contract/cmdb-import.ts";
import type { CMDB_SOURCE_KINDS, CmdbNoun, CmdbProbe } from "../../contract/cmdb-sources.ts";
import type { Http } from "../../outbound/index.ts";

export type GivenTeam = { readonly key: string; readonly name: string; readonly contact: string | null; readonly email: string | null; readonly phone: string | null };
/** Criticality as assets have it: 1 low to 4 critical. */
export type GivenService = { readonly key: string; readonly name: string; readonly description: string | null; readonly criticality: number; readonly team: string | null };
export type GivenNetwork = { readonly key: string; readonly cidr: string; readonly zone: string | null; readonly meaning: string; readonly isInternal: boolean };
export type GivenWindow = {
  readonly key: string;
  readonly title: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** By the keys of the source's assets. */
  readonly assets: readonly string[];
  readonly services: readonly string[];
  readonly reason: string;
  readonly isCancelled: boolean;
};

/** What was read. */
export type Snapshot = {
  /** Records as the other side has them, under the names of which the mapping speaks. */
  readonly assets: readonly unknown[];
  /** A file in their place, as it came. */
  readonly file: { readonly name: string; readonly bytes: Uint8Array } | null;
  /** Keys of assets that the other side says it removed. */
  readonly gone: readonly string[];
  readonly teams: readonly GivenTeam[];
  readonly services: readonly GivenService[];
  readonly networks: readonly GivenNetwork[];
  readonly windows: readonly GivenWindow[];
  /** Where changes go on from here; null: it cannot tell what changes. */
  readonly cursor: string | null;
  /** Of when it is, where the other side tells; null: of now. */
  readonly asOf: Date | null;
  /** What could not be read or was left out, for people. */
  readonly notes: readonly string[];
};

export const NOTHING: Snapshot = { assets: [], file: null, gone: [], teams: [], services: [], networks: [], windows: [], cursor: null, asOf: null, notes: [] };

/** The other side, opened. All of it rejects with `RemoteError` and nothing else. */
export type SourceReader = {
  readonly probe: () => Promise<CmdbProbe>;
  readonly readAll: () => Promise<Snapshot>;
  /** From behind a cursor; more than changed is no harm, fewer is. */
  readonly readChanges?: (cursor: string) => Promise<Snapshot>;
  /** Lets sessions and connections go. */
  readonly close?: () => Promise<void>;
};

export type Headers = Readonly<Record<string, string>> | (() => Promise<Readonly<Record<string, string>>>);

/** With what a source is opened. */
export type Opening<Options> = {
  /** Opens the API at the address of the settings, or at another of the same host. */
  readonly http: (headers: Headers, base?: string) => Http;
  /** A connection to the host, guarded as requests are. */
  readonly connect: (host: string, port: number) => Promise<Socket>;
  readonly url: string;
  readonly options: Options;
  readonly reads: ReadonlySet<CmdbNoun>;
  /** Of addresses and networks for which the other side names none. */
  readonly zone: string | null;
  readonly secrets: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
};

export type SourceKind<Options = unknown> = {
  readonly kind: (typeof CMDB_SOURCE_KINDS)[number];
  /** The product, with the versions for which it is made. */
  readonly product: string;
  readonly reads: readonly CmdbNoun[];
  readonly changes: "id" | "time" | "none";
  readonly options: z.ZodType<Options>;
  readonly secrets: readonly { readonly name: string; readonly isNeeded: boolean }[];
  /** As the product comes out of the box; null: it has to be given. */
  readonly mapping: ImportMapping | null;
  readonly open: (opening: Opening<Options>) => SourceReader;
};
