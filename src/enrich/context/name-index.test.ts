import fc from "fast-check";
import { expect, test } from "vitest";
import type { AssetFacts } from "../../cmdb/index.ts";
import { NameIndex, plainName } from "./name-index.ts";

const label = fc.constantFrom("a", "b", "c");
const name = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => labels.join("."));
const assetOf = (names: readonly string[], i: number): AssetFacts => ({ id: String(i), name: "", kind: "server", criticality: 1, environment: null, team: null, exposure: null, lifecycle: "", tags: [], services: [], names, addresses: [] });

/** The definition, by looking at every asset. */
function defined(assets: readonly AssetFacts[], asked: string): readonly string[] {
  const first = (text: string): string => text.split(".")[0]!;
  const ids = (which: (names: readonly string[]) => boolean): readonly string[] => assets.filter(({ names }) => which(names)).map(({ id }) => id);
  if (!asked.includes(".")) return ids((names) => names.some((one) => first(one) === asked));
  const exact = ids((names) => names.includes(asked));
  return exact.length > 0 ? exact : ids((names) => names.includes(first(asked)) && !names.some((one) => one.includes(".") && first(one) === first(asked)));
}

test("a name means what the definition says", () => {
  fc.assert(fc.property(fc.array(fc.uniqueArray(name, { maxLength: 4 }), { maxLength: 8 }), name, (all, asked) => {
    const assets = all.map(assetOf);
    expect(new NameIndex(assets).find(asked).map(({ id }) => id).toSorted()).toEqual(defined(assets, asked));
  }));
});

test.each([["SRV1.Acme.example.", "srv1.acme.example"], ["a..", "a"], ["", undefined], ["...", undefined], ["a".repeat(254), undefined]])("%j is compared as %j", (text, plain) => expect(plainName(text)).toBe(plain));
