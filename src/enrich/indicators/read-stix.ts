// STIX 2.1 bundles (OASIS, 10 June 2021): the indicators in them whose pattern is one value or one of several.
import { DomainError } from "../../core/index.ts";
import type { GivenIndicator, Read, Tlp } from "./indicator.ts";
import { own, part, parts, text, type Part } from "./json.ts";
import { readPattern } from "./stix-pattern.ts";
import { dateIn, stricter, tlpIn } from "./words.ts";

// The markings that everybody refers to by id: TLP 1.0 (STIX 2.1, 7.2.1.4) and 2.0 (OASIS extension definition).
const TLP_IDS: Readonly<Record<string, Tlp>> = {
  "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9": "CLEAR",
  "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da": "GREEN",
  "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82": "AMBER",
  "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed": "RED",
  "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487": "CLEAR",
  "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "GREEN",
  "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421": "AMBER",
  "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003": "AMBER+STRICT",
  "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1": "RED",
};

/** Reads a bundle. Objects that are no indicators are context for people, and left out. */
export function readStix(value: unknown): Read {
  const bundle = part(value);
  if (own(bundle, "type") !== "bundle" || !Array.isArray(own(bundle, "objects"))) throw new DomainError("invalid", 'The file is no bundle of STIX: it has no "type": "bundle" with objects.');
  const objects = parts(own(bundle, "objects"));
  const markings = new Map(objects.filter((one) => own(one, "type") === "marking-definition").flatMap((one) => {
    const [id, tlp] = [text(own(one, "id")), markingOf(one)];
    return id === undefined || tlp === undefined ? [] : [[id, tlp] as const];
  }));
  const given: GivenIndicator[] = [];
  const refused: { reason: string; example: string }[] = [];
  for (const one of objects) {
    if (own(one, "type") !== "indicator") continue;
    const read = indicatorsOf(one, markings);
    if (typeof read === "string") refused.push({ reason: read, example: (text(own(one, "pattern")) ?? text(own(one, "id")) ?? "").slice(0, 200) });
    else given.push(...read);
  }
  return { given, refused };
}

function indicatorsOf(one: Part, markings: ReadonlyMap<string, Tlp>): readonly GivenIndicator[] | string {
  if (own(one, "revoked") === true) return "its source revoked it";
  if ((text(own(one, "pattern_type")) ?? "stix") !== "stix") return "its pattern is not in the language of STIX";
  const compared = readPattern(text(own(one, "pattern")) ?? "");
  if (compared === undefined) return "its pattern asks for more than that a value is equal";
  const confidence = own(one, "confidence");
  const shared = {
    tlp: tlpOf(one, markings),
    confidence: Number.isInteger(confidence) && (confidence as number) >= 0 && (confidence as number) <= 100 ? (confidence as number) : undefined,
    validFrom: dateIn(own(one, "valid_from")),
    validUntil: dateIn(own(one, "valid_until")),
    tags: ["labels", "indicator_types"].flatMap((name) => texts(own(one, name))),
    reference: text(own(one, "id")),
  };
  return compared.map(({ type, value }) => ({ type, value, ...shared }));
}

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : []);

function tlpOf(one: Part, markings: ReadonlyMap<string, Tlp>): Tlp | undefined {
  return texts(own(one, "object_marking_refs"))
    .map((id) => (Object.hasOwn(TLP_IDS, id) ? TLP_IDS[id] : markings.get(id)))
    .reduce<Tlp | undefined>(stricter, undefined);
}

function markingOf(one: Part): Tlp | undefined {
  return tlpIn(text(own(part(own(one, "definition")), "tlp"))) ?? tlpIn(text(own(one, "name")));
}
