// What of an incident a step is about.
import { isIP } from "node:net";
import { type IncidentFacts, isOfSystem } from "../../incidents/index.ts";
import type { StepOf } from "../format/schema.ts";
import type { Values } from "./fill.ts";

export type StepTarget = { readonly kind: "asset" | "account" | "indicator"; readonly name: string; readonly asset: string | null; /** A person said what it is here: it was not only seen. */ readonly isChosen: boolean };

type Parts = Pick<IncidentFacts, "parts">;

/** On what a step asks for work: each victim, each address, … once. */
export function targetsOf({ each }: Pick<StepOf<"request">, "each">, { parts }: Parts): readonly StepTarget[] {
  const found = parts.flatMap((part): readonly StepTarget[] => {
    if (part.removed !== null || part.kind !== each.kind) return [];
    if (part.kind === "indicator") return (each.types === undefined || (each.types as readonly string[]).includes(part.document.type)) && part.document.verdict !== "benign" ? [{ kind: "indicator", name: part.document.value, asset: null, isChosen: true }] : [];
    // Nobody has said what it is here: an event speaks of it, no more.
    if (part.document.role === "unknown") return [];
    if (each.roles !== undefined && !(each.roles as readonly string[]).includes(part.document.role)) return [];
    if (part.kind === "account" && isOfSystem(part.document.name)) return [];
    return [{ kind: part.kind, name: part.document.name, asset: part.kind === "asset" ? part.document.asset : null, isChosen: part.document.role !== "related" }];
  });
  return [...new Map(found.map((target) => [target.name.toLowerCase(), target])).values()];
}

const INDICATORS = { addresses: ["ip"], domains: ["domain"], hashes: ["sha256", "sha1", "md5"], files: ["file-name"], senders: ["email"] } as const;

/** What stands for the placeholders of queries. */
export function valuesOf({ parts }: Parts): Values {
  const there = parts.filter(({ removed }) => removed === null);
  const indicators = (types: readonly string[]) => there.flatMap((part) => (part.kind === "indicator" && types.includes(part.document.type) ? [part.document.value] : []));
  return {
    assets: there.flatMap((part) => (part.kind === "asset" ? [part.document.name] : [])), accounts: there.flatMap((part) => (part.kind === "account" ? [part.document.name] : [])),
    addresses: indicators(INDICATORS.addresses).filter((value) => isIP(value) !== 0), domains: indicators(INDICATORS.domains), hashes: indicators(INDICATORS.hashes), files: indicators(INDICATORS.files), senders: indicators(INDICATORS.senders),
  };
}
