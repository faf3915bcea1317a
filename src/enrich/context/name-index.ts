// Machines by name. A log says `SRV1`, `srv1.acme.example` or `srv1.acme.example.`, and means the same.
import type { AssetFacts } from "../../cmdb/index.ts";

/** The name as it is compared: in lower case, without a dot at its end; undefined if it is no name. */
export function plainName(text: string): string | undefined {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 46) end--;
  // A domain name has 253 characters at most (RFC 1035, 2.3.4).
  return end === 0 || end > 253 ? undefined : text.slice(0, end).toLowerCase();
}

/** The name before the first dot. */
function shortName(name: string): string {
  const dot = name.indexOf(".");
  return dot < 0 ? name : name.slice(0, dot);
}

/** Assets by their names. */
export class NameIndex {
  readonly #byName = new Map<string, AssetFacts[]>();
  /** By short name, those that have a longer one that begins with it. */
  readonly #byFirstLabel = new Map<string, AssetFacts[]>();
  /** By short name, those that have no longer one that begins with it. */
  readonly #onlyShort = new Map<string, AssetFacts[]>();

  constructor(assets: readonly AssetFacts[]) {
    for (const asset of assets) {
      const names = new Set(asset.names.flatMap((text) => plainName(text) ?? []));
      const firstLabels = new Set([...names].filter((name) => name.includes(".")).map(shortName));
      for (const name of names) {
        add(this.#byName, name, asset);
        if (!name.includes(".") && !firstLabels.has(name)) add(this.#onlyShort, name, asset);
      }
      for (const label of firstLabels) add(this.#byFirstLabel, label, asset);
    }
  }

  /**
   * All assets that a name can mean. A long name means those that have it; if none has, those that have only its short
   * form, for `srv1.acme.example` is not `srv1.other.example`. A short name means all that begin with it.
   */
  find(name: string): readonly AssetFacts[] {
    const exact = this.#byName.get(name) ?? NONE;
    if (!name.includes(".")) return union(exact, this.#byFirstLabel.get(name) ?? NONE);
    return exact.length > 0 ? exact : (this.#onlyShort.get(shortName(name)) ?? NONE);
  }
}

const NONE: readonly AssetFacts[] = [];

function add(map: Map<string, AssetFacts[]>, key: string, asset: AssetFacts): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [asset]);
  else known.push(asset);
}

const union = (a: readonly AssetFacts[], b: readonly AssetFacts[]): readonly AssetFacts[] => (b.length === 0 ? a : a.length === 0 ? b : [...new Set([...a, ...b])]);
