// MISP core format (draft-dulaunoy-misp-core-format): an event, a list of them, or what a search answers.
import { DomainError } from "../../core/index.ts";
import type { GivenIndicator, Read, Tlp } from "./indicator.ts";
import { own, part, parts, text, type Part } from "./json.ts";
import { dateIn, stixType, stricter, tlpIn } from "./words.ts";

/** Reads MISP's JSON. What MISP itself says is not for detection (to_ids) is refused with that reason. */
export function readMisp(value: unknown): Read {
  const events = eventsOf(value);
  if (events.length === 0) throw new DomainError("invalid", "The file is no event of MISP: there is no Event and no Attribute in it.");
  const given: GivenIndicator[] = [];
  const refused: { reason: string; example: string }[] = [];
  for (const event of events) {
    const ofEvent = tagsOf(event);
    for (const { attribute, inherited } of attributesOf(event)) {
      const example = text(own(attribute, "value")) ?? "";
      const reason = whyNot(attribute);
      if (reason !== undefined) refused.push({ reason, example });
      else given.push(...indicatorsOf(attribute, [...ofEvent, ...inherited, ...tagsOf(attribute)]));
    }
  }
  return { given, refused };
}

function eventsOf(value: unknown): readonly Part[] {
  const answered = own(part(value), "response") ?? value;
  const all = Array.isArray(answered) ? parts(answered) : [part(answered)];
  return all.flatMap((one) => {
    const event = own(one, "Event") === undefined ? one : part(own(one, "Event"));
    return own(event, "Attribute") === undefined && own(event, "Object") === undefined ? [] : [event];
  });
}

function attributesOf(event: Part): readonly { readonly attribute: Part; readonly inherited: readonly string[] }[] {
  const ofEvent = parts(own(event, "Attribute")).map((attribute) => ({ attribute, inherited: [] }));
  const ofObjects = parts(own(event, "Object"))
    .filter((object) => own(object, "deleted") !== true)
    .flatMap((object) => parts(own(object, "Attribute")).map((attribute) => ({ attribute, inherited: tagsOf(object) })));
  return [...ofEvent, ...ofObjects];
}

const tagsOf = (of: Part): readonly string[] => parts(own(of, "Tag")).flatMap((tag) => text(own(tag, "name")) ?? []);

function whyNot(attribute: Part): string | undefined {
  if (own(attribute, "deleted") === true) return "MISP says it was deleted";
  const toIds = own(attribute, "to_ids");
  return toIds === true || toIds === 1 || toIds === "1" ? undefined : "MISP says it is not for detection (to_ids)";
}

function indicatorsOf(attribute: Part, tags: readonly string[]): readonly GivenIndicator[] {
  const type = text(own(attribute, "type")) ?? "";
  const value = text(own(attribute, "value")) ?? "";
  const tlp = tags.map((tag) => (/^tlp:/i.test(tag) ? tlpIn(tag) : undefined)).reduce<Tlp | undefined>(stricter, undefined);
  const of = (is: string, what: string): GivenIndicator => ({
    type: is, value: what, tlp, tags: [...new Set(tags)], reference: text(own(attribute, "uuid")),
    validFrom: dateIn(own(attribute, "first_seen")) ?? dateIn(own(attribute, "timestamp")),
  });
  const [first = "", second = ""] = value.split("|", 2);
  switch (true) {
    case type === "domain|ip":
      return [of("domain-name", first), of("ipv4-addr", second)];
    case type.startsWith("filename|"):
      return [of(stixType(type), second)];
    case type.endsWith("|port"):
      return [of(stixType(type), first)];
    default:
      return [of(stixType(type), value)];
  }
}
