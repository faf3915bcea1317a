// A source of an organisation's inventory, and one reading of it. Pure.
import type { CMDB_SOURCE_KINDS, CmdbProbe, CmdbSourceSettings } from "../../contract/cmdb-sources.ts";
import { RemoteError } from "../../outbound/index.ts";

/** Why the last reading did not end well. */
export type Problem = { readonly at: string; readonly problem: string; readonly words: string; readonly todo: string };

export type StoredSource = {
  readonly tenant: string;
  readonly id: string;
  readonly name: string;
  readonly kind: (typeof CMDB_SOURCE_KINDS)[number];
  readonly url: string;
  readonly state: "off" | "on" | "paused";
  readonly settings: CmdbSourceSettings;
  readonly secretNames: readonly string[];
  readonly secrets: Uint8Array;
  readonly cursor: string | null;
  readonly digest: string | null;
  readonly nextReadAt: Date;
  readonly readAt: Date | null;
  readonly fullReadAt: Date | null;
  readonly problem: Problem | null;
  readonly failures: number;
  readonly probe: CmdbProbe | null;
  readonly probedAt: Date | null;
  readonly pausedBy: string | null;
  readonly pauseReason: string | null;
  readonly version: number;
  readonly madeAt: Date;
  readonly madeBy: string;
  readonly changedAt: Date;
};

export type Reading = {
  readonly tenant: string;
  readonly id: string;
  readonly source: string;
  readonly mode: "full" | "changes";
  readonly dryRun: boolean;
  readonly allowShrink: boolean;
  readonly state: "queued" | "running" | "applied" | "unchanged" | "planned" | "refused" | "failed";
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly counts: Readonly<Record<string, number>> | null;
  readonly notes: readonly string[];
  readonly importId: string | null;
  readonly problem: Problem | null;
};

/** What a source's secrets are sealed for. */
export const sealedFor = ({ tenant, id }: Pick<StoredSource, "tenant" | "id">): string => `cmdb source ${tenant} ${id} secrets`;

/** Its address as people see it: what stands behind ? may be a secret. */
export function shownUrl(url: string): string {
  const { origin, protocol, host, pathname, searchParams } = new URL(url);
  const names = [...searchParams.keys()].map((name) => `${name}=…`).join("&");
  return `${origin === "null" ? `${protocol}//${host}` : origin}${pathname === "/" ? "" : pathname}${names === "" ? "" : `?${names}`}`;
}

const MINUTE_MS = 60_000;
const LONGEST_PAUSE_MS = 6 * 60 * MINUTE_MS;

/** When it is read next: as its settings say; after failures later each time, but not before the other side wants it. */
export function nextReadAt({ settings: { everyMinutes } }: Pick<StoredSource, "settings">, now: Date, failures: number, afterMs = 0): Date {
  const every = everyMinutes * MINUTE_MS;
  const pause = failures === 0 ? every : Math.max(every, Math.min(LONGEST_PAUSE_MS, 5 * MINUTE_MS * 2 ** Math.min(failures - 1, 10)));
  return new Date(now.getTime() + Math.max(pause, afterMs));
}

/** Whether all of it is due: it cannot tell what changed, was never read as a whole, or not lately. */
export function isFullDue({ cursor, fullReadAt, settings: { fullEveryHours } }: Pick<StoredSource, "cursor" | "fullReadAt" | "settings">, now: Date): boolean {
  return cursor === null || fullReadAt === null || now.getTime() - fullReadAt.getTime() >= fullEveryHours * 60 * MINUTE_MS;
}

/** What went wrong, with what a person can do about it. */
export function problemOf(error: RemoteError | Error, now: Date): Problem {
  if (error instanceof RemoteError) return { at: now.toISOString(), problem: error.problem, words: error.words, todo: error.todo };
  return { at: now.toISOString(), problem: "refused", words: error.message, todo: "Mend the mapping or the settings of the source, then read it again." };
}
