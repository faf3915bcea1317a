// Which rules of which packs are at work for a tenant: a function of what was decided, without database and clock.
import { type Adjustment, LEVELS, type Level } from "../../detect/index.ts";
import type { RuleDocument } from "../packs/documents.ts";
import { digestOf, type PackFile } from "../packs/pack-file.ts";

/** Maturity of a rule in Sigma's words, least first. Rules that are deprecated or unsupported are never loaded. */
const STATUSES = ["experimental", "test", "stable"] as const;
export type Status = (typeof STATUSES)[number];

/** A pack at work, and the least that its rules must be; null admits all. */
export type PackAtWork = {
  readonly pack: string;
  readonly version: number;
  readonly minimumStatus: Status | null;
  readonly minimumLevel: Level | null;
  readonly files: readonly PackFile[];
};

/** A person's decision about one rule, which goes before the minimum of its pack. */
export type Switch = {
  readonly key: string;
  readonly state: "on" | "off" | "default";
  readonly author: string;
  readonly reason: string;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
  readonly createdAt: Date;
};

/** A file that workers load. `path` begins with the pack's name and is the one that keys and refusals have. */
export type ActiveFile = { readonly path: string; readonly text: string; readonly pack: string; readonly packVersion: number; readonly digest: string; readonly adjusted?: Adjustment | undefined };

/** Why a rule is at work or is not. */
export type Why = "pack" | "switched on" | "switched off" | "status" | "level" | "twin";

export type ListedRule = {
  readonly document: RuleDocument;
  readonly pack: string;
  readonly packVersion: number;
  readonly path: string;
  readonly on: boolean;
  readonly why: Why;
  readonly switch: Switch | null;
};

export type Active = {
  readonly files: readonly ActiveFile[];
  /** Keys of rules that raise nothing, though their files are loaded: a correlation may need them, or the file holds others. */
  readonly off: readonly string[];
  /** Equal for tenants with equal rules, so that a worker compiles them once. */
  readonly digest: string;
};

/** The switches that hold at a time, by rule: of several the newest whose dates hold. `switches` are newest first. */
export function switchesAt(switches: readonly Switch[], at: Date): ReadonlyMap<string, Switch> {
  const holding = new Map<string, Switch>();
  for (const one of switches) {
    if (!holding.has(one.key) && one.validFrom <= at && (one.validUntil === null || at < one.validUntil)) holding.set(one.key, one);
  }
  return holding;
}

/** The first time after `at` when dates change what is at work, if nobody decides anything before. */
export function nextDate(dated: readonly { readonly validFrom: Date; readonly validUntil: Date | null }[], at: Date): Date | null {
  const later = dated.flatMap(({ validFrom, validUntil }) => [validFrom, validUntil]).filter((date) => date !== null && date > at);
  return later.length === 0 ? null : new Date(Math.min(...later.map(Number)));
}

/** Every rule of the packs with whether it is at work and why. A rule that an earlier pack has too is its twin, and never at work. */
export function listRules(packs: readonly PackAtWork[], switches: ReadonlyMap<string, Switch>): readonly ListedRule[] {
  const seen = new Set<string>();
  const listed: ListedRule[] = [];
  for (const { pack, version: packVersion, files, ...minimum } of packs) {
    for (const { path, documents, version = packVersion } of files) {
      for (const document of documents) {
        const decided = switches.get(document.key);
        const why = seen.has(document.key) ? "twin" : judge(document, minimum, decided);
        seen.add(document.key);
        listed.push({ document, pack, packVersion: version, path, on: why === "pack" || why === "switched on", why, switch: decided ?? null });
      }
    }
  }
  return listed;
}

function judge({ kind, status, level }: RuleDocument, minimum: Pick<PackAtWork, "minimumStatus" | "minimumLevel">, decided: Switch | undefined): Why {
  if (decided !== undefined && decided.state !== "default") return decided.state === "on" ? "switched on" : "switched off";
  if (kind === "filter") return "pack"; // it raises nothing, so it has no level to judge
  // Who does not say how mature or how severe a rule is, has not claimed more than the least.
  if (STATUSES.indexOf((status ?? "experimental") as Status) < STATUSES.indexOf(minimum.minimumStatus ?? "experimental")) return "status";
  if (LEVELS.indexOf(level ?? "informational") < LEVELS.indexOf(minimum.minimumLevel ?? "informational")) return "level";
  return "pack";
}

/**
 * The files to load and the rules in them to keep quiet.
 *
 * A file is left out only if nothing in it can matter: all its documents are off, none is a correlation (which, off or on,
 * keeps the rules that it counts quiet) and none is needed by one. A file with a document that could not be used in its
 * pack is loaded, for beside the others it may be usable; if not, the worker tells.
 */
export function activeFiles(packs: readonly PackAtWork[], switches: ReadonlyMap<string, Switch>): Active {
  const listed = listRules(packs, switches);
  const needed = new Set(listed.flatMap(({ document }) => document.needs));
  const matters = new Set(listed.filter(({ document, on, why }) => on || (why !== "twin" && (document.kind === "correlation" || needed.has(document.key)))).map(fileOf));
  const files = packs.flatMap(({ pack, version: packVersion, files: all }) =>
    all
      .filter(({ path, refused }) => refused > 0 || matters.has(fileOf({ pack, path })))
      .map(({ path, text, digest, version = packVersion }): ActiveFile => ({ path: `${pack}/${path}`, text, pack, packVersion: version, digest })),
  );
  const off = listed.filter(({ on, why, ...rule }) => !on && why !== "twin" && matters.has(fileOf(rule))).map(({ document }) => document.key).toSorted();
  const digest = digestOf(JSON.stringify([files.map((file) => [file.path, file.digest]), off]));
  return { files, off, digest };
}

const fileOf = ({ pack, path }: { readonly pack: string; readonly path: string }): string => `${pack}/${path}`;
