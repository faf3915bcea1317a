// Which rules at work can read what a technology writes: those that are blind when it is silent.
import { setImmediate as breathe } from "node:timers/promises";
import { isRouted, loadRules, type Level, type LogSourceMap, type Rule } from "../../detect/index.ts";
import type { Technology } from "../../normalise/index.ts";
import type { State } from "../../store/index.ts";
import { activeRules } from "./active-rules.ts";

/** One rule, as far as its readers need it. */
export type ReadingRule = { readonly key: string; readonly title: string; readonly level: Level | null; readonly techniques: readonly string[]; readonly logsource: Rule["logsource"] };

export type RulesByTechnology = {
  /** The rules at work of a tenant that can read a technology, by title. */
  readonly of: (tenant: string, technology: string) => Promise<readonly ReadingRule[]>;
};

type Deps = { readonly state: State; readonly technologies: readonly Pick<Technology, "name" | "claims">[]; readonly logsources: readonly LogSourceMap[]; readonly now: () => Date };

// Texts are parsed once, whoever has them; about as many as the largest packs have files.
const KEPT_FILES = 20_000;
const FILES_A_TURN = 20;
// Rules change rarely, and lists of sources are asked for often.
const KEPT_MS = 60_000;

/** Remembers what it read: by text, and for a minute by tenant. */
export function createRulesByTechnology({ state, technologies, logsources, now }: Deps): RulesByTechnology {
  const byDigest = new Map<string, readonly ReadingRule[]>();
  const byTenant = new Map<string, { readonly atMs: number; readonly rules: Promise<ReadonlyMap<string, readonly ReadingRule[]>> }>();
  const byName = new Map(technologies.map((technology) => [technology.name, technology]));

  const read = async (tenant: string): Promise<ReadonlyMap<string, readonly ReadingRule[]>> => {
    const { files, off } = await activeRules(state, tenant, { at: now(), version: "newest" });
    const silent = new Set(off);
    const rules: ReadingRule[] = [];
    for (const [i, { path, text, digest }] of files.entries()) {
      const known = byDigest.get(digest) ?? rulesIn(path, text);
      if (!byDigest.has(digest) && byDigest.size < KEPT_FILES) byDigest.set(digest, known);
      rules.push(...known.filter(({ key }) => !silent.has(key)));
      if (i % FILES_A_TURN === FILES_A_TURN - 1) await breathe();
    }
    rules.sort((a, b) => (a.title < b.title ? -1 : 1));
    const found = new Map<string, readonly ReadingRule[]>();
    for (const [name, technology] of byName) {
      found.set(name, readersOf(rules, technology, logsources));
      await breathe();
    }
    return found;
  };

  return {
    of: async (tenant, technology) => {
      const kept = byTenant.get(tenant);
      const nowMs = now().getTime();
      const isFresh = kept !== undefined && nowMs - kept.atMs < KEPT_MS;
      const rules = isFresh ? kept.rules : read(tenant);
      if (!isFresh) {
        byTenant.set(tenant, { atMs: nowMs, rules });
        rules.catch(() => byTenant.delete(tenant));
      }
      return (await rules).get(technology) ?? [];
    },
  };
}

function rulesIn(path: string, text: string): readonly ReadingRule[] {
  return loadRules([{ path, text }]).rules.map(({ key, head, logsource }) => ({ key, title: head.title, level: head.level ?? null, techniques: techniquesOf(head.tags), logsource }));
}

const techniquesOf = (tags: readonly string[]): readonly string[] => [...new Set(tags.flatMap((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase() ?? []))];

/** The rules that are for a log source of which the technology's events can be. */
function readersOf(rules: readonly ReadingRule[], { claims }: Pick<Technology, "claims">, logsources: readonly LogSourceMap[]): readonly ReadingRule[] {
  const known = new Map<string, boolean>();
  const admits = claims.flatMap((claim) => mapsFor(claim, logsources));
  return rules.filter(({ logsource }) => {
    // Few log sources, many rules.
    const key = JSON.stringify([logsource.product, logsource.category, logsource.service]);
    const isFor = known.get(key) ?? admits.some((map) => isRouted(logsource, [map]));
    known.set(key, isFor);
    return isFor;
  });
}

/** The routes that a claim's events can take. One that takes what nobody else claims says nothing of products. */
function mapsFor({ product, channels }: Technology["claims"][number], logsources: readonly LogSourceMap[]): readonly LogSourceMap[] {
  const maps = logsources.filter((map) => map.product.toLowerCase() === product);
  // Without a map each channel is a service of its own.
  if (maps.length === 0) return product === "*" || product === "json" ? [] : [{ product, routes: channels === undefined ? [] : [...channels].map((service) => ({ service })) }];
  return maps.map((map) => ({ ...map, routes: map.routes.filter(({ channel }) => channel === undefined || channels === undefined || channel.some((one) => channels.has(one.toLowerCase()))) }));
}
